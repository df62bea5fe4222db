"""Moving comments between threads: in order of time, answers below, no place twice, and back."""

import random
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from discussions.actions import delete_comment, edit_comment, hide_comment, post_comment, react
from discussions.actions.moving import (
    bring_back,
    lock_threads,
)
from discussions.models import Comment, CommentState, Thread
from ideaforge.errors import Conflict
from ideas.models import Idea
from live.models import Entry
from tests.cast import Cast, make_idea, post_url, say, signed_in
from tests.discussions.joined import START, check, dump, grow, join, part, split, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


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


def test_the_number_of_queries_grows_only_by_batches(cast: Cast, idea: Idea, other: Idea) -> None:
    counts = []
    for more in (4, 60):
        grow(random.Random(1), cast, [idea.thread, other.thread], more)
        with CaptureQueriesContext(connection) as queries:
            note = join(idea, other)
            part(idea, other, note)
        counts.append(len(queries))
    assert counts[0] == counts[1]
