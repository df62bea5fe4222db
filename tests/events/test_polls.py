"""Polls: a draft, open, closed; one vote each, changeable; and then not a vote is left."""

from typing import Any

import pytest

from events.actions import (
    PollPlan,
    change_poll,
    close_poll,
    copy_poll,
    delete_poll,
    make_poll,
    open_poll,
    vote,
)
from events.actions.closing import close_podiums
from events.models import AgendaItem, Poll, Vote
from ideaforge.errors import Conflict, Forbidden, Refused
from live.models import Activity
from tests.cast import Cast
from tests.events.podia import OPTIONS, choose, on_air, options_of, over, poll, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def draft(cast: Cast, item: AgendaItem, kind: str = "single", **fields: Any) -> Poll:
    plan = PollPlan(kind, "Was zuerst?", **{"options": OPTIONS} | fields)
    return make_poll(actor=cast.moderator, item=item, plan=plan)


def test_a_poll_goes_from_draft_to_open_to_closed(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    events.clear()
    made = draft(cast, item)
    asked = open_poll(actor=cast.moderator, poll=made)
    assert open_poll(actor=cast.office, poll=made).is_open
    choose(cast.author, asked, 1)
    closed = close_poll(actor=cast.moderator, poll=asked)
    close_poll(actor=cast.office, poll=asked)
    assert events == ["poll.made", "poll.opened", "poll.closed"], "each once"
    assert closed.result == {
        "votes": 1, "counts": dict(zip(map(str, options_of(asked)), [0, 1, 0], strict=True)),
    }  # fmt: skip
    assert Activity.objects.filter(actor=cast.author, model="events.poll").count() == 0


def test_drafts_are_told_to_the_organisers_only(cast: Cast, item: AgendaItem) -> None:
    made = draft(cast, item)
    streams = Activity.objects.latest("pk").entries.values_list("stream", flat=True)
    assert list(streams) == [item.event.console]
    delete_poll(actor=cast.moderator, poll=made)
    streams = Activity.objects.latest("pk").entries.values_list("stream", flat=True)
    assert (list(streams), Poll.objects.count()) == ([item.event.console], 0)


def test_only_a_draft_can_be_changed_and_deleted(cast: Cast, item: AgendaItem) -> None:
    made = draft(cast, item)
    plan = PollPlan("multiple", "Wo?", ["Hier", "Dort"], most=1)
    changed = change_poll(actor=cast.moderator, poll=made, plan=plan, version=1)
    assert (changed.kind, changed.most, changed.version) == ("multiple", 1, 2)
    assert [option.text for option in changed.options.all()] == ["Hier", "Dort"]
    with pytest.raises(Conflict):
        change_poll(actor=cast.moderator, poll=made, plan=plan, version=1)
    with pytest.raises(Refused):
        close_poll(actor=cast.moderator, poll=made)
    open_poll(actor=cast.moderator, poll=made)
    with pytest.raises(Conflict):
        change_poll(actor=cast.moderator, poll=made, plan=plan, version=2)
    with pytest.raises(Conflict):
        delete_poll(actor=cast.moderator, poll=made)


def test_closing_deletes_every_vote_for_good(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    choose(cast.author, asked, 0)
    choose(cast.mate, asked, 0)
    assert Vote.objects.count() == 2, "there was something to trace"
    close_poll(actor=cast.moderator, poll=asked)
    assert Vote.objects.count() == 0
    for deed in (open_poll, delete_poll):
        with pytest.raises(Conflict):
            deed(actor=cast.moderator, poll=asked)
    with pytest.raises(Conflict):
        choose(cast.author, asked, 0)
    again = copy_poll(actor=cast.moderator, poll=asked)
    assert (again.pk != asked.pk, again.state, again.text) == (True, "draft", asked.text)
    assert [option.text for option in again.options.all()] == OPTIONS


def test_a_vote_is_one_and_can_be_changed(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    for place in (0, 2, 2):
        choose(cast.author, asked, place)
    assert Vote.objects.get().answer == [options_of(asked)[2]]


def test_who_may_vote_and_who_may_steer(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    with pytest.raises(Forbidden):
        choose(cast.guest, asked, 0)
    with pytest.raises(Forbidden):
        choose(cast.mate, poll(cast.moderator, on_air(cast, audience="invited")), 0)
    made = draft(cast, item)
    for deed in (open_poll, close_poll, copy_poll, delete_poll):
        with pytest.raises(Forbidden):
            deed(actor=cast.author, poll=made)
    with pytest.raises(Forbidden):
        make_poll(actor=cast.author, item=item, plan=PollPlan("cloud", "Wie?"))
    with pytest.raises(Conflict):
        choose(cast.author, made, 0)
    assert Vote.objects.count() == 0


def test_it_opens_only_while_the_slot_is_on_air(cast: Cast, item: AgendaItem) -> None:
    made = draft(cast, item)
    AgendaItem.objects.update(air="planned")
    with pytest.raises(Refused):
        open_poll(actor=cast.moderator, poll=made)
    over(item)
    with pytest.raises(Refused):
        open_poll(actor=cast.moderator, poll=made)


def test_the_end_of_a_slot_closes_what_is_open(cast: Cast, item: AgendaItem) -> None:
    asked, made = poll(cast.moderator, item), draft(cast, item)
    choose(cast.author, asked, 1)
    over(item)
    close_podiums()
    states = Poll.objects.order_by("pk").values_list("pk", "state")
    assert list(states) == [(asked.pk, "closed"), (made.pk, "draft")]
    assert (Poll.objects.get(pk=asked.pk).result["votes"], Vote.objects.count()) == (1, 0)
    assert not stored(item).is_heard


@pytest.mark.parametrize(
    ("kind", "more", "right", "wrong"),
    [
        ("single", {}, [[0]], [[], [0, 1], [99], ["0"]]),
        ("multiple", {"most": 2}, [[0], [0, 2]], [[], [0, 1, 2], [0, 0], [99]]),
        ("multiple", {}, [[0, 1, 2]], [[0, 1, 2, 0]]),
        ("ranking", {}, [[2, 0, 1], [1]], [[], [0, 0], [0, 1, 2, 99]]),
    ],
)
def test_answers_to_choose(
    cast: Cast, item: AgendaItem, kind: str, more: Any, right: Any, wrong: Any
) -> None:
    asked = poll(cast.moderator, item, kind, **more)
    numbers = options_of(asked)

    def of(places: list[Any]) -> list[Any]:
        known = {0, 1, 2}
        return [numbers[one] if one in known else one for one in places]

    for places in right:
        vote(actor=cast.author, poll=asked, answer=of(places))
        assert Vote.objects.get().answer == of(places)
    for places in wrong:
        with pytest.raises(Refused):
            vote(actor=cast.author, poll=asked, answer=of(places))
    assert Vote.objects.get().answer == of(right[-1])


def test_answers_on_a_scale_and_in_words(cast: Cast, item: AgendaItem) -> None:
    scale, cloud = (poll(cast.moderator, item, k, options=[], steps=10) for k in ("scale", "cloud"))
    vote(actor=cast.author, poll=scale, answer=[10])
    for wrong in ([0], [11], [1, 2], []):
        with pytest.raises(Refused):
            vote(actor=cast.author, poll=scale, answer=wrong)
    vote(actor=cast.author, poll=cloud, answer=["Mut", "mut", "Geld"])
    for wrong_words in (["a", "b", "c", "d"], ["x" * 31], [""], [3]):
        with pytest.raises(Refused):
            vote(actor=cast.author, poll=cloud, answer=wrong_words)
    assert list(Vote.objects.order_by("pk").values_list("answer", flat=True)) == [
        [10], ["mut", "Geld"],
    ]  # fmt: skip


@pytest.mark.parametrize("options", [[], ["Eins"], [str(n) for n in range(13)]])
def test_a_choice_has_two_to_twelve_answers(
    cast: Cast, item: AgendaItem, options: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        draft(cast, item, options=options)
    assert (refused.value.field, Poll.objects.count()) == ("options", 0)
