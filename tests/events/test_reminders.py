"""Reminders: a week before and a day before, once each, to those who come and to nobody else."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.actions import edit_event
from events.actions.reminding import remind
from events.models import Event, Registration, RegistrationStep, SentLetter, Standing
from live.clock import strike
from members.models import Member, Notice
from members.telling import tell
from tests.cast import Cast, at_once, make_cast, make_members
from tests.events.making import registered
from tests.events.plans import announced, plan

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = 60.0


def coming(office: Member, days: float, **fields: Any) -> Event:
    """Announce an event that begins in so many days, however soon that is."""
    event = announced(office, **fields)
    return begins_in(event, days)


def begins_in(event: Event, days: float) -> Event:
    starts = timezone.now() + timedelta(days=days)
    Event.objects.filter(pk=event.pk).update(starts=starts, ends=starts + 3 * HOUR)
    event.refresh_from_db()
    return event


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def kinds(member: Member) -> list[str]:
    """Return what the member was reminded of, in order."""
    told = Notice.objects.filter(member=member, kind__in=["event.week", "event.day"])
    return list(told.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("begins", "since", "expected"),
    [
        (7.1, LONG_AGO, []), (6.99, LONG_AGO, ["event.week"]), (3, LONG_AGO, ["event.week"]),
        (1.01, LONG_AGO, ["event.week"]), (0.99, LONG_AGO, ["event.day"]),
        (0.01, LONG_AGO, ["event.day"]), (-0.01, LONG_AGO, []), (-2, LONG_AGO, []),
        # Who registers three days before gets the nearer one only, in time or late.
        (3, 0.01, []), (1.01, 2, []), (0.9, 2.1, ["event.day"]), (0.2, 3, ["event.day"]),
        # Who registers on the last day gets none, nor who did so a minute within the week.
        (0.9, 0.05, []), (0.2, 0.7, []), (6.9, 0.05, []), (6.5, 0.6, ["event.week"]),
    ],
)  # fmt: skip
def test_the_moment_decides(cast: Cast, begins: float, since: float, expected: list[str]) -> None:
    registered(cast.mate, coming(cast.office, begins), created=ago(since))
    for _time in range(3):
        remind()
    assert kinds(cast.mate) == expected
    assert SentLetter.objects.count() == len(expected)


def test_each_comes_once_while_the_days_go_by(cast: Cast) -> None:
    event = coming(cast.office, 9)
    registered(cast.mate, event, created=ago(LONG_AGO))
    found = []
    for days in (9.0, 7.5, 6.9, 6.8, 4.0, 1.1, 0.9, 0.8, 0.1, -0.1):
        begins_in(event, days)
        remind()
        found.append(len(kinds(cast.mate)))
    assert found == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert kinds(cast.mate) == ["event.week", "event.day"]


@pytest.mark.parametrize("standing", ["waiting", "offered", "declined", "expired", "cancelled"])
def test_only_who_comes_is_reminded(cast: Cast, standing: str) -> None:
    event = coming(cast.office, 3)
    now = timezone.now()
    fields = {"number": 1 if standing == "waiting" else None,
              "offered_until": now if standing == "offered" else None}  # fmt: skip
    registered(cast.author, event, standing, created=ago(LONG_AGO), **fields)
    registered(cast.mate, event, created=ago(LONG_AGO))
    remind()
    assert (kinds(cast.author), kinds(cast.mate)) == ([], ["event.week"])


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_of_what_does_not_take_place_nobody_is_reminded(cast: Cast, state: str) -> None:
    event = coming(cast.office, 3)
    registered(cast.mate, event, created=ago(LONG_AGO))
    Event.objects.filter(pk=event.pk).update(state=state, cancelled_because="Sturm.")
    remind()
    assert kinds(cast.mate) == []
    Event.objects.filter(pk=event.pk).update(state="announced", cancelled_because="")
    remind()
    assert kinds(cast.mate) == ["event.week"], "there was something to say"


def test_who_is_suspended_is_not_reminded(cast: Cast) -> None:
    registered(cast.mate, coming(cast.office, 3), created=ago(LONG_AGO))
    Member.objects.filter(pk=cast.mate.pk).update(is_active=False)
    remind()
    assert kinds(cast.mate) == []


def test_who_was_moved_up_late_counts_from_then(cast: Cast) -> None:
    one = registered(cast.mate, coming(cast.office, 3), created=ago(LONG_AGO))
    step: dict[str, Any] = {"registration": one, "after": Standing.REGISTERED, "cause": "own"}
    RegistrationStep.objects.create(created=ago(30), **step)
    RegistrationStep.objects.create(created=ago(1), **step)
    remind()
    assert kinds(cast.mate) == []
    begins_in(one.event, 0.9)
    Registration.objects.filter(pk=one.pk).update(changed=timezone.now())  # e.g. other answers
    remind()
    assert kinds(cast.mate) == ["event.day"]


def test_an_event_that_is_put_off_is_reminded_of_again(cast: Cast) -> None:
    event = coming(cast.office, 5)
    registered(cast.mate, event, created=ago(LONG_AGO))
    remind()
    later = plan(starts=event.starts + 20 * DAY)
    edit_event(actor=cast.office, event=event, plan=later, version=event.version)
    remind()
    assert kinds(cast.mate) == ["event.week"]
    begins_in(event, 6)
    remind()
    assert kinds(cast.mate) == ["event.week", "event.week"]


def test_one_that_is_moved_by_an_hour_is_not(cast: Cast) -> None:
    event = coming(cast.office, 5)
    registered(cast.mate, event, created=ago(LONG_AGO))
    remind()
    later = plan(starts=event.starts + HOUR)
    edit_event(actor=cast.office, event=event, plan=later, version=event.version)
    remind()
    assert kinds(cast.mate) == ["event.week"]


def test_the_clock_asks_for_it(cast: Cast) -> None:
    registered(cast.mate, coming(cast.office, 3), created=ago(LONG_AGO))
    strike()
    assert kinds(cast.mate) == ["event.week"]


def test_when_nothing_is_due_it_asks_once(cast: Cast) -> None:
    event = coming(cast.office, 3)
    for member in make_members(10):
        registered(member, event, created=ago(LONG_AGO))
    registered(cast.mate, event)  # too late for the week, too early for the day
    remind()
    with CaptureQueriesContext(connection) as queries:
        remind()
    assert len(queries) == 1


def test_more_people_do_not_mean_more_queries(cast: Cast) -> None:
    counts = []
    for size, days in ((1, 3.0), (40, 4.0)):
        event = coming(cast.office, days)
        members = Member.objects.bulk_create(
            Member(name=f"n{days}-{number}", handle=f"n{days}-{number}".replace(".", "-"))
            for number in range(size)
        )
        for member in members:
            registered(member, event, created=ago(LONG_AGO))
        with CaptureQueriesContext(connection) as queries:
            remind()
        counts.append(len(queries))
        assert SentLetter.objects.filter(registration__event=event).count() == size
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_send_each_reminder_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell_slowly(**told: Any) -> None:
        time.sleep(0.3)  # all others have looked meanwhile
        tell(**told)

    monkeypatch.setattr("events.actions.reminding.tell", tell_slowly)
    cast = make_cast()
    event, other = coming(cast.office, 3), coming(cast.office, 0.5)
    for member in make_members(10):
        for one in (event, other):
            registered(member, one, created=ago(LONG_AGO))
    results = at_once([remind] * 8)
    assert results == [None] * 8
    told = Notice.objects.filter(kind__startswith="event.")
    assert (told.filter(kind="event.week").count(), told.filter(kind="event.day").count()) == (
        10, 10,
    )  # fmt: skip
    assert told.values("member", "kind").distinct().count() == 20
