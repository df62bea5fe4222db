"""Numbers are told at most twice a second, whoever counts them, and the last one is right."""

import asyncio
import importlib.util
import itertools
import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from events.actions import asking, support_question, tally, vote
from events.models import AgendaItem, Poll, Question, Vote
from live import clock, serving
from live.frames import replay
from live.models import Activity
from tests.cast import Cast, at_once, make_cast, make_members
from tests.events.podia import ask, choose, on_air, options_of, poll

pytestmark = pytest.mark.django_db(transaction=True)
SPREAD = 2.0  # seconds in which the crowd votes


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop of a process that serves sockets, in a thread of its own."""
    running = asyncio.new_event_loop()
    thread = threading.Thread(target=running.run_forever)
    thread.start()
    monkeypatch.setattr(serving, "_loop", running)
    yield running
    tally._thread.submit(lambda: None).result()  # what it was doing is done
    running.call_soon_threadsafe(running.stop)
    thread.join()
    running.close()


def tellings(verb: str) -> int:
    return Activity.objects.filter(verb=verb).count()


def numbers_told(item: AgendaItem) -> dict[str, int]:
    """Return what the last frame says of the questions."""
    frames = replay(item.event.stream, 0, ["de"], whole=True)["de"].frames or []
    told = [json.loads(one.text) for one in frames if "data-counts" in one.text]
    match = re.search('data-counts="([^"]*)"', told[-1]["html"])
    assert match is not None
    counts: dict[str, Any] = json.loads(match[1].replace("&quot;", '"'))
    return {pk: number for pk, (number, _sort) in counts.items()}


def drawn_out(works: list[Any], threads: int = 8) -> None:
    """Do all this in a few threads, spread over two seconds."""

    def some(mine: list[Any]) -> None:
        for work in mine:
            work()
            time.sleep(SPREAD / len(mine) * 0.8)

    at_once(partial(some, works[place::threads]) for place in range(threads))


def test_two_hundred_supports_in_two_seconds_are_few_frames(
    cast: Cast, item: AgendaItem, loop: Any
) -> None:
    questions = [ask(who, item) for who in (cast.author, cast.mate)]
    works = [partial(support_question, actor=one, question=question)
             for one in make_members(100) for question in questions]  # fmt: skip
    began = time.monotonic()
    drawn_out(works)
    took = time.monotonic() - began
    time.sleep(1)
    assert numbers_told(item) == {str(one.pk): 100 for one in questions}
    assert tellings("supports.counted") <= 2 * took + 2, "at most twice a second, and the last"
    assert not Question.objects.filter(is_told=False).exists()


def test_two_hundred_votes_in_two_seconds_are_few_frames(
    cast: Cast, item: AgendaItem, loop: Any
) -> None:
    asked = poll(cast.moderator, item)
    number = options_of(asked)[0]
    works = [partial(vote, actor=one, poll=asked, answer=[number]) for one in make_members(200)]
    began = time.monotonic()
    drawn_out(works)
    took = time.monotonic() - began
    time.sleep(1)
    frames = replay(item.event.stream, 0, ["de"])["de"].frames or []
    assert "<b>200</b>" in frames[-1].text
    assert tellings("votes.counted") <= 2 * took + 2
    assert not Vote.objects.filter(is_told=False).exists()


def test_a_vote_that_a_planned_telling_will_read_asks_the_database_no_more(
    cast: Cast, item: AgendaItem, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, real = poll(cast.moderator, item), tally._votes
    looked: list[int] = []

    def look(pk: int) -> float | None:
        looked.append(pk)
        return real(pk)

    monkeypatch.setitem(tally.TELLERS, "votes", look)
    voters = make_members(12)
    for voter in voters:
        choose(voter, asked, 0)
    time.sleep(1.2)
    # The first tells, the second plans for later, the planned one tells all that came until then.
    assert len(looked) < 8
    assert Vote.objects.filter(poll=asked, is_told=True).count() == 12
    assert tellings("votes.counted") == 2


def test_two_processes_share_the_right_to_tell(
    cast: Cast, item: AgendaItem, loop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_ticks", [])
    other = importlib.util.module_from_spec(tally.__spec__)  # with plans and a thread of its own
    assert tally.__spec__.loader is not None
    tally.__spec__.loader.exec_module(other)
    both = itertools.cycle([tally.tell_supports, other.tell_supports])
    monkeypatch.setattr(asking, "tell_supports", lambda pk: next(both)(pk))  # noqa: PLW0108
    question, crowd = ask(cast.author, item), make_members(60)
    began = time.monotonic()
    drawn_out([partial(support_question, actor=one, question=question) for one in crowd], 12)
    took = time.monotonic() - began
    time.sleep(1)
    other._thread.shutdown()
    assert numbers_told(item) == {str(question.pk): 60}
    assert tellings("supports.counted") <= 2 * took + 2


def test_the_first_is_told_at_once_and_the_last_within_a_second(
    cast: Cast, item: AgendaItem, loop: Any
) -> None:
    question = ask(cast.author, item)
    support_question(actor=cast.mate, question=question)
    assert (tellings("supports.counted"), numbers_told(item)) == (1, {str(question.pk): 1})
    support_question(actor=cast.office, question=question)
    assert tellings("supports.counted") == 1
    time.sleep(1)
    assert (tellings("supports.counted"), numbers_told(item)) == (2, {str(question.pk): 2})
    time.sleep(0.7)
    assert tellings("supports.counted") == 2, "nothing new, nothing told"


def test_without_a_loop_the_clock_or_the_next_tells_it(cast: Cast, item: AgendaItem) -> None:
    question, asked = ask(cast.author, item), poll(cast.moderator, item)
    for who in (cast.mate, cast.office):
        support_question(actor=who, question=question)
        choose(who, asked, 0)
    assert (tellings("supports.counted"), tellings("votes.counted")) == (1, 1)
    tally.tell_what_is_left()
    assert (tellings("supports.counted"), tellings("votes.counted")) == (1, 1), "not yet"
    earlier = timezone.now() - timedelta(seconds=0.6)
    AgendaItem.objects.update(told=earlier)
    Poll.objects.update(told=earlier)
    tally.tell_what_is_left()
    tally.tell_what_is_left()
    assert (tellings("supports.counted"), tellings("votes.counted")) == (2, 2)
    assert numbers_told(item) == {str(question.pk): 2}


def test_telling_that_fails_is_tried_again(
    cast: Cast, item: AgendaItem, loop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, real, calls = ask(cast.author, item), tally._supports, []

    def broken_once(pk: int) -> float | None:
        calls.append(pk)
        if len(calls) == 2:
            raise OSError
        return real(pk)

    monkeypatch.setitem(tally.TELLERS, "supports", broken_once)
    monkeypatch.setattr(tally.logger, "exception", lambda *_words: None)
    real(item.pk)
    AgendaItem.objects.update(told=timezone.now())
    support_question(actor=cast.mate, question=question)
    time.sleep(1.5)
    assert (tellings("supports.counted"), numbers_told(item)) == (1, {str(question.pk): 1})


def test_telling_says_nothing_of_who_it_was(cast: Cast, item: AgendaItem) -> None:
    support_question(actor=cast.mate, question=ask(cast.author, item))
    choose(cast.mate, poll(cast.moderator, item), 0)
    told = Activity.objects.filter(verb__in=["supports.counted", "votes.counted"])
    assert [one.actor for one in told] == [None, None]
    assert not Activity.objects.filter(actor=cast.mate).exists()
