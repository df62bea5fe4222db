"""Many at once, and many deeds in any order: no place twice, the queue in order, steps for all."""

import random
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from events.actions import (
    accept_place,
    cancel_event,
    decline_place,
    edit_event,
    expire_offers,
    register,
    sign_off,
)
from events.models import Event, Registration, RegistrationStep
from ideaforge.errors import Refused
from members.models import Member, Notice
from tests.cast import Cast, at_once, make_cast, make_members
from tests.events.making import come, make_event, queue_of, register_some, require_sound
from tests.events.plans import plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


def only_refused(results: list[object]) -> None:
    wrong = [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert wrong == []


def run_out(event: Event) -> None:
    past = timezone.now() - timedelta(seconds=1)
    event.registrations.filter(standing="offered").update(offered_until=past)


def test_fifty_registrations_for_ten_places(cast: Cast) -> None:
    event = make_event(cast.office, capacity=10)
    members = make_members(50)
    results = at_once(partial(come, member, event) for member in members)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert event.registrations.filter(standing="registered").count() == 10
    waiting = event.registrations.filter(standing="waiting").order_by("number")
    assert list(waiting.values_list("number", flat=True)) == list(range(1, 41))
    assert require_sound(event).seats_taken == 10
    steps = RegistrationStep.objects.filter(after="waiting").order_by("number")
    assert list(steps.values_list("number", flat=True)) == list(range(1, 41))
    assert Notice.objects.count() == 50


def test_fifty_taps_of_one_member_are_one_registration(cast: Cast) -> None:
    event = make_event(cast.office, capacity=1)
    at_once([partial(come, cast.mate, event)] * 50)
    assert (Registration.objects.count(), RegistrationStep.objects.count()) == (1, 1)
    assert require_sound(event).seats_taken == 1


def test_who_signs_off_at_once_frees_each_place_once(cast: Cast) -> None:
    event = make_event(cast.office, capacity=10)
    rows = register_some(event, 25)
    deeds = [partial(sign_off, actor=row.member, registration=row) for row in rows[:10]]
    only_refused(at_once(deeds * 2))
    offered = event.registrations.filter(standing="offered").order_by("number")
    assert list(offered.values_list("number", flat=True)) == list(range(1, 11))
    assert [member.pk for member in queue_of(event)] == [row.member_id for row in rows[20:]]
    require_sound(event)


def test_answers_sign_offs_newcomers_and_the_clock_at_once(cast: Cast) -> None:
    event = make_event(cast.office, capacity=6)
    rows = register_some(event, 24)
    for row in rows[:6]:
        sign_off(actor=row.member, registration=row)
    offered = [row.member for row in rows[6:12]]
    event.registrations.filter(member__in=offered[:2]).update(offered_until=timezone.now())
    deeds: list[Any] = [expire_offers] * 4
    deeds += [partial(accept_place, member=member, event=event) for member in offered]
    deeds += [partial(decline_place, member=member, event=event) for member in offered]
    deeds += [partial(come, row.member, event) for row in rows[:6]]
    deeds += [partial(sign_off, actor=cast.office, registration=row) for row in rows[12:15]]
    random.Random(4).shuffle(deeds)
    only_refused(at_once(deeds))
    require_sound(event)


def test_clocks_at_once_end_an_offer_once(cast: Cast) -> None:
    event = make_event(cast.office, capacity=1)
    rows = register_some(event, 3)
    sign_off(actor=rows[0].member, registration=rows[0])
    run_out(event)
    assert at_once([expire_offers] * 8) == [None] * 8
    assert [step.after for step in rows[1].steps.all()] == ["waiting", "offered", "expired"]
    assert Notice.objects.filter(kind="registration.offered").count() == 2
    require_sound(event)


def test_calling_off_while_people_register(cast: Cast) -> None:
    event = make_event(cast.office, capacity=3)
    deeds: list[Any] = [partial(come, member, event) for member in make_members(20)]
    deeds.insert(10, partial(cancel_event, actor=cast.office, event=event, reason="Sturm."))
    only_refused(at_once(deeds))
    assert set(event.registrations.values_list("standing", flat=True)) <= {
        "registered", "cancelled",
    }  # fmt: skip
    require_sound(event)


class Dice:
    """Does what people might do, in any order; keeps what must be true in mind by itself."""

    def __init__(self, event: Event, members: list[Member], office: Member, seed: int) -> None:
        self.event, self.members, self.office = event, members, office
        self.dice = random.Random(seed)

    def roll(self) -> None:
        """Do one thing; what is refused changes nothing, and the queue keeps its order."""
        member = self.dice.choice(self.members)
        offered = [row.member for row in self.event.registrations.filter(standing="offered")]
        deeds = [self.come] * 4 + [self.leave] * 2 + [self.throw_out, self.resize]
        answers = [self.take, self.take, self.give, self.wait]
        deed = self.dice.choice(deeds + answers)
        if deed in answers and offered:
            member = self.dice.choice(offered)
        before = queue_of(self.event)
        try:
            deed(member)
        except Refused:
            assert queue_of(self.event) == before
        after = [one for one in queue_of(self.event) if one != member]
        before = [one for one in before if one != member]
        assert after == before[len(before) - len(after) :], "places go to the head of the queue"

    def come(self, member: Member) -> None:
        register(member=member, event=self.event, answers={})

    def leave(self, member: Member, by: Member | None = None) -> None:
        own = self.event.registrations.filter(member=member).first()
        if own is not None:
            sign_off(actor=by or member, registration=own)

    def throw_out(self, member: Member) -> None:
        self.leave(member, self.office)

    def take(self, member: Member) -> None:
        accept_place(member=member, event=self.event)

    def give(self, member: Member) -> None:
        decline_place(member=member, event=self.event)

    def wait(self, member: Member) -> None:
        offers = self.event.registrations.filter(standing="offered", member=member)
        offers.update(offered_until=timezone.now())
        expire_offers()

    def resize(self, member: Member) -> None:
        event = Event.objects.get(pk=self.event.pk)
        capacity = self.dice.choice([2, 3, 4])
        words = plan(capacity=capacity, starts=event.starts)
        edit_event(actor=self.office, event=event, plan=words, version=event.version)


@pytest.mark.parametrize("seed", range(4))
def test_hundreds_of_deeds_in_any_order(cast: Cast, seed: int) -> None:
    event = make_event(cast.office, capacity=3)
    game = Dice(event, make_members(9), cast.office, seed)
    for _turn in range(120):
        game.roll()
        require_sound(event)
    afters = set(RegistrationStep.objects.values_list("after", flat=True))
    assert {"registered", "waiting", "offered", "declined", "cancelled"} <= afters, "it was played"
