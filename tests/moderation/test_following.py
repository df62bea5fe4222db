"""Cases about contributions follow them into another discussion, and back."""

from typing import Any

import pytest

from ideas.actions import entrust, merge_ideas, part_ideas
from moderation.access import cases_visible_to
from moderation.actions import pass_on_case
from tests.cast import Cast, make_board, make_idea, make_member, say
from tests.moderation.desk import report

pytestmark = pytest.mark.django_db


def test_who_looks_after_the_discussion_decides(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_member("other")
    board = make_board("Bildung", moderators=[other])
    kept = make_idea(cast.author, cast.public, title="Hier")
    gone = make_idea(cast.author, board, title="Dort")
    case = report(cast.mate, say(cast.author, gone, "Unfein"))

    def deciders() -> list[bool]:
        return [
            cases_visible_to(one).filter(pk=case.pk).exists() for one in (cast.moderator, other)
        ]

    assert deciders() == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        merge = merge_ideas(actor=cast.office, kept=kept, gone=gone, reason="Dasselbe.")
    assert deciders() == [True, False]
    with django_capture_on_commit_callbacks(execute=True):
        part_ideas(actor=cast.office, merge=merge, reason="Doch nicht.")
    assert deciders() == [False, True]


def test_who_looks_after_a_merged_idea_changes_with_its_board(cast: Cast) -> None:
    kept, gone = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    merge = merge_ideas(actor=cast.office, kept=kept, gone=gone, reason="Dasselbe.")
    entrust(actor=cast.office, topic=cast.public, moderators=[cast.mate])
    trusted = gone.thread.admissions.filter(moderates=True)
    assert list(trusted.values_list("member", flat=True)) == [cast.mate.pk]
    part_ideas(actor=cast.mate, merge=merge, reason="Doch nicht.")


def test_what_was_handed_over_to_the_office_stays_there(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    kept, gone = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    case = report(cast.mate, say(cast.author, gone, "Unfein"))
    case = pass_on_case(actor=cast.moderator, case=case, version=case.version, reason="Zu schwer.")
    with django_capture_on_commit_callbacks(execute=True):
        merge_ideas(actor=cast.office, kept=kept, gone=gone, reason="Dasselbe.")
    case.refresh_from_db()
    assert case.thread is None
    assert not cases_visible_to(cast.moderator).filter(pk=case.pk).exists()
