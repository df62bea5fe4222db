"""What the apps tell the live engine: who may join a stream, and how a deed is shown in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fragment:
    """What one element of a page looks like today; `html` None means that it is gone.

    `also` are further elements to replace in the same step, e.g. a counter: `(id, html)`.
    `renews` says that so much has changed that the page is fetched again instead; `said` tells
    somebody who is writing there why.
    """

    element: str
    html: str | None
    also: Sequence[tuple[str, str]] = field(default=())
    renews: bool = False
    said: str = ""


# Both take many keys at once, so that no number of queries grows with the number of rows.
Audience = Callable[[Any, set[int]], set[int]]  # (member or None, numbers) -> readable
Renderer = Callable[[int, Sequence[int]], dict[int, Fragment]]  # (stream's number, object ids)

_audiences: dict[str, Audience] = {}
_renderers: dict[tuple[str, str], Renderer] = {}
_counters: set[tuple[str, str]] = set()
_counted: set[str] = set()


def audience(kind: str, *, counts_readers: bool = False) -> Callable[[Audience], Audience]:
    """Register who may join the streams of a kind; pages may show how many have joined."""

    def register(function: Audience) -> Audience:
        _audiences[kind] = function
        if counts_readers:
            _counted.add(kind)
        return function

    return register


def shows(kind: str, *families: str, counts: bool = False) -> Callable[[Renderer], Renderer]:
    """Register how deeds of these families look in streams of a kind, in the active language.

    `counts` says that they are counters: there may be many, and the last one has all before it.
    """

    def register(function: Renderer) -> Renderer:
        for family in families:
            _renderers[kind, family] = function
            if counts:
                _counters.add((kind, family))
        return function

    return register


def readable(kind: str, member: object | None, numbers: Iterable[int]) -> set[int]:
    """Return the numbers of the streams of a kind that the member may read."""
    ask = _audiences.get(kind)
    return ask(member, set(numbers)) if ask else set()


def renderer(kind: str, verb: str) -> Renderer:
    """Return what renders a verb; raise KeyError where nobody registered it."""
    return _renderers[kind, verb.partition(".")[0]]


def is_counter(kind: str, verb: str) -> bool:
    """Tell whether the last deed of this verb on an object says all that those before it said."""
    return (kind, verb.partition(".")[0]) in _counters


def counts_readers(kind: str) -> bool:
    """Tell whether pages show how many read streams of this kind."""
    return kind in _counted
