"""Which contributions stood in the spotlight of the hall's screen."""

from collections.abc import Sequence

from events.models import AgendaItem


def spotlights_of(items: Sequence[AgendaItem]) -> dict[int, list[int]]:
    """Return the numbers of contributions by slot, as they came; one query for all slots."""
    return {}
