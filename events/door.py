"""How the door looks: a row for everybody, the same for all organisers, and the count."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from events.models import Event, Registration, Standing
from events.participants import Participant
from live.fragments import digest, kept


def door_html(event: Event, people: Sequence[Participant]) -> list[str]:
    """Return the rows of people at the door."""

    def version(one: Participant) -> str:
        shown = (event.pk, event.zone, event.starts, event.ends, one.key, one.standing, one.number)
        return f"{one.pk}.{digest(*shown, one.arrived, one.left, one.by, one.name, one.line)}"

    def render(some: Sequence[Participant]) -> list[str]:
        return [_row(event, one) for one in some]

    return kept("door", people, version=version, render=render)


def _row(event: Event, one: Participant) -> str:
    since, gone = hour_at(event, one.arrived), hour_at(event, one.left)
    context = {"event": event, "person": one, "since": since, "gone": gone}
    return render_to_string("events/_door.html", context).strip()


def hall_part(event: Event) -> tuple[str, str]:
    """Return id and HTML of how many are in the hall now."""
    there = Q(arrived__isnull=False)
    numbers = Registration.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=Q(standing=Standing.REGISTERED)),
        everybody=Count("pk"),
        came=Count("pk", filter=there),
        inside=Count("pk", filter=there & Q(left=None)),
    )
    html = render_to_string("events/_hall.html", {"event": event, **numbers}).strip()
    return f"{event.hall_stream}-count", html


def hour_at(event: Event, moment: datetime | None) -> str:
    """Return an hour in the zone of the event; of more than one day also which day it was."""
    if moment is None:
        return ""
    first, last = (timezone.localtime(one, event.tz).date() for one in (event.starts, event.ends))
    local = timezone.localtime(moment, event.tz)
    return date_format(local, "G:i" if first == last == local.date() else "D, G:i")
