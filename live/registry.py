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


def audience(kind: str) -> Callable[[Audience], Audience]:
    """Register who may join the streams of a kind."""

    def register(function: Audience) -> Audience:
        _audiences[kind] = function
        return function

    return register


def shows(kind: str, *families: str) -> Callable[[Renderer], Renderer]:
    """Register how deeds of these families look in streams of a kind, in the active language."""

    def register(function: Renderer) -> Renderer:
        for family in families:
            _renderers[kind, family] = function
        return function

    return register


def readable(kind: str, member: object | None, numbers: Iterable[int]) -> set[int]:
    """Return the numbers of the streams of a kind that the member may read."""
    ask = _audiences.get(kind)
    return ask(member, set(numbers)) if ask else set()


def renderer(kind: str, verb: str) -> Renderer:
    """Return what renders a verb; raise KeyError where nobody registered it."""
    return _renderers[kind, verb.partition(".")[0]]
