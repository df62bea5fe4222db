"""The slots of an event that is moved: they keep their hours by the clock on the wall.

What is at nine stays at nine, also where the event moves over the change to winter time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from events.models import AgendaItem, Event
from ideaforge.errors import Refused

Hours = list[tuple[AgendaItem, timedelta, timedelta]]  # a slot; from when and until when


def hours_of(event: Event) -> Hours:
    """Return the slots, and how long after the event each begins and ends by the clock there."""
    began = _on_the_wall(event, event.starts)
    return [
        (one, _on_the_wall(event, one.starts) - began, _on_the_wall(event, one.ends) - began)
        for one in event.items.all()
    ]


def move_slots(event: Event, hours: Hours) -> None:
    """Put the slots where the event is now; refuse where one would lie outside it."""
    begins, items = _on_the_wall(event, event.starts), [item for item, _start, _end in hours]
    for item, start, end in hours:
        item.starts = (begins + start).replace(tzinfo=event.tz)
        item.ends = (begins + end).replace(tzinfo=event.tz)
    AgendaItem.objects.bulk_update(items, ["starts", "ends"])
    outside = [one.title for one in items if one.starts < event.starts or one.ends > event.ends]
    if outside:
        raise Refused(
            _("These slots would lie outside the event: %(titles)s") % {"titles": _list(outside)},
            field="ends",
        )


def _on_the_wall(event: Event, moment: datetime) -> datetime:
    return moment.astimezone(event.tz).replace(tzinfo=None)


def _list(titles: Iterable[str]) -> str:
    return ", ".join(f"„{title}“" for title in titles)
