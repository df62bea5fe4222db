"""Many vote at once: one vote each, counted exactly, and none slips in while the poll closes."""

from functools import partial
from typing import Any

import pytest

from events.actions import close_poll, open_poll, vote
from events.models import AgendaItem, Poll, Vote
from ideaforge.errors import Conflict
from live.models import Activity
from tests.cast import Cast, at_once, make_cast, make_members
from tests.events.podia import on_air, options_of, poll

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def test_fifty_votes_are_fifty_votes(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    numbers, crowd = options_of(asked), make_members(MANY)
    results = at_once(
        partial(vote, actor=one, poll=asked, answer=[numbers[place % 2]])
        for place, one in enumerate(crowd)
    )
    assert all(isinstance(one, Vote) for one in results), results
    closed = close_poll(actor=cast.moderator, poll=asked)
    assert list(closed.result["counts"].values()) == [25, 25, 0]


def test_one_member_votes_twenty_times(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    numbers = options_of(asked)
    results = at_once(
        partial(vote, actor=cast.author, poll=asked, answer=[numbers[place % 3]])
        for place in range(20)
    )
    assert all(isinstance(one, Vote) for one in results), results
    assert Vote.objects.count() == 1


def test_a_vote_counts_or_is_refused_while_the_poll_closes(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    number, crowd = options_of(asked)[0], make_members(30)
    works: list[Any] = [partial(vote, actor=one, poll=asked, answer=[number]) for one in crowd]
    works.insert(10, partial(close_poll, actor=cast.moderator, poll=asked))
    results = at_once(works)
    counted = sum(isinstance(one, Vote) for one in results)
    assert all(isinstance(one, Vote | Poll | Conflict) for one in results), results
    assert Poll.objects.get().result["votes"] == counted
    assert Vote.objects.count() == 0, "not one is left"


def test_it_opens_and_closes_once(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    for deed, verb in ((open_poll, "poll.opened"), (close_poll, "poll.closed")):
        at_once([partial(deed, actor=who, poll=asked) for who in (cast.moderator, cast.office)] * 5)
        assert Activity.objects.filter(verb=verb).count() == 1
