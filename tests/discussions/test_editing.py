"""Editing one's own words: never over somebody's newer ones, with a history that can be read."""

import pytest

from discussions.actions import close_thread, delete_comment, edit_comment, hide_comment
from discussions.queries import text_changes
from ideaforge.errors import Conflict, Forbidden
from ideas.models import Idea
from tests.cast import Cast, say, signed_in

pytestmark = pytest.mark.django_db


def test_an_edit_replaces_the_words_and_says_so(cast: Cast, idea: Idea, events: list[str]) -> None:
    comment = say(cast.mate, idea, "Alt.")
    events.clear()
    edit_comment(author=cast.mate, comment=comment, text="*Neu.*", before="Alt.")
    comment.refresh_from_db()
    assert (comment.text, comment.html) == ("*Neu.*", "<p><em>Neu.</em></p>\n")
    assert (comment.version, comment.edited is None) == (2, False)
    assert events == ["comment.edited"]


def test_the_same_words_again_change_nothing(cast: Cast, idea: Idea, events: list[str]) -> None:
    comment = say(cast.mate, idea, "Alt.")
    events.clear()
    edit_comment(author=cast.mate, comment=comment, text="Alt.", before="Alt.")
    comment.refresh_from_db()
    assert (comment.version, comment.edited, events) == (1, None, [])


def test_the_second_of_two_tabs_does_not_overwrite_the_first(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, "Alt.")
    edit_comment(author=cast.mate, comment=comment, text="Erster Tab.", before="Alt.")
    with pytest.raises(Conflict):
        edit_comment(author=cast.mate, comment=comment, text="Zweiter Tab.", before="Alt.")
    comment.refresh_from_db()
    assert comment.text == "Erster Tab."


def test_the_page_of_a_conflict_shows_both_texts(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, "Alt.")
    edit_comment(author=cast.mate, comment=comment, text="Erster Tab.", before="Alt.")
    answer = signed_in(cast.mate).post(
        f"/diskussionen/kommentare/{comment.pk}/bearbeiten/",
        {"text": "Zweiter Tab.", "before": "Alt."},
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Zweiter Tab." in page
    assert "Erster Tab." in page


@pytest.mark.parametrize("who", ["author", "moderator", "office", "guest"])
def test_nobody_else_edits_or_deletes_not_even_the_office(cast: Cast, idea: Idea, who: str) -> None:
    comment, other = say(cast.mate, idea, "Meins."), getattr(cast, who)
    with pytest.raises(Forbidden):
        edit_comment(author=other, comment=comment, text="Fremd.", before="Meins.")
    with pytest.raises(Forbidden):
        delete_comment(actor=other, comment=comment)
    comment.refresh_from_db()
    assert (comment.text, comment.is_visible) == ("Meins.", True)


def test_what_is_gone_hidden_or_closed_is_not_edited(cast: Cast, idea: Idea) -> None:
    gone, hidden, closed = (say(cast.mate, idea, text) for text in ("a", "b", "c"))
    delete_comment(actor=cast.mate, comment=gone)
    hide_comment(actor=cast.moderator, comment=hidden)
    for comment in (gone, hidden):
        with pytest.raises(Forbidden):
            edit_comment(author=cast.mate, comment=comment, text="x", before=comment.text)
    close_thread(actor=None, thread=idea.thread, because="Schluss.")
    with pytest.raises(Forbidden, match="Schluss"):
        edit_comment(author=cast.mate, comment=closed, text="x", before="c")


def test_the_history_shows_every_version_and_who_wrote_what_when(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, "Der alte Deich")
    edit_comment(author=cast.mate, comment=comment, text="Der neue Deich", before=comment.text)
    changes = [change.diff for change in text_changes(comment)]
    assert changes == [
        "Der <del>alte</del><ins>neue</ins> Deich",
        "<ins>Der alte Deich</ins>",
    ]


def test_hiding_adds_nothing_to_the_history_of_words(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, "Der Deich")
    hide_comment(actor=cast.moderator, comment=comment)
    assert len(text_changes(comment)) == 1


def test_the_page_of_the_history_escapes_what_was_written(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea, "<script>alt()</script>")
    edit_comment(author=cast.mate, comment=comment, text="neu", before=comment.text)
    url = f"/diskussionen/kommentare/{comment.pk}/verlauf/"
    page = signed_in(None).get(url).content.decode()
    assert "<script>alt" not in page
    assert "&lt;script&gt;alt" in page
