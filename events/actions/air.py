"""On air: which slot everybody has in their pocket now, said by hand."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.actions import reopen_thread
from discussions.models import Thread
from events.actions.event import organised
from events.models import AgendaItem, Air, Event, State
from ideaforge.errors import Conflict, Refused
from live.models import Activity
from live.record import record
from members.models import Member


@transaction.atomic
def put_on_air(*, actor: Member, item: AgendaItem) -> AgendaItem:
    """Put a slot on air; whatever was on air is over in the same moment."""
    event = organised(actor, item.event)
    if event.state != State.ANNOUNCED:
        raise Refused(_("Only an announced event goes on air."))
    return begin(event, item, actor)


@transaction.atomic
def take_off_air(*, actor: Member, event: Event, item: AgendaItem | None = None) -> None:
    """Take off what is on air. Raises Conflict where `item` is given and another one is."""
    event = organised(actor, event)
    current = on_air(event)
    if item is not None and current is not None and current.pk != item.pk:
        raise Conflict(
            _("“%(title)s” is on air meanwhile. Nothing was ended.") % {"title": current.title}
        )
    end(event, actor)


def on_air(event: Event) -> AgendaItem | None:
    """Return what is on air, locked."""
    return event.items.select_for_update(of=("self",)).filter(air=Air.ON_AIR).first()


def begin(event: Event, item: AgendaItem, actor: Member | None) -> AgendaItem:
    """Put a slot of the locked event on air; `actor` is None where the clock does it."""
    rows = event.items.select_for_update(of=("self",)).select_related("thread").order_by("pk")
    stored = {one.pk: one for one in rows}
    if (found := stored.get(item.pk)) is None:
        raise Conflict(_("This slot is no longer there."))
    if found.is_break:
        raise Refused(_("A break does not go on air."))
    if found.air == Air.ON_AIR:
        return found
    now = timezone.now()
    for one in stored.values():
        if one.air == Air.ON_AIR:
            _end(one, now)
    found.air, found.went_on, found.went_off = Air.ON_AIR, now, None
    found.save(update_fields=["air", "went_on", "went_off"])
    if is_closed_by_the_clock(found.thread):
        reopen_thread(actor=None, thread=found.thread)
    record("air.changed", streams=[event.stream], actor=actor, obj=event)
    return found


def end(event: Event, actor: Member | None) -> None:
    """Take off what is on air in the locked event; nothing happens where nothing is."""
    if (current := on_air(event)) is not None:
        _end(current, timezone.now())
        record("air.changed", streams=[event.stream], actor=actor, obj=event)


def _end(item: AgendaItem, now: datetime) -> None:
    item.air, item.went_off = Air.OVER, now
    item.save(update_fields=["air", "went_off"])


def is_closed_by_the_clock(thread: Thread) -> bool:
    """Tell whether a thread is closed, and nobody but the clock has said so."""
    if not thread.closed_because:
        return False
    closings = Activity.objects.filter(
        model="discussions.thread", object_id=thread.pk, verb="thread.closed"
    )
    last = closings.order_by("-pk").first()
    return last is not None and last.actor_id is None
