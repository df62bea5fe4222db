"""Events that are running, with slots around this hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.actions import Slot, add_slot
from events.models import AgendaItem, Event
from live.clock import strike
from members.models import Member
from tests.events.plans import announced, soon


def running(office: Member, *organisers: Member, **fields: Any) -> Event:
    """Store an event that has begun two hours ago and lasts six more."""
    times = {"starts": soon(-2 / 24), "ends": soon(6 / 24)}
    return announced(office, **{**times, "organisers": list(organisers), **fields})


def slot(event: Event, title: str, begins: float, hours: float = 1, **more: Any) -> AgendaItem:
    """Put a slot into the agenda that begins so many hours after the event."""
    starts = event.starts + timedelta(hours=begins)
    words = Slot(title, starts, starts + timedelta(hours=hours), **more)
    organiser = event.organisers.first() or Member.objects.get(role="office")
    return add_slot(actor=organiser, event=event, slot=words)


def on_air(event: Event) -> list[str]:
    """Return the titles of what is on air."""
    return list(event.items.filter(air="on").values_list("title", flat=True))


def strike_at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    """Let the clock strike at another time; it stays so until the next call."""
    monkeypatch.setattr(timezone, "now", lambda: when)
    strike()
