"""Telling those who come or wait that an event has changed, or does not take place."""

from django.db.models import QuerySet
from django.utils import timezone

from events.actions.reminding import remind_anew
from events.models import Event, Standing, State
from members.models import Member
from members.telling import tell, tell_anew

CONCERNED = (Standing.REGISTERED, Standing.OFFERED, Standing.WAITING)


def tell_of_change(event: Event) -> None:
    """Tell of another title, time or place; several changes in a row may make one letter."""
    if event.state != State.ANNOUNCED or event.ends <= timezone.now():
        return
    remind_anew(event)
    tell_anew(members=_concerned(event), kind="event.changed", obj=event)


def tell_of_calling_off(event: Event) -> None:
    """Tell everybody who wanted to come; call it while they still stand in the list."""
    tell(members=_concerned(event), kind="event.cancelled", obj=event)


def _concerned(event: Event) -> QuerySet[Member]:
    return Member.objects.filter(
        is_active=True, registrations__event=event, registrations__standing__in=CONCERNED
    )
