"""What renderings read together: within one broadcast or replay each thing is read once.

A deed is rendered for each stream that it stands in and each language; what it shows is the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading_together() -> Iterator[None]:
    """Let what is read in this block be read once; a block within another one shares its own."""
    known = _known.get()
    token = _known.set({} if known is None else known)
    try:
        yield
    finally:
        _known.reset(token)


def read_once(read: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function has read, by its arguments, to the end of the block; else do nothing."""

    @wraps(read)
    def reading(*arguments: P.args, **named: P.kwargs) -> T:
        known = _known.get()
        if known is None:
            return read(*arguments, **named)
        key = (read, arguments, tuple(sorted(named.items())))
        if key not in known:
            known[key] = read(*arguments, **named)
        found: T = known[key]
        return found

    return reading
