"""Stored HTML is made anew where the renderer is newer; every room says of its own texts how.

Rooms never import upwards, so they register here on start.
"""

from collections.abc import Callable

Again = Callable[[], int]  # renders what an older renderer has rendered; returns how many texts
_rooms: list[Again] = []


def rerenders(again: Again) -> Again:
    """Register what `manage.py rerender` does in a room; words themselves are not touched."""
    if again not in _rooms:
        _rooms.append(again)
    return again


def rerender() -> int:
    """Render all stored texts that are older than the renderer; return how many there were."""
    return sum(again() for again in _rooms)
