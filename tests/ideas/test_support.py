"""Support: once per member, counted right however many come at once."""

from functools import partial

import pytest

from ideaforge.errors import Forbidden, Refused
from ideas.actions import support_idea, unsupport_idea, withdraw_idea
from ideas.models import Idea, Support
from live.models import Entry
from tests.cast import (
    JSON,
    Cast,
    at_once,
    make_cast,
    make_draft,
    make_idea,
    make_members,
    signed_in,
)

pytestmark = pytest.mark.django_db


def count() -> int:
    return Idea.objects.values_list("support_count", flat=True).get()


def test_support_counts_once_and_can_be_taken_back(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    events.clear()
    first = support_idea(member=cast.mate, idea=idea)
    assert (support_idea(member=cast.mate, idea=idea), count()) == (None, 1)
    support_idea(member=cast.office, idea=idea)
    assert count() == 2
    back = unsupport_idea(member=cast.mate, idea=idea)
    assert (unsupport_idea(member=cast.mate, idea=idea), count()) == (None, 1)
    assert events == ["support.given", "support.given", "support.taken"]
    assert (first, back) == (2, 4)


def test_the_board_hears_of_it(cast: Cast, idea: Idea) -> None:
    support_idea(member=cast.mate, idea=idea)
    streams = Entry.objects.filter(activity__verb="support.given").values_list("stream", flat=True)
    assert set(streams) == {idea.thread.stream, cast.public.stream}


def test_supports_of_an_import_stay_counted(cast: Cast, idea: Idea) -> None:
    Idea.objects.update(support_count=12, supports_elsewhere=12)
    support_idea(member=cast.mate, idea=idea)
    assert count() == 13
    unsupport_idea(member=cast.mate, idea=idea)
    assert count() == 12


def test_who_may_not_support(cast: Cast, idea: Idea) -> None:
    closed, draft = make_idea(cast.moderator, cast.closed), make_draft(cast.author, cast.public)
    with pytest.raises(Refused):
        support_idea(member=cast.author, idea=idea)
    for member, target in ((cast.guest, idea), (cast.mate, closed), (cast.mate, draft)):
        with pytest.raises(Forbidden):
            support_idea(member=member, idea=target)
    withdraw_idea(actor=cast.author, idea=idea)
    for member in (cast.mate, cast.office):
        with pytest.raises(Forbidden):
            support_idea(member=member, idea=idea)
    assert Support.objects.count() == 0


def test_the_answer_brings_the_new_count(cast: Cast, idea: Idea) -> None:
    client, url = signed_in(cast.mate), f"/ideen/{idea.pk}/unterstuetzen/"
    given = client.post(url, {"on": "1"}, headers=JSON).json()
    again = client.post(url, {"on": "1"}, headers=JSON).json()
    taken = client.post(url, {"on": "0"}, headers=JSON).json()
    assert [body["supported"] for body in (given, again, taken)] == [True, True, False]
    assert [body["n"] for body in (given, again, taken)] == [2, None, 3]
    assert given["id"] == f"idea-{idea.pk}-support"
    assert given["html"] == again["html"] != taken["html"]
    assert client.post(url, {"on": "1"}).status_code == 303
    for wrong in ("", "2", "\x00", "an"):
        assert client.post(url, {"on": wrong}, headers=JSON).status_code == 400
    assert count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_fifty_and_twenty_clicks_of_one_are_one() -> None:
    cast = make_cast()
    idea = make_idea(cast.author, cast.public)
    members = make_members(50)
    results = at_once(partial(support_idea, member=one, idea=idea) for one in members)
    assert sorted(results, key=str) == sorted(range(2, 52), key=str)
    assert (count(), Support.objects.count()) == (50, 50)
    clicks = at_once([partial(support_idea, member=cast.mate, idea=idea)] * 20)
    assert [one for one in clicks if one is not None] == [52]
    assert (count(), Support.objects.count()) == (51, 51)
