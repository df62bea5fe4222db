"""Registrations as rows, for tests of what follows from them."""

from typing import Any

from django.db.models import F

from events.models import SEATED, Event, Registration, Standing
from members.models import Member


def registered(
    member: Member, event: Event, standing: str = Standing.REGISTERED, **fields: Any
) -> Registration:
    """Store a registration as it stands, without the way that led there."""
    Event.objects.filter(pk=event.pk).update(
        seats_taken=F("seats_taken") + int(standing in SEATED),
        waiting_numbers=F("waiting_numbers") + int(standing == Standing.WAITING),
    )
    return Registration.objects.create(member=member, event=event, standing=standing, **fields)
