"""Which contributions stood in the spotlight of the hall's screen."""

from collections import defaultdict
from collections.abc import Sequence

from events.models import AgendaItem, Spotlight


def spotlights_of(items: Sequence[AgendaItem]) -> dict[int, list[int]]:
    """Return the numbers of contributions by slot, as they came; one query for all slots."""
    rows = Spotlight.objects.filter(item__in=items, comment__isnull=False)
    found: dict[int, list[int]] = defaultdict(list)
    for item, comment in rows.order_by("created", "pk").values_list("item", "comment"):
        found[item].append(comment)
    return found
