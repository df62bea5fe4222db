"""Slots by schedule: on air when their time has come, unless an organiser knows better."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.actions import cancel_event, put_on_air, take_off_air
from events.actions.clock import close_slots, follow_schedules
from events.models import Event
from live.models import Activity
from tests.cast import Cast
from tests.events.sessions import on_air, running, slot, strike_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """Two talks, a break between them; the second runs in two rooms at once."""
    event = running(cast.office, cast.mate, by_schedule=True)
    slot(event, "Auftakt", 2)
    slot(event, "Pause", 3, 0.5, is_break=True)
    slot(event, "Wasser", 3.5, room="Ratssaal")
    slot(event, "Wärme", 3.5, room="Foyer")
    return event


def at(event: Event, hours: float, seconds: int = 5) -> datetime:
    return event.starts + timedelta(hours=hours, seconds=seconds)


def by_hand(monkeypatch: Any, when: datetime, deed: Callable[[], object]) -> None:
    """Do something at another time; the log takes its time from elsewhere."""
    monkeypatch.setattr(timezone, "now", lambda: when)
    deed()
    Activity.objects.filter(pk=Activity.objects.latest("pk").pk).update(created=when)


def test_a_day_by_the_clock(cast: Cast, event: Event, monkeypatch: Any, events: list[str]) -> None:
    events.clear()
    seen = []
    for hours in (1.9, 2, 2.5, 2.99, 3, 3.2, 3.5, 4.4, 4.5, 8.1):
        strike_at(monkeypatch, at(event, hours))
        seen.append(on_air(event))
    talk, room = ["Auftakt"], ["Wärme"]
    assert seen == [[], talk, talk, talk, [], [], room, room, [], []]
    assert events.count("air.changed") == 4
    assert [verb for verb in events if verb != "air.changed"] == ["thread.closed"] * 2


def test_what_an_organiser_puts_on_air_stays_until_the_next_slot_begins(
    cast: Cast, event: Event, monkeypatch: Any
) -> None:
    strike_at(monkeypatch, at(event, 2))
    by_hand(
        monkeypatch,
        at(event, 2.2),
        lambda: put_on_air(actor=cast.mate, item=event.items.get(title="Wasser")),
    )
    for hours, expected in ((2.5, ["Wasser"]), (3.2, ["Wasser"]), (3.5, ["Wärme"])):
        strike_at(monkeypatch, at(event, hours))
        assert on_air(event) == expected, hours


def test_what_an_organiser_has_ended_does_not_come_back(
    cast: Cast, event: Event, monkeypatch: Any
) -> None:
    strike_at(monkeypatch, at(event, 2))
    by_hand(monkeypatch, at(event, 2.2), lambda: take_off_air(actor=cast.mate, event=event))
    strike_at(monkeypatch, at(event, 2.3))
    assert on_air(event) == []
    strike_at(monkeypatch, at(event, 3.5))
    assert on_air(event) == ["Wärme"]


def test_a_slot_that_overruns_by_hand_is_not_cut_off(
    cast: Cast, event: Event, monkeypatch: Any
) -> None:
    strike_at(monkeypatch, at(event, 3))
    assert on_air(event) == []
    by_hand(
        monkeypatch,
        at(event, 3.02),
        lambda: put_on_air(actor=cast.mate, item=event.items.get(title="Auftakt")),
    )
    strike_at(monkeypatch, at(event, 3.2))
    assert on_air(event) == ["Auftakt"]


def test_without_a_schedule_the_clock_begins_nothing_and_ends_what_was_forgotten(
    cast: Cast, monkeypatch: Any
) -> None:
    event = running(cast.office, cast.mate)
    item = slot(event, "Abend", 1.5)
    strike_at(monkeypatch, at(event, 2))
    assert on_air(event) == []
    monkeypatch.undo()
    put_on_air(actor=cast.mate, item=item)
    strike_at(monkeypatch, at(event, 8.9))
    assert on_air(event) == ["Abend"], "an evening that lasts longer"
    strike_at(monkeypatch, at(event, 9))
    assert on_air(event) == []


def test_a_cancelled_event_goes_off_air(cast: Cast, event: Event, monkeypatch: Any) -> None:
    strike_at(monkeypatch, at(event, 2))
    assert on_air(event) == ["Auftakt"]
    cancel_event(actor=cast.mate, event=event, reason="Sturm.")
    strike_at(monkeypatch, at(event, 2.1))
    assert on_air(event) == []


def test_the_clock_asks_little_where_nothing_is_due(cast: Cast, event: Event) -> None:
    follow_schedules()
    with CaptureQueriesContext(connection) as quiet:
        follow_schedules()
        close_slots()
    assert len(quiet) <= 6
