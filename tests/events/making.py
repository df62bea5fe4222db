"""Small factories for events and who comes to them, through the project's own actions."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.actions import Slot, add_slot, register
from events.models import SEATED, AgendaItem, Event, Registration, Standing
from members.models import Member
from tests.cast import make_members
from tests.events.plans import announced, soon
from tests.events.seats import seat


def make_event(actor: Member, **fields: Any) -> Event:
    """Store an event of an evening in thirty days that is announced."""
    return announced(actor, **{"starts": soon(30)} | fields)


def make_slot(actor: Member, event: Event, title: str = "Auftakt", **fields: Any) -> AgendaItem:
    """Put a slot into the agenda; it takes the first hour."""
    times = {"starts": event.starts, "ends": event.starts + timedelta(hours=1)}
    return add_slot(actor=actor, event=event, slot=Slot(title, **times | fields))


def come(member: Member, event: Event, **answers: object) -> Registration:
    """Register a member; returns what is stored."""
    return register(member=member, event=event, answers=answers)


def registered(
    member: Member, event: Event, standing: str = Standing.REGISTERED, **fields: Any
) -> Registration:
    """Store a registration as it stands, without the way that led there."""
    return seat(event, member, standing, **fields)


def register_some(event: Event, count: int) -> list[Registration]:
    """Register so many new members, in order."""
    return [come(member, event) for member in make_members(count)]


def standing_of(member: Member, event: Event) -> str:
    """Return where a member stands now, or nothing."""
    return str(Registration.objects.filter(event=event, member=member).values_list(
        "standing", flat=True).first() or "")  # fmt: skip


def queue_of(event: Event) -> list[Member]:
    """Return who waits, in the order of the queue."""
    waiting = event.registrations.filter(standing=Standing.WAITING).order_by("number")
    return [registration.member for registration in waiting.select_related("member")]


def require_sound(event: Event) -> Event:
    """Check what must always be true of the registrations for an event; return it as stored."""
    event = Event.objects.get(pk=event.pk)
    rows = event.registrations.all()
    assert event.seats_taken == rows.filter(standing__in=SEATED).count()
    assert event.capacity is None or event.seats_taken <= event.capacity
    waits = rows.filter(standing=Standing.WAITING)
    if event.state == "announced" and event.ends > timezone.now() and waits.exists():
        assert event.seats_left == 0, "a place is free and somebody waits"
    numbers = list(waits.order_by("number").values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)
    assert all(number is not None and number <= event.waiting_numbers for number in numbers)
    for registration in rows.prefetch_related("steps"):
        steps = list(registration.steps.all())
        assert [step.before for step in steps] == ["", *(step.after for step in steps[:-1])]
        assert steps[-1].after == registration.standing
    return event
