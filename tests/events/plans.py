"""Plans of events as forms give them, and events made of them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.actions import Plan, announce_event, make_event
from events.models import Event
from members.models import Member

WORDS = {"kind": "lounge", "title": "Lounge Nagold", "zone": "Europe/Berlin",
         "audience": "members"}  # fmt: skip


def soon(days: float = 10) -> datetime:
    """Return a full minute so many days from now."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=days)


def plan(**fields: Any) -> Plan:
    """Return the plan of an evening in ten days."""
    starts = fields.pop("starts", soon())
    given: dict[str, Any] = {"title": "Lounge", "starts": starts,
                             "ends": starts + timedelta(hours=3)}  # fmt: skip
    return Plan(**given | fields)


def draft(office: Member, **fields: Any) -> Event:
    """Store a draft of the office."""
    return make_event(actor=office, plan=plan(**fields))


def announced(office: Member, **fields: Any) -> Event:
    """Store an event and announce it."""
    return announce_event(actor=office, event=draft(office, **fields))


def typed(event: Event | None = None, **fields: str) -> dict[str, str]:
    """Return what a form sends, in the zone of the event."""
    starts = event.starts.astimezone(event.tz) if event else soon().astimezone()
    ends = event.ends.astimezone(event.tz) if event else starts + timedelta(hours=3)
    times = {"starts": f"{starts:%Y-%m-%dT%H:%M}", "ends": f"{ends:%Y-%m-%dT%H:%M}"}
    version = {"version": str(event.version)} if event else {}
    return WORDS | times | version | fields
