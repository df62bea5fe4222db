"""What was removed is erased for good once nobody can object any more, and not before."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from discussions.actions import edit_comment
from discussions.models import Comment
from ideaforge.errors import Refused
from ideas.models import Idea
from moderation import actions
from moderation.actions.forget import forget_removed
from moderation.models import Decision, Measure
from moderation.tasks import forget
from tests.cast import PLAN, Cast, make_idea, say
from tests.moderation.desk import decide, report

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


def whole_database() -> str:
    """Return every text that is stored anywhere."""
    texts: list[Any] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += cursor.fetchall()
    return str(texts)


@pytest.fixture
def removed(cast: Cast) -> list[Decision]:
    """An edited comment and an idea with a plan and tags, both removed."""
    comment = say(cast.mate, make_idea(cast.author, cast.public), f"{CANARY} zuerst")
    edit_comment(author=cast.mate, comment=comment, text=f"{CANARY} dann", before=comment.text)
    idea = make_idea(
        cast.author, cast.public, title=f"{CANARY} Idee", text=CANARY, tags=["Egal"],
        plan=dict.fromkeys(PLAN, CANARY),
    )  # fmt: skip
    subjects = (Comment.objects.get(pk=comment.pk), idea)
    return [decide(cast.moderator, report(cast.office, one), Measure.REMOVE) for one in subjects]


def age(days: int) -> None:
    Decision.objects.update(created=timezone.now() - timedelta(days=days))


def test_after_half_a_year_no_table_has_the_words(removed: list[Decision]) -> None:
    age(182)
    forget.func()
    assert CANARY in whole_database()
    age(184)
    forget.func()
    assert CANARY not in whole_database()
    assert Comment.objects.get(cases__decisions=removed[0]).state == "removed"


def test_what_is_hidden_undone_or_objected_to_is_kept(cast: Cast, removed: list[Decision]) -> None:
    hidden = say(cast.mate, make_idea(cast.author, cast.public), f"{CANARY} ausgeblendet")
    decide(cast.moderator, report(cast.office, hidden), Measure.HIDE)
    actions.object_to(member=cast.mate, decision=removed[0], words="Bitte prüfen.")
    actions.undo_decision(actor=cast.moderator, decision=removed[1], reason="Versehen.")
    age(400)
    forget.func()
    hidden.refresh_from_db()
    assert CANARY in hidden.text
    assert CANARY in Idea.objects.get(cases__decisions=removed[1]).title
    assert CANARY in Comment.objects.get(cases__decisions=removed[0]).text


def test_what_is_erased_is_not_brought_back(cast: Cast, removed: list[Decision]) -> None:
    age(184)
    forget.func()
    for decision in removed:
        with pytest.raises(Refused, match="endgültig"):
            actions.undo_decision(actor=cast.moderator, decision=decision, reason="Doch.")


def test_a_second_run_does_nothing(removed: list[Decision]) -> None:
    age(184)
    assert (forget_removed(), forget_removed()) == (2, 0)
