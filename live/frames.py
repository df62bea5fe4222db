"""From entries of the log to frames: one rendering for broadcast, replay and fall-back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation

from live.models import Entry, Stream
from live.reading import reading_together
from live.registry import Fragment, is_counter, renderer
from live.streams import parse_stream

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


SCANNED = 5_000  # entries that a replay looks through; counters make many of them


@dataclass(frozen=True)
class Deed:
    """One entry of a stream: its number, and what was done to which object.

    `since` is set where it stands for all entries from there to `n`.
    """

    n: int
    verb: str
    object_id: int
    since: int = 0


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
        shown = {render: render(pk, tuple(sorted(ids))) for render, ids in wanted.items()}  # type: ignore[operator]
    return [
        Frame(deed.n, _frame(stream, deed, shown[renderer(kind, deed.verb)][deed.object_id]))
        for deed in deeds
    ]


def _frame(stream: str, deed: Deed, fragment: Fragment) -> str:
    place = {"n": deed.n, "since": deed.since} if deed.since else {"n": deed.n}
    return encode({"ev": event_of(fragment), "stream": stream, **place, **body_of(fragment)})


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
    return renderer(parsed[0], verb)(parsed[1], (object_id,))[object_id]


def replay(
    stream: str, after: int, languages: Iterable[str] = LANGUAGES, *, whole: bool = False
) -> dict[str, Replay]:
    """Read what a stream holds after `after`, with today's state, for each language.

    Of the deeds of a counter the last one stands for all before it, unless the `whole` is asked.
    """
    # The head first: what comes in between is read twice rather than not at all.
    head = Stream.objects.filter(name=stream).values_list("last", flat=True).first() or 0
    deeds = _deeds(stream, after, head, whole) if 0 <= head - after <= SCANNED else None
    if deeds is None or len(deeds) > settings.REPLAY_LENGTH:
        return {language: Replay(head, None) for language in languages}
    with reading_together():
        return {
            language: Replay(head, frames_of(stream, deeds, language)) for language in languages
        }


def _deeds(stream: str, after: int, head: int, whole: bool) -> list[Deed]:
    rows = Entry.objects.filter(stream=stream, n__gt=after, n__lte=head).order_by("n")
    found = rows.values_list("n", "activity__verb", "activity__object_id")
    deeds = [Deed(n, verb, object_id) for n, verb, object_id in found]
    return deeds if whole else _gathered(stream, deeds, after)


def _gathered(stream: str, deeds: Sequence[Deed], after: int) -> list[Deed]:
    """Leave out the deeds of counters that a later one of the same makes superfluous."""
    parsed = parse_stream(stream)
    assert parsed is not None
    seen: set[tuple[str, int]] = set()
    last: list[Deed] = []
    for deed in reversed(deeds):
        if not is_counter(parsed[0], deed.verb):
            last.append(deed)
        elif (deed.verb, deed.object_id) not in seen:
            seen.add((deed.verb, deed.object_id))
            last.append(deed)
    gathered, before = [], after
    for deed in reversed(last):
        gathered.append(replace(deed, since=before + 1) if deed.n > before + 1 else deed)
        before = deed.n
    return gathered
