"""Stored HTML is made anew where the renderer is newer; every room says of its own texts how.

Rooms never import upwards, so they register here on start.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from ideaforge.text import RENDERER

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


def renew(rows: QuerySet[Any], fresh: Callable[[Any], dict[str, Any]]) -> int:
    """Store what `fresh` makes of each row that an older renderer has rendered; return how many."""
    count = 0
    for one in rows.filter(renderer__lt=RENDERER).iterator():
        rows.model._default_manager.filter(pk=one.pk).update(renderer=RENDERER, **fresh(one))
        count += 1
    return count
