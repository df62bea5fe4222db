"""Words off the record: marked by their author alone, and told to everybody who reads them."""

import pytest

from discussions.actions import close_thread, delete_comment, mark_off_record
from discussions.models import Comment
from ideaforge.errors import Forbidden
from ideas.models import Idea
from live.frames import fragment_now
from tests.cast import JSON, Cast, say, signed_in

pytestmark = pytest.mark.django_db


def test_its_author_marks_it_and_nobody_else(cast: Cast, idea: Idea, events: list[str]) -> None:
    comment = say(cast.author, idea)
    for member in (cast.mate, cast.moderator, cast.office, cast.guest):
        with pytest.raises(Forbidden):
            mark_off_record(author=member, comment=comment, on=True)
    events.clear()
    for on in (True, True, False):
        mark_off_record(author=cast.author, comment=comment, on=on)
    assert events == ["comment.marked"] * 2
    delete_comment(actor=cast.author, comment=comment)
    with pytest.raises(Forbidden):
        mark_off_record(author=cast.author, comment=comment, on=True)


def test_everybody_who_reads_it_is_told_also_where_nobody_may_write(cast: Cast, idea: Idea) -> None:
    comment = say(cast.author, idea)
    close_thread(actor=cast.moderator, thread=idea.thread, because="Vorbei.")
    before = fragment_now(idea.thread.stream, "comment.marked", comment.pk).html or ""
    mark_off_record(author=cast.author, comment=comment, on=True)
    after = fragment_now(idea.thread.stream, "comment.marked", comment.pk).html or ""
    assert ("off-record" in before, "off-record" in after) == (False, True)


def test_by_form_and_back(cast: Cast, idea: Idea) -> None:
    comment = say(cast.author, idea)
    url, client = f"/diskussionen/kommentare/{comment.pk}/zitieren/", signed_in(cast.author)
    body = client.post(url, {"quote": "no"}, headers=JSON).json()
    assert (body["id"], Comment.objects.get().off_record) == (comment.element, True)
    assert client.post(url, {"quote": "yes"}).status_code == 303
    assert not Comment.objects.get().off_record
    assert signed_in(cast.mate).post(url, {"quote": "no"}).status_code == 403
