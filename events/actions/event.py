"""Events: planned, changed, announced, cancelled."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import can_organise
from events.actions.hours import hours_of, move_slots
from events.actions.slots import tell_slots
from events.actions.telling import tell_of_calling_off, tell_of_change
from events.actions.waiting import end_queue, fill_places, shorten_offers
from events.models import Event, Kind, Readers, State
from ideaforge.errors import Conflict, Forbidden, Refused, require_reason
from ideaforge.text import RENDERER, lead, render
from live.broadcast import recheck
from live.record import open_stream, record
from members.access import require_part
from members.models import Member, Municipality

# What a calendar shows; a change of these raises the SEQUENCE.
IN_CALENDARS = ("title", "starts", "ends", "zone", "place", "address")


@dataclass(frozen=True)
class Plan:
    """Clean words of the form; times are aware. `capacity` None means no limit."""

    title: str
    starts: datetime
    ends: datetime
    kind: str = Kind.LOUNGE
    text: str = ""
    cover: str = ""
    zone: str = "Europe/Berlin"
    place: str = ""
    address: str = ""
    directions: str = ""
    host: Municipality | None = None
    audience: str = Readers.MEMBERS
    capacity: int | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    guests_register: bool = False
    by_schedule: bool = False
    organisers: list[Member] = field(default_factory=list)
    invited: list[Member] = field(default_factory=list)


PEOPLE = ("organisers", "invited")
FIELDS = tuple(name for name in Plan.__dataclass_fields__ if name not in PEOPLE)


@transaction.atomic
def make_event(*, actor: Member, plan: Plan) -> Event:
    """Store a draft of an event; only the office begins one."""
    if not require_part(actor).is_office:
        raise Forbidden
    _require_times(plan)
    event = Event()
    _fill(event, plan)
    event.save(force_insert=True)
    _store_people(event, plan)
    open_stream(event.stream)
    record("event.made", streams=[event.stream], actor=actor, obj=event)
    return event


@transaction.atomic
def edit_event(*, actor: Member, event: Event, plan: Plan, version: int) -> Event:
    """Change an event. Slots move along when it begins at another time.

    Raises Conflict when somebody else has changed it since `version`.
    """
    event = organised(actor, event)
    if event.version != version:
        raise Conflict(_("Somebody else has changed this event meanwhile."))
    organisers = set(event.organisers.all())
    _require_times(plan)
    before = {name: getattr(event, name) for name in IN_CALENDARS}
    _require_seats(event, plan)
    readers, hours = event.audience, hours_of(event)
    _fill(event, plan)
    move_slots(event, hours)
    is_moved = any(before[name] != getattr(event, name) for name in IN_CALENDARS)
    event.sequence += is_moved and event.is_out
    event.version += 1
    event.save(update_fields=[*_STORED, "sequence", "version"])
    _store_people(event, plan)
    tell_slots(event)
    shorten_offers(event)
    fill_places(event)
    record("event.edited", streams=[event.stream], actor=actor, obj=event)
    if is_moved:
        tell_of_change(event)
    transaction.on_commit(lambda: recheck(streams=[event.console]))  # organisers may have changed
    gone = organisers - set(plan.organisers)
    if gone or readers != event.audience or event.audience == Readers.INVITED:
        transaction.on_commit(lambda: recheck(streams=[event.stream]))
    if gone:
        transaction.on_commit(lambda: recheck(streams=[event.hall_stream]))
    return event


@transaction.atomic
def announce_event(*, actor: Member, event: Event) -> Event:
    """Let those whom it is for read of an event."""
    event = organised(actor, event)
    if event.state == State.ANNOUNCED:
        return event
    if event.state == State.CANCELLED:
        raise Refused(_("A cancelled event stays cancelled. Please plan a new one."))
    if event.ends <= timezone.now():
        raise Refused(_("The event is over already. Please give it a date to come."))
    event.state, event.announced = State.ANNOUNCED, timezone.now()
    _store_state(event)
    record("event.announced", streams=[event.stream], actor=actor, obj=event)
    return event


@transaction.atomic
def cancel_event(*, actor: Member, event: Event, reason: str) -> Event:
    """Call an event off; it stays to be read, and calendars hear of it."""
    event = organised(actor, event)
    require_reason(reason)
    if event.state == State.CANCELLED:
        raise Conflict(_("The event was cancelled already."))
    if event.state == State.DRAFT:
        raise Refused(_("Nobody knows of this event yet; there is nothing to call off."))
    event.state, event.cancelled_because = State.CANCELLED, reason
    event.sequence += 1
    tell_of_calling_off(event)  # first: nobody waits any more afterwards
    _store_state(event)
    end_queue(event, actor=actor)
    record("event.cancelled", streams=[event.stream], actor=actor, obj=event)
    return event


def organised(actor: Member, event: Event) -> Event:
    """Return the event, locked; refuse whoever does not organise it."""
    # The event before the person: who registers locks in this order too.
    stored = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    actor = require_part(actor)
    if not can_organise(actor, stored):
        raise Forbidden
    return stored


_STORED = [*FIELDS, "html", "lead", "renderer"]


def _fill(event: Event, plan: Plan) -> None:
    for name in FIELDS:
        setattr(event, name, getattr(plan, name))
    event.html, event.renderer = render(plan.text), RENDERER
    event.lead = lead(event.html)


def _store_people(event: Event, plan: Plan) -> None:
    event.organisers.set(plan.organisers)
    event.invited.set(plan.invited)


def _store_state(event: Event) -> None:
    event.version += 1
    fields = ["state", "announced", "cancelled_because", "sequence", "version"]
    event.save(update_fields=fields)
    tell_slots(event)


def _require_times(plan: Plan) -> None:
    if plan.ends <= plan.starts:
        raise Refused(_("The event ends before it begins."), field="ends")
    if plan.opens and plan.closes and plan.closes <= plan.opens:
        raise Refused(_("Registration ends before it begins."), field="closes")
    if plan.guests_register and plan.audience != Readers.PUBLIC:
        sentence = _("Guests can register for events that everybody reads of.")
        raise Refused(sentence, field="guests_register")
    if plan.closes and plan.closes > plan.ends:
        raise Refused(_("Registration ends with the event at the latest."), field="closes")


def _require_seats(event: Event, plan: Plan) -> None:
    if plan.capacity is not None and plan.capacity < event.seats_taken:
        raise Refused(
            _("%(count)d places are taken or offered already.") % {"count": event.seats_taken},
            field="capacity",
        )
