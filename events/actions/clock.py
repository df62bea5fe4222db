"""What the clock does on the day: slots by schedule go on and off air, discussions end."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from discussions.actions import close_thread
from events.actions.air import begin, end, on_air
from events.models import LATE, AgendaItem, Air, Event, State
from events.programme import due_slot
from live.clock import every_minute
from live.models import Activity

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
FORGOTTEN = timedelta(hours=1)  # after the end of an event nothing is left on air


@every_minute
def follow_schedules() -> None:
    """Let what is due go on air, and what is over off air."""
    now = timezone.now()
    for event in _watched(now):
        if _is_due(event, now):
            _follow(event.pk, now)


@every_minute
def close_slots() -> None:
    """Close the discussions of slots that went off air a while ago, each once."""
    for item in _to_close(timezone.now()):
        close_slot(item.pk)


def _watched(now: datetime) -> list[Event]:
    on_air = AgendaItem.objects.filter(event=OuterRef("pk"), air=Air.ON_AIR)
    running = Q(state=State.ANNOUNCED, by_schedule=True, starts__lte=now, ends__gt=now)
    return list(Event.objects.filter(running | Q(Exists(on_air))).order_by("pk"))


@transaction.atomic
def _follow(pk: int, now: datetime) -> None:
    # Asked again under the lock: another process or an organiser may have been quicker.
    event = Event.objects.select_for_update(no_key=True).get(pk=pk)
    if not _is_due(event, now):
        return
    wanted = _wanted(event, on_air(event), now)
    if wanted is None:
        end(event, None)
    else:
        begin(event, wanted, None)


def _is_due(event: Event, now: datetime) -> bool:
    current = event.items.filter(air=Air.ON_AIR).first()
    return current != _wanted(event, current, now)


def _wanted(event: Event, current: AgendaItem | None, now: datetime) -> AgendaItem | None:
    """Return what the clock would have on air now; where it has no say, that is `current`."""
    hand = _touched(event)
    if event.state != State.ANNOUNCED or max(event.ends, hand) + FORGOTTEN <= now:
        return None
    if not event.by_schedule:
        return current
    due = due_slot(event, now)
    if due is not None and hand < due.starts:
        return due
    is_over = current is not None and current.ends <= now and hand < current.ends
    return None if is_over else current


def _touched(event: Event) -> datetime:
    """Return when an organiser last put something on air or took it off, else long ago."""
    deeds = Activity.objects.filter(
        model="events.event", object_id=event.pk, verb="air.changed", actor__isnull=False
    )
    return deeds.order_by("-pk").values_list("created", flat=True).first() or LONG_AGO


def _to_close(now: datetime) -> list[AgendaItem]:
    # Whoever opens a discussion again after the clock has closed it is not contradicted.
    closed = Activity.objects.filter(
        model="discussions.thread", object_id=OuterRef("thread"), verb="thread.closed",
        actor=None, created__gte=OuterRef("went_off"),
    )  # fmt: skip
    is_open = Q(thread__closed_because="") | Q(thread__closed_until__lte=now)
    over = AgendaItem.objects.filter(is_open, air=Air.OVER, went_off__lte=now - LATE)
    return list(over.filter(~Exists(closed)).order_by("pk"))


@transaction.atomic
def close_slot(pk: int) -> None:
    """End the discussion of a slot that is over; its words stay."""
    event = AgendaItem.objects.values_list("event", flat=True).get(pk=pk)
    Event.objects.select_for_update(no_key=True).get(pk=event)
    item = next((one for one in _to_close(timezone.now()) if one.pk == pk), None)
    if item is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        because = _("The session is over. Everything that was said stays here to be read.")
    close_thread(actor=None, thread=item.thread, because=because)
