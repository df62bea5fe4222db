"""The waiting list: in order, with a deadline, without anybody looking, and explainable."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from events.actions import (
    accept_place,
    decline_place,
    edit_event,
    expire_offers,
    sign_off,
)
from events.actions.waiting import offer_ends
from events.history import own_steps, steps_of
from events.models import Event, Registration
from ideaforge.errors import Conflict, Refused
from live import clock
from members.models import Member, Notice
from tests.cast import Cast, make_members
from tests.events.making import come, make_event, queue_of, require_sound, standing_of
from tests.events.plans import plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def event(cast: Cast) -> Event:
    """An event with one place, taken by the author; the mate and the moderator wait."""
    event = make_event(cast.office, capacity=1)
    for member in (cast.author, cast.mate, cast.moderator):
        come(member, event)
    return event


def leave(member: Member, event: Event) -> None:
    sign_off(actor=member, registration=Registration.objects.get(event=event, member=member))


def run_out(event: Event) -> None:
    """Let the time of all offers pass."""
    past = timezone.now() - timedelta(seconds=1)
    event.registrations.filter(standing="offered").update(offered_until=past)


@pytest.mark.parametrize(
    ("to_start", "span"),
    [
        ({"days": 60}, timedelta(days=3)), ({"days": 18}, timedelta(days=3)),
        ({"days": 12}, timedelta(days=2)), ({"days": 6}, timedelta(days=1)),
        ({"days": 1}, timedelta(hours=4)), ({"hours": 9}, timedelta(minutes=90)),
        ({"hours": 6}, timedelta(hours=1)), ({"hours": 3}, timedelta(hours=1)),
        ({"hours": 1}, timedelta(hours=1)), ({"minutes": 20}, timedelta(minutes=20)),
        ({"minutes": 0}, timedelta(hours=1)), ({"minutes": -30}, timedelta(hours=1)),
        ({"minutes": -150}, timedelta(minutes=30)),
    ],
)  # fmt: skip
def test_the_deadline_shortens_as_the_event_comes_near(
    to_start: dict[str, float], span: timedelta
) -> None:
    starts = NOW + timedelta(**to_start)
    assert offer_ends(NOW, starts, starts + timedelta(hours=3)) == NOW + span


def test_a_place_that_is_given_back_is_offered_to_who_waits_longest(
    cast: Cast, event: Event, events: list[str]
) -> None:
    events.clear()
    leave(cast.author, event)
    assert events == ["registration.cancelled", "registration.offered"]
    offer = Registration.objects.get(member=cast.mate)
    assert (offer.standing, queue_of(event)) == ("offered", [cast.moderator])
    step = offer.steps.latest("pk")
    assert (step.before, step.after, step.cause, step.actor) == ("waiting", "offered", "free", None)
    assert step.until == offer.offered_until
    assert Notice.objects.get(kind="registration.offered").member == cast.mate
    require_sound(event)


def test_an_offer_is_accepted_once(cast: Cast, event: Event, events: list[str]) -> None:
    leave(cast.author, event)
    events.clear()
    for _tap in range(2):
        accept_place(member=cast.mate, event=event)
    assert events == ["registration.registered"]
    assert (standing_of(cast.mate, event), require_sound(event).seats_taken) == ("registered", 1)
    with pytest.raises(Conflict):
        decline_place(member=cast.mate, event=event)


def test_an_offer_that_is_declined_goes_to_the_next(cast: Cast, event: Event) -> None:
    leave(cast.author, event)
    for _tap in range(2):
        decline_place(member=cast.mate, event=event)
    assert standing_of(cast.mate, event) == "declined"
    assert standing_of(cast.moderator, event) == "offered"
    with pytest.raises(Conflict):
        accept_place(member=cast.mate, event=event)
    with pytest.raises(Refused):
        accept_place(member=cast.office, event=event)
    require_sound(event)


def test_an_offer_runs_out_by_the_clock_alone(cast: Cast, event: Event, events: list[str]) -> None:
    leave(cast.author, event)
    expire_offers()
    assert standing_of(cast.mate, event) == "offered", "its time has not come"
    run_out(event)
    events.clear()
    for _process in range(2):
        clock.strike()
    assert events == ["registration.expired", "registration.offered"]
    assert standing_of(cast.mate, event) == "expired"
    assert standing_of(cast.moderator, event) == "offered"
    assert Notice.objects.get(kind="registration.expired").member == cast.mate
    run_out(event)
    expire_offers()
    assert require_sound(event).seats_taken == 0, "nobody waits: the place is just free"


def test_nothing_due_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        expire_offers()


def test_an_answer_that_comes_too_late_is_none_even_before_the_clock(
    cast: Cast, event: Event
) -> None:
    leave(cast.author, event)
    run_out(event)
    for late in (accept_place, decline_place):
        with pytest.raises(Conflict, match="run out"):
            late(member=cast.mate, event=event)
    again = come(cast.mate, event)
    assert (again.standing, queue_of(event)) == ("waiting", [cast.mate])
    assert standing_of(cast.moderator, event) == "offered"
    assert [step.after for step in again.steps.all()] == [
        "waiting", "offered", "expired", "waiting",
    ]  # fmt: skip
    require_sound(event)


def test_a_newcomer_gets_no_place_that_somebody_waits_for(cast: Cast, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2)  # free, and nobody was told yet
    assert come(cast.office, event).standing == "waiting"
    assert standing_of(cast.mate, event) == "offered"
    require_sound(event)


@pytest.mark.parametrize(("capacity", "offered"), [(2, 1), (3, 2), (None, 2), (1, 0)])
def test_more_places_go_to_the_queue_in_order(
    cast: Cast, event: Event, capacity: int | None, offered: int
) -> None:
    words = plan(capacity=capacity, starts=event.starts)
    edit_event(actor=cast.office, event=event, plan=words, version=event.version)
    found = [standing_of(one, event) for one in (cast.mate, cast.moderator)]
    assert found == ["offered"] * offered + ["waiting"] * (2 - offered)
    require_sound(event)


def test_there_are_never_fewer_places_than_are_given(cast: Cast, event: Event) -> None:
    words = plan(capacity=3, starts=event.starts)
    event = edit_event(actor=cast.office, event=event, plan=words, version=event.version)
    fewer = plan(capacity=2, starts=event.starts)
    with pytest.raises(Refused) as refused:
        edit_event(actor=cast.office, event=event, plan=fewer, version=event.version)
    assert refused.value.field == "capacity", "offered places count"
    require_sound(event)


def test_offers_end_with_the_event(cast: Cast, event: Event) -> None:
    leave(cast.author, event)
    past = timezone.now() - timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(starts=past - timedelta(hours=3), ends=past)
    run_out(event)
    expire_offers()
    assert standing_of(cast.mate, event) == "expired"
    assert standing_of(cast.moderator, event) == "waiting", "there is nothing left to offer"


def test_each_step_can_be_read_as_a_sentence(cast: Cast, event: Event) -> None:
    leave(cast.author, event)
    run_out(event)
    expire_offers()
    come(cast.mate, event)
    own = Registration.objects.get(member=cast.mate)
    told = own_steps(own, event)
    until = own.steps.get(after="offered").until
    assert until is not None
    assert [step.words for step in told][::2] == [
        "Place 1 on the waiting list", "The time for an answer was over; place given on",
    ]  # fmt: skip
    with translation.override("de"):
        assert f"{until.astimezone(event.tz):%H:%M}" in own_steps(own, event)[1].words
    assert [step.by for step in told] == [""] * 4


def test_organisers_read_the_steps_of_all_with_names_in_one_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    event = make_event(cast.office, capacity=3)
    rows = [come(member, event) for member in make_members(6)]
    sign_off(actor=cast.office, registration=rows[0])
    with django_assert_num_queries(1):
        told = steps_of(event, rows)
    assert [len(told[row.pk]) for row in rows] == [2, 1, 1, 2, 1, 1]
    assert (told[rows[0].pk][1].by, told[rows[1].pk][0].by) == ("Office", "")
