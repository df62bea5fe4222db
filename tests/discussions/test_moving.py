"""Moving comments between threads: in order of time, answers below, no place twice, and back."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.actions import delete_comment, edit_comment, hide_comment, post_comment, react
from discussions.actions.moving import (
    below,
    bring_back,
    in_order_of_time,
    join_threads,
    lock_threads,
    part_threads,
    split_off,
    with_answers,
)
from discussions.models import DEPTH, DIGITS, Comment, CommentState, Thread
from ideaforge.errors import Conflict
from ideas.models import Idea
from live.models import Entry
from tests.cast import Cast, make_idea, post_url, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def other(cast: Cast) -> Idea:
    """Another idea on the same board."""
    return make_idea(cast.mate, cast.public, title="Damm")


def dump(*threads: Thread) -> dict[str, Any]:
    """Return every stored value of threads, and of the comments that have ever stood there."""
    rows = Thread.objects.filter(pk__in=[thread.pk for thread in threads])
    return {
        "threads": list(rows.order_by("pk").values()),
        "comments": list(Comment.objects.order_by("pk").values()),
    }


def join(kept: Idea, gone: Idea) -> dict[str, Any]:
    with transaction.atomic():
        locked = lock_threads(kept.thread_id, gone.thread_id)
        return join_threads(kept=locked[kept.thread_id], gone=locked[gone.thread_id])


def part(kept: Idea, gone: Idea, note: dict[str, Any]) -> None:
    with transaction.atomic():
        locked = lock_threads(kept.thread_id, gone.thread_id)
        part_threads(kept=locked[kept.thread_id], gone=locked[gone.thread_id], note=note)


def split(source: Idea, target: Idea, *roots: Comment) -> None:
    with transaction.atomic():
        locked = lock_threads(source.thread_id, target.thread_id)
        numbers = [root.pk for root in roots]
        split_off(source=locked[source.thread_id], target=locked[target.thread_id], roots=numbers)


def words(idea: Idea) -> list[str]:
    return list(idea.thread.comments.order_by("place").values_list("text", flat=True))


def check(thread: Thread) -> None:
    """Prove what must hold for every thread at any time."""
    thread.refresh_from_db()
    rows = list(thread.comments.order_by("place"))
    numbers = [row.place[-DIGITS:] for row in rows]
    assert len(set(numbers)) == len(numbers), "no place twice"
    assert all(int(number) <= thread.numbers_given for number in numbers)
    by_number = {row.pk: row for row in rows}
    for row in rows:
        assert len(row.place) <= DEPTH * DIGITS
        if row.parent_id:
            parent = by_number[row.parent_id]
            assert row.place == below(parent.place, int(row.place[-DIGITS:]))
            assert row.place > parent.place
        else:
            assert row.depth == 1
    seen = [row for row in rows if row.state == CommentState.VISIBLE]
    assert thread.comment_count == len(seen)


def in_time(thread: Thread) -> bool:
    """Tell whether what stands beside each other is in order of time."""
    rows = thread.comments.order_by("place")
    beside: dict[str, list[datetime]] = {}
    for row in rows:
        beside.setdefault(row.place[:-DIGITS], []).append(row.created)
    return all(times == sorted(times) for times in beside.values())


def test_two_discussions_become_one_in_order_of_time(cast: Cast, idea: Idea, other: Idea) -> None:
    a = say(cast.mate, idea, "a")
    b = say(cast.author, other, "b")
    say(cast.mate, idea, "a.1", parent=a)
    c = say(cast.author, idea, "c")
    say(cast.mate, other, "b.1", parent=b)
    say(cast.mate, idea, "a.2", parent=a)
    say(cast.mate, other, "d")
    say(cast.mate, idea, "c.1", parent=c)
    join(idea, other)
    assert words(idea) == ["a", "a.1", "a.2", "b", "b.1", "c", "c.1", "d"]
    assert words(other) == []
    check(idea.thread)
    other.thread.refresh_from_db()
    assert (other.thread.comment_count, other.thread.joined_id) == (0, idea.thread_id)


def test_an_answer_never_comes_before_what_it_answers_whatever_the_clocks_said(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    parent = say(cast.mate, idea, "Frage")
    answer = say(cast.author, idea, "Antwort", parent=parent)
    Comment.objects.filter(pk=answer.pk).update(created=START)
    say(cast.author, other, "Mitten darin")
    join(idea, other)
    assert words(idea) == ["Frage", "Antwort", "Mitten darin"]
    check(idea.thread)


def test_deep_answers_stay_flat_and_in_order(cast: Cast, idea: Idea, other: Idea) -> None:
    chain: list[Comment] = []
    for number in range(1, 8):
        chain.append(say(cast.mate, other, str(number), parent=chain[-1] if chain else None))
    say(cast.mate, idea, "davor und danach")
    join(idea, other)
    assert words(idea) == ["1", "2", "3", "4", "5", "6", "7", "davor und danach"]
    check(idea.thread)


def test_every_state_moves_along_and_nothing_but_place_and_thread_changes(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    stub = say(cast.mate, other, "gelöscht")
    say(cast.author, other, "Antwort", parent=stub)
    for state in CommentState:
        one = say(cast.mate, other, state.value)
        Comment.objects.filter(pk=one.pk).update(state=state)
    delete_comment(actor=cast.mate, comment=stub)
    react(actor=cast.author, comment=say(cast.mate, other, "beliebt"), kind="agree")
    before = {row["id"]: row for row in Comment.objects.values()}
    note = join(idea, other)
    for row in Comment.objects.values():
        assert row | {"thread_id": 0, "place": ""} == before[row["id"]] | {
            "thread_id": 0,
            "place": "",
        }
        assert row["thread_id"] == idea.thread_id
    check(idea.thread)
    part(idea, other, note)
    assert {row["id"]: row for row in Comment.objects.values()} == before


def test_what_came_meanwhile_follows_what_it_answers_or_stays(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    mine, theirs = say(cast.mate, idea, "hier"), say(cast.mate, other, "dort")
    note = join(idea, other)
    to_mine = say(cast.author, idea, "zu hier", parent=mine)
    theirs.refresh_from_db()
    to_theirs = say(cast.author, idea, "zu dort", parent=theirs)
    say(cast.mate, idea, "zu zu dort", parent=to_theirs)
    say(cast.author, idea, "zu niemandem")
    part(idea, other, note)
    assert words(idea) == ["hier", "zu hier", "zu niemandem"]
    assert words(other) == ["dort", "zu dort", "zu zu dort"]
    for one in (idea, other):
        check(one.thread)
    to_mine.refresh_from_db()
    assert to_mine.place.startswith("000001")
    assert say(cast.mate, other, "neu").place == "000004"


def test_the_gone_threads_messages_are_stored_where_its_comments_are(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    question = say(cast.author, other, "Frage")
    url, key = post_url(other), str(uuid4())
    before = {"text": "Vor dem Zusammenführen", "key": key}
    json = {"Accept": "application/json"}
    client = signed_in(cast.mate)
    first = client.post(url, before, headers=json)
    join(idea, other)
    again = client.post(url, before, headers=json)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    late = {"text": "Nach dem Zusammenführen", "key": str(uuid4()), "parent": question.pk}
    answers = [client.post(url, late, headers=json) for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    stored = Comment.objects.get(text="Nach dem Zusammenführen")
    assert (stored.thread_id, stored.parent_id) == (idea.thread_id, question.pk)
    assert Entry.objects.filter(stream=idea.thread.stream, activity__object_id=stored.pk).exists()
    wrong = client.post(url, late | {"text": "Anders"}, headers=json)
    assert wrong.status_code == 409
    plain = client.post(url, {"text": "Ohne Skripte", "key": str(uuid4())})
    assert plain.status_code == 303
    assert Comment.objects.get(text="Ohne Skripte").thread_id == idea.thread_id


def test_a_message_that_was_already_on_its_way_finds_the_other_thread(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    parent = say(cast.author, other, "Frage")
    stale = Thread.objects.get(pk=other.thread_id)
    join(idea, other)
    posted = post_comment(
        author=cast.mate, thread=stale, text="Antwort", key=uuid4(), parent=parent
    )
    assert posted.comment.thread_id == idea.thread_id
    check(idea.thread)


def test_a_known_key_in_a_thread_where_its_comment_was_never_is_still_a_conflict(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    key = uuid4()
    say(cast.mate, idea, "Gut.", key=key)
    with pytest.raises(Conflict):
        post_comment(author=cast.mate, thread=other.thread, text="Gut.", key=key)


def test_a_deed_on_a_comment_that_moved_at_the_same_moment_is_refused_with_a_sentence(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    stale = say(cast.mate, other, "wandert")
    join(idea, other)

    def edit() -> None:
        edit_comment(author=cast.mate, comment=stale, text="neu", before="wandert")

    # The stored thread is asked under the lock; only a row that moved after that is refused.
    for act in (
        lambda: hide_comment(actor=cast.moderator, comment=stale),
        lambda: react(actor=cast.author, comment=stale, kind="agree"),
        edit,
    ):
        with pytest.raises(Conflict):
            act()
    fresh = Comment.objects.select_related("thread").get(pk=stale.pk)
    hide_comment(actor=cast.moderator, comment=fresh)
    check(idea.thread)


def test_a_moved_comment_is_rendered_anew_at_its_place(cast: Cast, idea: Idea, other: Idea) -> None:
    say(cast.mate, idea, "erster")
    moved = say(cast.mate, other, "zweiter")
    assert 'data-sort="000001"' in signed_in(None).get(other.get_absolute_url()).content.decode()
    join(idea, other)
    page = signed_in(None).get(idea.get_absolute_url()).content.decode()
    place = page.partition(f'id="comment-{moved.pk}"')[2].partition("data-sort=")[2]
    assert place.startswith('"000002"')
    link = signed_in(None).get(f"/diskussionen/kommentare/{moved.pk}/")
    assert link["Location"] == f"{idea.get_absolute_url()}?ab=000002#comment-{moved.pk}"


def test_a_branch_moves_with_all_that_hangs_on_it_and_comes_back(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    a, b = say(cast.mate, idea, "a"), say(cast.mate, idea, "b")
    a1 = say(cast.mate, idea, "a.1", parent=a)
    say(cast.mate, idea, "b.1", parent=b)
    say(cast.mate, idea, "a.1.1", parent=a1)
    before = dump(idea.thread)
    split(idea, other, a)
    assert (words(idea), words(other)) == (["b", "b.1"], ["a", "a.1", "a.1.1"])
    for one in (idea, other):
        check(one.thread)
    assert say(cast.mate, other, "neu dort").place == "000006"
    Comment.objects.filter(text="neu dort").delete()
    with transaction.atomic():
        locked = lock_threads(idea.thread_id, other.thread_id)
        bring_back(
            source=locked[idea.thread_id], branch=locked[other.thread_id],
            since=datetime.now(UTC), signpost=0,
        )  # fmt: skip
    assert dump(idea.thread) == before


def test_a_branch_comes_back_in_order_of_time_where_its_places_are_taken(
    cast: Cast, idea: Idea, other: Idea
) -> None:
    a = say(cast.mate, idea, "a")
    say(cast.mate, idea, "b")
    split(idea, other, a)
    since = datetime.now(UTC)
    third = make_idea(cast.author, cast.public, title="Dritte")
    early = say(cast.mate, third, "ganz früh")
    Comment.objects.filter(pk=early.pk).update(created=START)
    join(idea, third)  # numbers the discussion anew, so that a's place is taken
    with transaction.atomic():
        locked = lock_threads(idea.thread_id, other.thread_id)
        bring_back(
            source=locked[idea.thread_id], branch=locked[other.thread_id],
            since=since, signpost=0,
        )  # fmt: skip
    assert words(idea) == ["ganz früh", "a", "b"]
    check(idea.thread)


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


def grow(chance: random.Random, cast: Cast, threads: list[Thread], count: int) -> None:
    """Store random comments in these threads, as posting does, and treat some of them."""
    people = [cast.author, cast.mate, cast.moderator, cast.office]
    for _number in range(count):
        thread = Thread.objects.get(pk=chance.choice(threads).pk)
        standing = list(thread.comments.filter(state=CommentState.VISIBLE))
        parent = chance.choice(standing) if standing and chance.random() < 0.6 else None
        number = thread.numbers_given + 1
        Comment.objects.create(
            thread=thread, author=chance.choice(people), key=uuid4(), text=f"{uuid4()}", html="x",
            parent=parent, place=below(parent.place if parent else "", number),
            state=chance.choice([*CommentState, *["visible"] * 8]),
        )  # fmt: skip
        thread.numbers_given = number
        thread.comment_count = thread.comments.filter(state=CommentState.VISIBLE).count()
        thread.last_activity = chance.choice([thread.last_activity, datetime.now(UTC)])
        thread.save()


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


def test_the_number_of_queries_grows_only_by_batches(cast: Cast, idea: Idea, other: Idea) -> None:
    counts = []
    for more in (4, 60):
        grow(random.Random(1), cast, [idea.thread, other.thread], more)
        with CaptureQueriesContext(connection) as queries:
            note = join(idea, other)
            part(idea, other, note)
        counts.append(len(queries))
    assert counts[0] == counts[1]
