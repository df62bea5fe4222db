"""Events that are running, with slots around this hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.actions import Slot, add_slot, put_on_air
from events.models import AgendaItem, Event
from live.clock import strike
from members.models import Member
from tests.cast import Cast, say, signed_in
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


def lively(cast: Cast, event: Event, words: str) -> AgendaItem:
    """Put a slot on air in which the author has written; another one comes after it."""
    item = slot(event, "Wärme", 1.5, speaker="Dr. Deich", room="Saal")
    slot(event, "Wasser", 3)
    say(cast.author, put_on_air(actor=cast.mate, item=item), words)
    return item


def page(who: Member | None, url: str, status: int = 200) -> str:
    """Return the HTML of a page as somebody sees it."""
    answer = signed_in(who).get(url)
    assert answer.status_code == status
    return str(answer.content.decode())


def on_air(event: Event) -> list[str]:
    """Return the titles of what is on air."""
    return list(event.items.filter(air="on").values_list("title", flat=True))


def strike_at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    """Let the clock strike at another time; it stays so until the next call."""
    monkeypatch.setattr(timezone, "now", lambda: when)
    strike()
