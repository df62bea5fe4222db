"""What of an agenda is on air, what comes next, and what was last."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils import timezone

from events.models import AgendaItem, Air, Event
from live.models import Stream


@dataclass(frozen=True)
class Programme:
    """The slots of an event in their order, and where it stands."""

    event: Event
    items: list[AgendaItem]
    on_air: AgendaItem | None
    next: AgendaItem | None
    last: AgendaItem | None  # the one that went off air most recently

    def talk(self, pk: int) -> AgendaItem:
        """Return the slot of a number, 404 where there is none in which one talks."""
        for item in self.items:
            if item.pk == pk and not item.is_break:
                return item
        raise Http404

    @property
    def strip(self) -> list[AgendaItem]:
        """The slots of the day that matters now, and the next one even if it is after midnight."""
        middle = self.on_air or self.next or self.last
        if middle is None:
            return self.items
        day = self._day(middle)
        return [item for item in self.items if self._day(item) == day or item == self.next]

    def _day(self, item: AgendaItem) -> date:
        return item.starts.astimezone(self.event.tz).date()


def heads_in(event: Event) -> dict[str, int]:
    """Return how far the event's stream and those of its threads have come; ask before reading."""
    number = Cast("thread_id", CharField())
    threads = event.items.order_by().values(name=Concat(Value("thread-"), number))
    rows = Stream.objects.filter(Q(name=event.stream) | Q(name__in=threads))
    return dict(rows.values_list("name", "last"))


def programme_of(event: Event) -> Programme:
    """Read the slots once, and say what is on air and what comes."""
    items = list(event.items.select_related("thread").order_by("starts", "room", "pk"))
    talks = [item for item in items if not item.is_break]
    on_air = next((item for item in talks if item.air == Air.ON_AIR), None)
    over = [(item.went_off, item.pk, item) for item in talks if item.air == Air.OVER]
    ended = [one for one in over if one[0] is not None]
    last = max(ended, key=lambda one: one[:2])[2] if ended else None
    return Programme(event, items, on_air, _next(talks, on_air, timezone.now()), last)


def _next(talks: list[AgendaItem], on_air: AgendaItem | None, now: datetime) -> AgendaItem | None:
    planned = [item for item in talks if item.air == Air.PLANNED]
    if on_air is not None:
        return next((item for item in planned if item.starts > on_air.starts), None)
    return next((item for item in planned if item.ends > now), None)


def due_slot(event: Event, now: datetime) -> AgendaItem | None:
    """Return the slot whose time it is by the agenda; of parallel ones the first by its room."""
    running = event.items.filter(is_break=False, starts__lte=now, ends__gt=now)
    return running.order_by("-starts", "room", "pk").first()
