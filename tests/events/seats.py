"""Events of today and their registrations, made past the registering itself."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from events.actions import Plan, announce_event, make_event
from events.models import SEATED, Event, Registration, RegistrationField, Standing
from members.models import Member

HOUR = timedelta(hours=1)


def make_lounge(office: Member, *organisers: Member, title: str = "Lounge", **more: Any) -> Event:
    """Announce an event that runs now; `more` are fields of its plan."""
    now = timezone.now()
    times = {"starts": now - HOUR, "ends": now + 5 * HOUR}
    plan = Plan(title=title, organisers=list(organisers), **times | more)
    return announce_event(actor=office, event=make_event(actor=office, plan=plan))


def seat(event: Event, member: Member, standing: str = "registered", **fields: Any) -> Registration:
    """Store a registration, count its seat, and give who waits a number."""
    if standing == Standing.WAITING:
        Event.objects.filter(pk=event.pk).update(waiting_numbers=F("waiting_numbers") + 1)
        event.refresh_from_db()
        fields.setdefault("number", event.waiting_numbers)
    if standing == Standing.OFFERED:
        fields.setdefault("offered_until", timezone.now() + HOUR)
    if standing in SEATED:
        Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") + 1)
    return Registration.objects.create(event=event, member=member, standing=standing, **fields)


def ask(event: Event, label: str, kind: str = "text", options: list[str] | None = None) -> str:
    """Ask a question of everybody; return the key of its answers."""
    field = RegistrationField.objects.create(
        event=event, label=label, kind=kind, options=options or [], position=event.fields.count()
    )
    return str(field.pk)
