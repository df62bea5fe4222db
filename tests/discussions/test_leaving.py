"""Deleting, hiding and showing again: what stays in its place, who reads it, what is counted."""

import pytest

from discussions.actions import delete_comment, hide_comment, show_comment
from discussions.models import Comment, CommentState, Thread
from discussions.queries import newest
from ideaforge.errors import Forbidden
from ideas.models import Idea
from members.models import Role
from tests.cast import Cast, make_member, say, signed_in

pytestmark = pytest.mark.django_db
SECRET = "Kanarienvogel"


def count(idea: Idea) -> int:
    return Thread.objects.get(pk=idea.thread_id).comment_count


def shown(idea: Idea) -> list[tuple[str, bool]]:
    return [(one.text, one.is_visible) for one in newest(idea.thread).comments]


def test_a_deleted_comment_without_answers_leaves_no_trace(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    comment = say(cast.mate, idea)
    events.clear()
    delete_comment(actor=cast.mate, comment=comment)
    assert (shown(idea), count(idea), events) == ([], 0, ["comment.deleted"])


def test_a_deleted_comment_with_answers_leaves_a_stub(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, SECRET)
    say(cast.author, idea, "Antwort", parent=comment)
    delete_comment(actor=cast.mate, comment=comment)
    assert (shown(idea), count(idea)) == ([(SECRET, False), ("Antwort", True)], 1)
    page = signed_in(None).get(idea.get_absolute_url()).content.decode()
    assert SECRET not in page
    assert f'id="comment-{comment.pk}"' in page
    assert "Antwort" in page


def test_deleting_and_hiding_twice_counts_once(cast: Cast, idea: Idea, events: list[str]) -> None:
    say(cast.mate, idea, "bleibt")
    comment = say(cast.mate, idea)
    events.clear()
    hide_comment(actor=cast.moderator, comment=comment)
    hide_comment(actor=cast.office, comment=comment)
    delete_comment(actor=cast.mate, comment=comment)
    delete_comment(actor=cast.mate, comment=comment)
    assert (count(idea), events) == (1, ["comment.hidden", "comment.deleted"])


def test_what_its_author_deleted_no_moderator_brings_back(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    delete_comment(actor=cast.mate, comment=comment)
    hide_comment(actor=cast.moderator, comment=comment)
    show_comment(actor=cast.moderator, comment=comment)
    comment.refresh_from_db()
    assert (comment.state, count(idea)) == (CommentState.DELETED, 0)


def test_hiding_and_showing_again_gives_everything_back(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    comment = say(cast.mate, idea, SECRET)
    events.clear()
    hide_comment(actor=cast.moderator, comment=comment)
    assert (shown(idea), count(idea)) == ([], 0)
    show_comment(actor=cast.moderator, comment=comment)
    assert (shown(idea), count(idea)) == ([(SECRET, True)], 1)
    show_comment(actor=cast.moderator, comment=comment)
    assert (count(idea), events) == (1, ["comment.hidden", "comment.shown"])


def test_only_the_boards_moderator_and_the_office_hide_and_show(cast: Cast, idea: Idea) -> None:
    elsewhere = make_member("elsewhere", role=Role.MODERATOR)
    comment = say(cast.mate, idea)
    for member in (cast.author, cast.mate, cast.guest, elsewhere):
        for act in (hide_comment, show_comment):
            with pytest.raises(Forbidden):
                act(actor=member, comment=comment)
    assert count(idea) == 1
    for member in (cast.moderator, cast.office):
        hide_comment(actor=member, comment=comment)
        assert count(idea) == 0
        show_comment(actor=member, comment=comment)


def test_hidden_words_are_for_their_author_and_the_moderators(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, SECRET)
    url = comment.get_absolute_url()
    assert signed_in(None).get(url).status_code == 302
    hide_comment(actor=cast.moderator, comment=comment)
    pages = {
        name: signed_in(member).get(url)
        for name, member in [
            ("stranger", None), ("guest", cast.guest), ("author", cast.author),
            ("mate", cast.mate), ("moderator", cast.moderator), ("office", cast.office),
        ]
    }  # fmt: skip
    assert {name: page.status_code for name, page in pages.items()} == {
        "stranger": 404, "guest": 404, "author": 404, "mate": 200, "moderator": 200, "office": 200,
    }  # fmt: skip
    assert {name for name, page in pages.items() if SECRET in page.content.decode()} == {
        "mate", "moderator", "office",
    }  # fmt: skip


def test_a_hidden_comment_with_answers_keeps_its_place_without_words(
    cast: Cast, idea: Idea
) -> None:
    comment = say(cast.mate, idea, SECRET)
    say(cast.author, idea, "Antwort", parent=comment)
    assert SECRET in signed_in(cast.office).get(idea.get_absolute_url()).content.decode()
    hide_comment(actor=cast.moderator, comment=comment)
    for member in (None, cast.guest, cast.author, cast.mate, cast.moderator, cast.office):
        page = signed_in(member).get(idea.get_absolute_url()).content.decode()
        assert SECRET not in page
        assert f'id="comment-{comment.pk}"' in page


def test_the_row_itself_keeps_the_words_for_a_decision(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, SECRET)
    hide_comment(actor=cast.moderator, comment=comment)
    assert Comment.objects.get(pk=comment.pk).text == SECRET
