"""Posting: stored once per key, counted, placed, told to the log, refused where one may not."""

from uuid import uuid4

import pytest
from django.utils import timezone

from discussions.actions import (
    close_thread,
    delete_comment,
    edit_comment,
    post_comment,
    reopen_thread,
)
from discussions.models import Comment, Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.models import Idea
from live.models import Entry
from members.actions import suspend_member
from members.models import Member
from tests.cast import Cast, make_idea, make_member, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def stored(idea: Idea) -> list[str]:
    return list(idea.thread.comments.order_by("place").values_list("text", flat=True))


def test_a_comment_is_stored_rendered_counted_and_logged_once(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    events.clear()
    before = timezone.now()
    posted = post_comment(author=cast.mate, thread=idea.thread, text="**Gut**", key=uuid4())
    comment = Comment.objects.get()
    thread = Thread.objects.get(pk=idea.thread_id)
    assert events == ["comment.posted"]
    assert (comment.text, comment.html) == ("**Gut**", "<p><strong>Gut</strong></p>\n")
    assert (comment.place, comment.depth, comment.version) == ("000001", 1, 1)
    assert (thread.comment_count, thread.numbers_given) == (1, 1)
    assert thread.last_activity >= before
    assert (posted.comment, posted.is_new) == (comment, True)
    entry = Entry.objects.get(stream=thread.stream, n=posted.n)
    assert (entry.activity.verb, entry.activity.object_id) == ("comment.posted", comment.pk)
    assert entry.activity.actor == cast.mate


def test_boards_hear_of_a_comment_as_an_echo(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside)
    comment = say(cast.mate, idea)
    streams = Entry.objects.filter(
        activity__verb="comment.posted", activity__object_id=comment.pk
    ).values_list("stream", flat=True)
    assert set(streams) == {idea.thread.stream, cast.public.stream, cast.inside.stream}


def test_numbers_in_a_stream_have_no_gap(cast: Cast, idea: Idea) -> None:
    for number in range(5):
        say(cast.mate, idea, f"{number}")
    numbers = Entry.objects.filter(stream=idea.thread.stream).order_by("pk")
    assert list(numbers.values_list("n", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_same_key_again_returns_the_same_comment_and_number(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    key = uuid4()
    first = post_comment(author=cast.mate, thread=idea.thread, text="Gut.", key=key)
    say(cast.author, idea, "dazwischen")
    events.clear()
    again = post_comment(author=cast.mate, thread=idea.thread, text="Gut.", key=key)
    assert (again.comment.pk, again.n, again.is_new) == (first.comment.pk, first.n, False)
    assert events == []
    assert stored(idea) == ["Gut.", "dazwischen"]


def test_the_same_key_after_an_edit_still_finds_the_comment(cast: Cast, idea: Idea) -> None:
    key = uuid4()
    comment = say(cast.mate, idea, "Gut.", key=key)
    edit_comment(author=cast.mate, comment=comment, text="Besser.", before="Gut.")
    again = post_comment(author=cast.mate, thread=idea.thread, text="Gut.", key=key)
    assert (again.comment.pk, again.is_new, stored(idea)) == (comment.pk, False, ["Besser."])


def test_the_same_key_after_deleting_does_not_bring_the_words_back(cast: Cast, idea: Idea) -> None:
    key = uuid4()
    comment = say(cast.mate, idea, key=key)
    delete_comment(actor=cast.mate, comment=comment)
    again = post_comment(author=cast.mate, thread=idea.thread, text="Gut.", key=key)
    assert (again.is_new, again.comment.is_visible) == (False, False)


def test_the_same_key_with_other_words_or_elsewhere_is_a_conflict(cast: Cast, idea: Idea) -> None:
    key, other = uuid4(), make_idea(cast.author, cast.public)
    say(cast.mate, idea, "Gut.", key=key)
    for target, text in ((idea, "Anders."), (other, "Gut.")):
        with pytest.raises(Conflict) as refused:
            say(cast.mate, target, text, key=key)
        assert refused.value.status == 409
    assert (stored(idea), stored(other)) == (["Gut."], [])


def test_a_key_belongs_to_its_author(cast: Cast, idea: Idea) -> None:
    key = uuid4()
    say(cast.mate, idea, "Meins.", key=key)
    say(cast.author, idea, "Auch meins.", key=key)
    assert stored(idea) == ["Meins.", "Auch meins."]


def test_a_closed_thread_takes_nothing_and_says_why(cast: Cast, idea: Idea) -> None:
    close_thread(actor=None, thread=idea.thread, because="Der Rat hat entschieden.")
    with pytest.raises(Forbidden, match=r"Der Rat hat entschieden\."):
        say(cast.mate, idea)
    assert stored(idea) == []
    reopen_thread(actor=None, thread=idea.thread)
    say(cast.mate, idea)
    assert stored(idea) == ["Gut."]


def test_an_answer_needs_a_readable_parent_of_the_same_thread(cast: Cast, idea: Idea) -> None:
    other = make_idea(cast.author, cast.public)
    foreign, gone = say(cast.mate, other), say(cast.mate, idea, "weg")
    delete_comment(actor=cast.mate, comment=gone)
    for parent in (foreign, gone):
        with pytest.raises(Refused) as refused:
            say(cast.mate, idea, "Antwort", parent=parent)
        assert refused.value.field == "parent"
    assert idea.thread.comments.filter(text="Antwort").count() == 0


@pytest.mark.parametrize("board", ["public", "inside", "closed"])
def test_who_may_write_where(cast: Cast, board: str) -> None:
    idea = make_idea(cast.moderator, getattr(cast, board))
    suspended = make_member("suspended", is_active=False)
    people = [cast.author, cast.mate, cast.moderator, cast.office, cast.guest, suspended]
    wrote = [member.handle for member in people if may_say(member, idea)]
    everyone = ["author", "mate", "moderator", "office"]
    assert wrote == {"closed": ["moderator", "office"]}.get(board, everyone)
    assert idea.thread.comments.count() == len(wrote)


def may_say(member: Member, idea: Idea) -> bool:
    try:
        say(member, idea)
    except Forbidden:
        return False
    return True


def test_a_suspension_counts_at_once_whatever_the_session_remembers(cast: Cast, idea: Idea) -> None:
    remembered = Member.objects.get(pk=cast.mate.pk)
    suspend_member(actor=cast.office, member=cast.mate)
    assert remembered.is_active
    with pytest.raises(Forbidden):
        say(remembered, idea)


def test_mentions_are_linked_stored_and_follow_an_edit(cast: Cast, idea: Idea) -> None:
    make_member("gone", is_active=False)
    comment = say(cast.mate, idea, "@author und @office, nicht @gone, nicht @niemand")
    assert set(comment.mentions.all()) == {cast.author, cast.office}
    assert comment.html.count('class="mention"') == 2
    assert ">@Author</a>" in comment.html
    edit_comment(author=cast.mate, comment=comment, text="nur @office", before=comment.text)
    assert list(comment.mentions.all()) == [cast.office]
