"""The one place where a registration changes its standing: seat, row, step and deed together."""

from datetime import datetime

from django.utils import timezone

from events.models import SEATED, Cause, Event, Registration, RegistrationStep, Standing
from live.record import record
from members.models import Member

STORED = ("standing", "number", "offered_until", "answers", "changed")
HALL = ("arrived", "left", "checked_in_by")


def locked_event(event: Event) -> Event:
    """Return the event as stored now. Whoever changes a registration holds this lock first."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def locked_registration(event: Event, **which: object) -> Registration | None:
    """Return one registration of a locked event as stored now, with its event set."""
    rows = event.registrations.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("member").filter(**which).first()
    if found is not None:
        found.event = event
    return found


def lock_next(event: Event) -> None:
    """Lock who waits longest, before any member is locked: the place may become theirs."""
    rows = event.registrations.select_for_update(no_key=True).filter(standing=Standing.WAITING)
    rows.order_by("number").first()


def step(
    registration: Registration, after: Standing, cause: Cause, *,
    actor: Member | None = None, until: datetime | None = None,
) -> None:  # fmt: skip
    """Change the standing of a registration, whose event is locked by the caller.

    Who joins the queue gets the next number of the event. The deed that stands in the event's
    stream says no name: readers see the number of places. `until` is the end of an offer.
    """
    event, before = registration.event, registration.standing
    registration.standing, registration.offered_until = after, until
    registration.changed = timezone.now()
    _count_seat(event, before, after)
    if after == Standing.WAITING:
        registration.number = _next_number(event)
    _save(registration, after)
    RegistrationStep.objects.create(
        registration=registration, before=before, after=after, cause=cause,
        number=_place(registration), until=until, actor=actor,
    )  # fmt: skip
    streams = [event.stream]
    if cause == Cause.ORGANISER:  # who waits hears of it by the places, who is registered does not
        streams.append(registration.member.stream)
    record(f"registration.{after}", streams=streams, actor=actor, obj=registration)


def _count_seat(event: Event, before: str, after: str) -> None:
    change = (after in SEATED) - (before in SEATED)
    if change:
        event.seats_taken += change
        event.save(update_fields=["seats_taken"])


def _next_number(event: Event) -> int:
    event.waiting_numbers += 1
    event.save(update_fields=["waiting_numbers"])
    return event.waiting_numbers


def _save(registration: Registration, after: Standing) -> None:
    if registration.pk is None:
        registration.save(force_insert=True)
        return
    if after != Standing.REGISTERED:  # who does not come has not arrived either
        registration.arrived = registration.left = registration.checked_in_by = None
    registration.save(update_fields=[*STORED, *HALL])


def _place(registration: Registration) -> int | None:
    if registration.standing != Standing.WAITING:
        return None
    waiting = registration.event.registrations.filter(standing=Standing.WAITING)
    return waiting.filter(number__lte=registration.number).count()
