"""From entries of the log to frames: one rendering for broadcast, replay and fall-back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from live.models import Entry, Stream
from live.registry import Fragment, renderer
from live.streams import parse_stream

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Deed:
    """One entry of a stream: its number, and what was done to which object."""

    n: int
    verb: str
    object_id: int


@dataclass(frozen=True)
class Frame:
    """The finished text of one deed, for one language."""

    n: int
    text: str


@dataclass(frozen=True)
class Replay:
    """What a reader missed up to `head`; `frames` is None where it is too much to catch up."""

    head: int
    frames: list[Frame] | None


def encode(message: dict[str, object]) -> str:
    """Return the text of a message on the wire."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def frames_of(stream: str, deeds: Sequence[Deed], language: str) -> list[Frame]:
    """Render deeds with today's state of their objects, in the order given."""
    parsed = parse_stream(stream)
    assert parsed is not None
    kind, pk = parsed
    wanted: dict[object, set[int]] = defaultdict(set)
    for deed in deeds:
        wanted[renderer(kind, deed.verb)].add(deed.object_id)
    with translation.override(language):
        shown = {render: render(pk, sorted(ids)) for render, ids in wanted.items()}  # type: ignore[operator]
    return [
        Frame(deed.n, _frame(stream, deed.n, shown[renderer(kind, deed.verb)][deed.object_id]))
        for deed in deeds
    ]


def _frame(stream: str, n: int, fragment: Fragment) -> str:
    return encode({"ev": event_of(fragment), "stream": stream, "n": n, **body_of(fragment)})


def event_of(fragment: Fragment) -> str:
    """Return the name of the message that carries a fragment."""
    if fragment.renews:
        return "reset"
    return "gone" if fragment.html is None else "frame"


def body_of(fragment: Fragment) -> dict[str, object]:
    """Return what a fragment says on the wire, also in the answer to a POST."""
    body: dict[str, object] = {"id": fragment.element}
    if fragment.html is not None:
        body["html"] = fragment.html
    if fragment.said:
        body["said"] = fragment.said
    if fragment.also:
        body["also"] = [{"id": element, "html": html} for element, html in fragment.also]
    return body


def fragment_now(stream: str, verb: str, object_id: int) -> Fragment:
    """Return the fragment of one object in the active language, as a frame would carry it."""
    parsed = parse_stream(stream)
    assert parsed is not None
    return renderer(parsed[0], verb)(parsed[1], [object_id])[object_id]


def replay(stream: str, after: int, languages: Iterable[str] = LANGUAGES) -> dict[str, Replay]:
    """Read what a stream holds after `after`, with today's state, for each language."""
    # The head first: what comes in between is read twice rather than not at all.
    head = Stream.objects.filter(name=stream).values_list("last", flat=True).first() or 0
    if after > head or head - after > settings.REPLAY_LENGTH:
        return {language: Replay(head, None) for language in languages}
    deeds = [
        Deed(n, verb, object_id)
        for n, verb, object_id in Entry.objects.filter(stream=stream, n__gt=after, n__lte=head)
        .order_by("n")
        .values_list("n", "activity__verb", "activity__object_id")
    ]
    return {language: Replay(head, frames_of(stream, deeds, language)) for language in languages}
