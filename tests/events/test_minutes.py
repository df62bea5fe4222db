"""Minutes: begun by themselves, written by the organisers, in one order, rounded for few."""

from typing import Any

import pytest
from django.utils import timezone, translation

from events.access import minutes_in
from events.actions import (
    Slot,
    Words,
    add_slot,
    begin_minutes,
    close_poll,
    delete_slot,
    publish_minutes,
    put_on_air,
    take_off_air,
    unpublish_minutes,
    write_minutes,
)
from events.minutes import SlotMinutes, unwritten
from events.minutes import minutes_of as read
from events.models import AgendaItem, Event, Minutes
from ideaforge.errors import Conflict, Forbidden, Refused
from live.clock import strike
from members.models import Member
from tests.cast import Cast, at_once, make_cast, say
from tests.events import ended, podia
from tests.events.sessions import running, slot

pytestmark = pytest.mark.django_db


def shown(member: Member | None, item: AgendaItem) -> SlotMinutes:
    [found] = read(member, item.event, minutes_in(member, item.event))
    return found


def test_a_draft_is_there_as_soon_as_a_slot_is_over(cast: Cast) -> None:
    event = running(cast.office, cast.moderator)
    first, second, rest = slot(event, "Wärme", 1), slot(event, "Wasser", 2), slot(event, "Weg", 3)
    put_on_air(actor=cast.moderator, item=first)
    assert not Minutes.objects.exists()
    put_on_air(actor=cast.moderator, item=second)
    assert [one.item for one in Minutes.objects.all()] == [first]
    take_off_air(actor=cast.moderator, event=event)
    put_on_air(actor=cast.moderator, item=first)
    take_off_air(actor=cast.moderator, event=event)
    assert [one.item for one in Minutes.objects.order_by("pk")] == [first, second]
    assert {one.state for one in Minutes.objects.all()} == {"draft"}
    assert rest.pk not in Minutes.objects.values_list("item", flat=True)


def test_a_slot_that_the_clock_ends_has_its_draft_too(cast: Cast) -> None:
    item = podia.on_air(cast)
    Event.objects.filter(pk=item.event_id).update(
        starts=timezone.now() - 9 * (item.ends - item.starts),
        ends=timezone.now() - 2 * (item.ends - item.starts),
    )
    strike()
    assert Minutes.objects.get().item == item


def test_where_nothing_was_on_air_they_are_begun_by_hand(cast: Cast) -> None:
    event = running(cast.office, cast.moderator)
    early, late = slot(event, "Wärme", 0), slot(event, "Wasser", 4)
    assert unwritten(event) == [early]
    minutes = begin_minutes(actor=cast.moderator, item=early)
    assert begin_minutes(actor=cast.office, item=early) == minutes
    with pytest.raises(Refused):
        begin_minutes(actor=cast.moderator, item=late)
    with pytest.raises(Forbidden):
        begin_minutes(actor=cast.author, item=early)
    assert unwritten(event) == []


def test_writing_changes_what_is_said_and_nothing_that_others_have_changed(cast: Cast) -> None:
    item = ended.over(cast)
    minutes = ended.minutes_of(item)
    words = Words("Drei **Dinge**.", "all", [5], [6], [7])
    stored = write_minutes(actor=cast.moderator, minutes=minutes, words=words, version=1)
    assert (stored.html, stored.version, stored.state) == (
        "<p>Drei <strong>Dinge</strong>.</p>\n", 2, "draft",
    )  # fmt: skip
    assert (stored.no_questions, stored.no_comments, stored.no_polls) == ([5], [6], [7])
    for act in (write_minutes, publish_minutes):
        with pytest.raises(Conflict):
            act(actor=cast.office, minutes=minutes, words=Words("Weg damit."), version=1)
    assert ended.minutes_of(item).text == "Drei **Dinge**."


def test_publishing_and_taking_back(cast: Cast, events: list[str]) -> None:
    item = ended.over(cast)
    events.clear()
    minutes = ended.published(cast.moderator, item)
    first = minutes.published
    assert minutes.is_published
    assert ended.published(cast.office, item).published == first, "publishing again keeps the time"
    for _time in range(2):
        unpublish_minutes(actor=cast.moderator, minutes=minutes)
    assert (ended.minutes_of(item).state, ended.minutes_of(item).published) == ("draft", None)
    assert events == ["minutes.published"] * 2 + ["minutes.unpublished"]


def test_only_organisers_write(cast: Cast) -> None:
    item = ended.over(cast)
    minutes = ended.minutes_of(item)
    for member in (cast.author, cast.guest):
        with pytest.raises(Forbidden):
            write_minutes(actor=member, minutes=minutes, words=Words("x"), version=1)
        with pytest.raises(Forbidden):
            publish_minutes(actor=member, minutes=minutes, words=Words("x"), version=1)
        with pytest.raises(Forbidden):
            unpublish_minutes(actor=member, minutes=minutes)
    assert ended.minutes_of(item).text == ""


def test_answered_questions_first_then_written_answers_then_open_ones(cast: Cast) -> None:
    item = ended.lively(cast)
    ended.published(cast.moderator, item)
    found = shown(cast.author, item)
    assert [one.text.split()[1] for one in found.questions] == ["spoken", "written", "open"]
    assert [bar.number for bar in found.polls[0].outcome.bars] == [3, 3, 0]  # type: ignore[union-attr]


def test_what_is_left_out_is_not_there(cast: Cast) -> None:
    item = ended.lively(cast)
    ended.lit(item)
    spoken, poll = ended.question(item, "spoken"), ended.poll_of(item)
    first = item.thread.comments.earliest("pk")
    everything = shown(cast.office, item)
    assert (len(everything.questions), len(everything.polls), len(everything.quotes)) == (3, 1, 6)
    ended.published(
        cast.moderator, item, no_questions=[spoken.pk], no_polls=[poll.pk], no_comments=[first.pk]
    )
    found = shown(cast.author, item)
    assert [one.text.split()[1] for one in found.questions] == ["written", "open"]
    assert (found.polls, first in found.quotes, len(found.quotes)) == ([], False, 5)


def test_numbers_of_people_below_three_are_rounded(cast: Cast) -> None:
    item = podia.on_air(cast)
    question = podia.ask(cast.author, item)
    for member in (cast.author, cast.mate):
        say(member, item)
    poll = podia.poll(cast.moderator, item)
    podia.choose(cast.author, poll, 0)
    podia.choose(cast.mate, poll, 0)
    close_poll(actor=cast.moderator, poll=poll)
    take_off_air(actor=cast.moderator, event=item.event)
    with translation.override("en"):
        found = shown(cast.office, podia.stored(item))
        assert dict(found.numbers.facts) == {
            "Contributions": "2", "People who took part": "fewer than 3",
            "Questions to the podium": "1", "Supports of questions": "0",
            "Votes in polls": "fewer than 3",
        }  # fmt: skip
        assert found.polls[0].outcome is None, "two votes would tell who has voted how"
        say(cast.moderator, item)
        found = shown(cast.office, podia.stored(item))
        assert dict(found.numbers.facts)["People who took part"] == "3"
    assert question in found.questions


@pytest.mark.usefixtures("unhurried")
def test_who_asks_without_a_name_is_counted_as_nobody(cast: Cast, settings: Any) -> None:
    settings.QUESTION_RATE = (9, 60)
    item = podia.on_air(cast, allows_anonymous=True)
    for number in range(4):
        podia.ask(cast.author, item, f"Was {number}?", device="d" * 64)
    take_off_air(actor=cast.moderator, event=item.event)
    found = shown(cast.office, podia.stored(item))
    assert (found.numbers.questions, found.numbers.people) == (4, 0)


def test_a_slot_with_written_minutes_stays_in_the_agenda(cast: Cast) -> None:
    item, empty = ended.over(cast), ended.over(cast)
    ended.published(cast.moderator, item)
    with pytest.raises(Refused):
        delete_slot(actor=cast.office, item=item)
    delete_slot(actor=cast.office, item=empty)
    assert [one.item for one in Minutes.objects.all()] == [item]


def test_breaks_have_none(cast: Cast) -> None:
    event = running(cast.office)
    words = Slot("Pause", event.starts, event.starts + (event.ends - event.starts) / 9,
                 is_break=True)  # fmt: skip
    item = add_slot(actor=cast.office, event=event, slot=words)
    assert unwritten(event) == []
    with pytest.raises(Refused):
        begin_minutes(actor=cast.office, item=item)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_at_once_one_does_and_the_others_are_told() -> None:
    cast = make_cast()
    item = ended.over(cast)
    minutes = ended.minutes_of(item)
    results = at_once([
        lambda n=n: write_minutes(  # type: ignore[misc]
            actor=cast.moderator, minutes=minutes, words=Words(f"Fassung {n}"), version=1
        )
        for n in range(6)
    ])  # fmt: skip
    assert sum(isinstance(one, Minutes) for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 5
    assert ended.minutes_of(item).version == 2


@pytest.mark.django_db(transaction=True)
def test_begun_by_many_at_once_they_are_there_once() -> None:
    cast = make_cast()
    event = running(cast.office, cast.moderator)
    item = slot(event, "Wärme", 0)
    results = at_once([lambda: begin_minutes(actor=cast.moderator, item=item) for _ in range(6)])
    assert {one.pk for one in results if isinstance(one, Minutes)} == {Minutes.objects.get().pk}
    assert all(isinstance(one, Minutes) for one in results)
