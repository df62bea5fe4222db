"""Any two discussions, joined and parted: hundreds of random ones."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.actions.moving import (
    below,
    in_order_of_time,
    with_answers,
)
from discussions.models import DEPTH, DIGITS, Comment
from ideas.models import Idea
from tests.cast import Cast
from tests.discussions.joined import START, check, dump, grow, in_time, join, part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


Tree = list[tuple[int, int, int]]  # which thread, minutes after START, place of what it answers
TREES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40), st.integers(-4, 60)), max_size=40)


def rows_of(tree: Tree) -> list[Comment]:
    """Return comments that are stored nowhere; an answer is in the thread of what it answers."""
    rows: list[Comment] = []
    given = [0, 0]
    for number, (thread, minutes, answered) in enumerate(tree, start=1):
        parent = rows[answered] if 0 <= answered < len(rows) else None
        place = parent.thread_id - 1 if parent else thread
        given[place] += 1
        rows.append(
            Comment(
                pk=number, thread_id=place + 1, parent_id=parent.pk if parent else None,
                created=START + timedelta(minutes=minutes),
                place=below(parent.place if parent else "", given[place]),
            )
        )  # fmt: skip
    return rows


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_any_two_discussions_have_one_order(tree: Tree) -> None:
    rows = rows_of(tree)
    places = in_order_of_time(rows)
    assert sorted(places) == [row.pk for row in rows]
    assert sorted(int(place[-DIGITS:]) for place in places.values()) == list(
        range(1, len(rows) + 1)
    )
    for row in rows:
        above = places[row.parent_id] if row.parent_id else ""
        assert places[row.pk][:-DIGITS] == above[: (DEPTH - 1) * DIGITS]
        assert places[row.pk] > above
    roots = [row for row in rows if row.parent_id is None]
    roots.sort(key=lambda row: places[row.pk])
    assert [row.created for row in roots] == sorted(row.created for row in roots)


@settings(max_examples=200, deadline=None)
@given(TREES, st.sets(st.integers(1, 40)))
def test_a_branch_is_what_was_chosen_and_all_below(tree: Tree, chosen: set[int]) -> None:
    rows = rows_of(tree)
    found = with_answers(rows, chosen)
    for row in rows:
        assert (row.pk in found) == (row.pk in chosen or row.parent_id in found)


@pytest.mark.parametrize("seed", range(60))
def test_joining_and_parting_any_two_discussions_changes_nothing(
    cast: Cast, idea: Idea, other: Idea, seed: int
) -> None:
    chance = random.Random(seed)  # the seed stands in the name of the test
    grow(chance, cast, [idea.thread, other.thread], chance.randrange(25))
    before = dump(idea.thread, other.thread)
    note = join(idea, other)
    check(idea.thread)
    assert in_time(idea.thread)
    part(idea, other, note)
    assert dump(idea.thread, other.thread) == before


@pytest.mark.parametrize("seed", range(30))
def test_parting_after_any_talk_loses_nothing_and_keeps_what_was(
    cast: Cast, idea: Idea, other: Idea, seed: int
) -> None:
    chance = random.Random(seed)
    grow(chance, cast, [idea.thread, other.thread], chance.randrange(2, 20))
    before = {row["id"]: row for row in Comment.objects.values()}
    note = join(idea, other)
    grow(chance, cast, [idea.thread], chance.randrange(10))
    part(idea, other, note)
    after = {row["id"]: row for row in Comment.objects.values()}
    assert {pk: after[pk] for pk in before} == before
    for one in (idea, other):
        check(one.thread)
    for pk in after.keys() - before.keys():
        parent = after[pk]["parent_id"]
        home = after[parent]["thread_id"] if parent else idea.thread_id
        assert after[pk]["thread_id"] == home
