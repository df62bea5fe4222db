"""Registering and signing off: who may, when, once, and what is stored and told of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from events.actions import accept_place, cancel_event, change_answers, register, sign_off
from events.models import Event, Registration, RegistrationStep
from ideaforge.errors import Conflict, Forbidden, Refused
from live.models import Activity, Entry
from members.models import Member, Notice
from tests.cast import Cast
from tests.events.making import come, make_event, queue_of, require_sound, standing_of
from tests.events.plans import draft, soon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def event(cast: Cast) -> Event:
    """An event with one place."""
    return make_event(cast.office, capacity=1, organisers=[cast.moderator])


def steps(registration: Registration) -> list[tuple[Any, ...]]:
    names = ("before", "after", "cause", "number", "actor__handle")
    return list(registration.steps.values_list(*names))


def test_a_free_place_is_taken_and_the_next_one_waits(
    cast: Cast, event: Event, events: list[str]
) -> None:
    events.clear()
    first, second = come(cast.author, event), come(cast.mate, event)
    assert events == ["registration.registered", "registration.waiting"]
    assert (first.standing, first.number) == ("registered", None)
    assert (second.standing, second.number) == ("waiting", 1)
    assert steps(first) == [("", "registered", "own", None, "author")]
    assert steps(second) == [("", "waiting", "full", 1, "mate")]
    event = require_sound(event)
    assert (event.seats_taken, event.waiting_numbers) == (1, 1)


def test_a_deed_stands_in_the_events_stream_and_names_nobody_there(
    cast: Cast, event: Event
) -> None:
    come(cast.author, event)
    deed = Activity.objects.latest("pk")
    assert (deed.actor, deed.model) == (cast.author, "events.registration")
    entry = Entry.objects.get(activity=deed)
    assert entry.stream_id == event.stream


def test_two_taps_make_one_registration(cast: Cast, event: Event, events: list[str]) -> None:
    events.clear()
    for member in (cast.author, cast.author, cast.mate, cast.mate):
        come(member, event)
    assert events == ["registration.registered", "registration.waiting"]
    assert (Registration.objects.count(), RegistrationStep.objects.count()) == (2, 2)
    assert Notice.objects.count() == 2


def test_without_a_limit_nobody_waits(cast: Cast) -> None:
    event = make_event(cast.office)
    for member in (cast.author, cast.mate, cast.office):
        assert come(member, event).standing == "registered"
    assert require_sound(event).seats_taken == 3


def test_who_signs_off_and_comes_back_queues_at_the_end(cast: Cast, event: Event) -> None:
    own = come(cast.author, event)
    come(cast.mate, event)
    come(cast.moderator, event)
    sign_off(actor=cast.author, registration=own)
    assert standing_of(cast.mate, event) == "offered"
    again = come(cast.author, event)
    assert (again.pk, again.standing, again.number) == (own.pk, "waiting", 3)
    assert queue_of(event) == [cast.moderator, cast.author]
    assert [step[1] for step in steps(own)] == ["registered", "cancelled", "waiting"]
    require_sound(event)


def test_who_waits_leaves_the_queue(cast: Cast, event: Event, events: list[str]) -> None:
    come(cast.author, event)
    waiting = come(cast.mate, event)
    events.clear()
    sign_off(actor=cast.mate, registration=waiting)
    assert (queue_of(event), events) == ([], ["registration.cancelled"])
    sign_off(actor=cast.mate, registration=waiting)
    assert events == ["registration.cancelled"], "there is nothing left to sign off"
    require_sound(event)


def test_organisers_sign_others_off_and_nobody_else_does(cast: Cast, event: Event) -> None:
    own = come(cast.author, event)
    for stranger in (cast.mate, cast.guest):
        with pytest.raises(Forbidden):
            sign_off(actor=stranger, registration=own)
    assert standing_of(cast.author, event) == "registered"
    sign_off(actor=cast.moderator, registration=own)
    assert steps(own)[-1] == ("registered", "cancelled", "organiser", None, "moderator")
    assert Notice.objects.get(kind="registration.removed").member == cast.author


def test_whoever_has_arrived_and_is_signed_off_has_not_arrived(cast: Cast, event: Event) -> None:
    own = come(cast.author, event)
    arrived = {"arrived": timezone.now(), "checked_in_by": cast.moderator}
    Registration.objects.filter(pk=own.pk).update(**arrived)
    sign_off(actor=cast.moderator, registration=own)
    own.refresh_from_db()
    assert (own.arrived, own.checked_in_by) == (None, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "draft"}, "not announced"), ({"opens": soon(1)}, "opens on"),
        ({"state": "cancelled", "cancelled_because": "Sturm"}, "called off"),
        ({"starts": soon(-2), "ends": soon(-1)}, "over"), ({"closes": soon(-1)}, "closed"),
    ],
)  # fmt: skip
def test_when_nobody_can_register(
    cast: Cast, event: Event, events: list[str], changes: dict[str, Any], words: str
) -> None:
    Event.objects.filter(pk=event.pk).update(**changes)
    events.clear()
    with pytest.raises(Refused) as refused:
        come(cast.moderator, event)
    assert refused.value.status == 400
    assert (Registration.objects.count(), events) == (0, [])
    assert words in str(refused.value.message)


def test_one_can_still_come_while_it_runs(cast: Cast) -> None:
    event = make_event(cast.office, starts=soon(-0.05))
    assert come(cast.mate, event).standing == "registered"


@pytest.mark.parametrize("audience", ["public", "members", "invited"])
def test_it_is_for_those_whom_the_event_is_for(cast: Cast, audience: str) -> None:
    event = make_event(
        cast.office, audience=audience, invited=[cast.author], organisers=[cast.moderator]
    )
    suspended = Member.objects.get(pk=cast.mate.pk)
    came = {}
    for member in (cast.author, cast.mate, cast.moderator, cast.office, cast.guest):
        try:
            came[member.handle] = come(member, event).standing
        except Forbidden:
            came[member.handle] = ""
    others = "" if audience == "invited" else "registered"
    assert came == {
        "author": "registered", "mate": others, "moderator": "registered",
        "office": "registered", "guest": "",
    }  # fmt: skip
    Registration.objects.all().delete()
    Member.objects.filter(pk=suspended.pk).update(is_active=False)
    with pytest.raises(Forbidden):
        come(suspended, event)


def test_a_write_stop_keeps_nobody_from_coming(cast: Cast, event: Event) -> None:
    until = timezone.now() + timedelta(days=3)
    Member.objects.filter(pk=cast.author.pk).update(silent_until=until, silent_because="x")
    own = come(cast.author, event)
    assert own.standing == "registered"
    assert sign_off(actor=cast.author, registration=own).standing == "cancelled"


def test_answers_are_changed_without_a_step(cast: Cast, event: Event, events: list[str]) -> None:
    field = event.fields.create(label="Essen?")
    own = come(cast.author, event, **{field.key: "Fisch", "999": "geraten"})
    assert own.answers == {field.key: "Fisch"}, "what nobody has asked is not stored"
    events.clear()
    change_answers(member=cast.author, event=event, answers={field.key: "vegan"})
    own.refresh_from_db()
    assert (own.answers, events, own.steps.count()) == (
        {field.key: "vegan"},
        ["answers.changed"],
        1,
    )
    sign_off(actor=cast.author, registration=own)
    with pytest.raises(Conflict):
        change_answers(member=cast.author, event=event, answers={})


def test_a_question_that_was_added_meanwhile_is_asked(cast: Cast, event: Event) -> None:
    field = event.fields.create(label="Essen?", is_required=True)
    with pytest.raises(Refused, match="Essen") as refused:
        register(member=cast.author, event=event, answers={})
    assert (refused.value.field, Registration.objects.count()) == (field.name, 0)


def test_calling_off_ends_the_queue_and_leaves_who_is_registered(
    cast: Cast, events: list[str]
) -> None:
    event = make_event(cast.office, capacity=2)
    for member in (cast.author, cast.mate, cast.moderator):
        come(member, event)
    sign_off(actor=cast.mate, registration=Registration.objects.get(member=cast.mate))
    come(cast.mate, event)
    events.clear()
    cancel_event(actor=cast.office, event=event, reason="Sturm.")
    assert events == ["registration.cancelled", "registration.cancelled", "event.cancelled"]
    found = [standing_of(one, event) for one in (cast.author, cast.moderator, cast.mate)]
    assert found == ["registered", "cancelled", "cancelled"]
    causes = RegistrationStep.objects.filter(after="cancelled", cause="event")
    assert [step.actor for step in causes] == [cast.office] * 2
    assert require_sound(event).seats_taken == 1
    with pytest.raises(Refused):
        accept_place(member=cast.moderator, event=event)


def test_a_draft_takes_nobody(cast: Cast) -> None:
    event = draft(cast.office)
    with pytest.raises(Refused):
        come(cast.office, event)
