"""Undoing decisions: in parallel, in order, and back to what was before."""

from datetime import timedelta

import pytest

from discussions.models import Comment, Thread
from ideaforge.errors import Conflict, Refused
from ideas.models import Idea
from moderation import actions
from moderation.models import Act, Case, Decision, Measure
from tests.cast import Cast, at_once, make_idea, say
from tests.moderation.desk import decide, report, told, verdict
from tests.moderation.effects import EFFECTS, SOON, state

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_fifty_undo_the_same_and_one_wins(cast: Cast) -> None:
    comment = say(cast.mate, make_idea(cast.author, cast.public))
    decision = decide(cast.moderator, report(cast.author, comment))

    def undo() -> Decision:
        return actions.undo_decision(actor=cast.moderator, decision=decision, reason="Versehen.")

    kinds = [type(one) for one in at_once([undo] * 50)]
    assert (kinds.count(Decision), kinds.count(Conflict)) == (1, 49)
    assert told(cast.mate) == ["decision", "undone"]


def test_undoing_goes_from_the_last_decision_to_the_first(cast: Cast, comment: Comment) -> None:
    case = report(cast.author, comment)
    first = decide(cast.moderator, case, Measure.HIDE)
    actions.undo_decision(actor=cast.moderator, decision=first, reason="Versehen.")
    second = decide(cast.moderator, case, Measure.REMOVE)
    with pytest.raises(Conflict):
        actions.undo_decision(actor=cast.moderator, decision=first, reason="Nochmal.")
    actions.undo_decision(actor=cast.moderator, decision=second, reason="Doch nicht.")
    assert state(comment)["state"] == "visible"


def test_what_was_hidden_before_stays_hidden_when_its_removal_is_undone(
    cast: Cast, comment: Comment
) -> None:
    decide(cast.moderator, report(cast.author, comment), Measure.HIDE)
    seen = Case.objects.count()
    removed = actions.moderate(
        actor=cast.office, subject=comment, seen=seen, verdict=verdict(Measure.REMOVE)
    )
    actions.undo_decision(actor=cast.office, decision=removed, reason="Zu viel.")
    assert state(comment)["state"] == "hidden"


def test_undoing_gives_back_what_an_earlier_decision_had_set(
    cast: Cast, idea: Idea, comment: Comment
) -> None:
    other = say(cast.mate, idea, "Noch einer.")
    first = decide(cast.office, report(cast.author, comment), Measure.LOCK, reason="Erst.")
    second = decide(
        cast.office, report(cast.author, other), Measure.LOCK, reason="Dann.", until=SOON
    )
    with pytest.raises(Refused, match="spätere Entscheidung"):
        actions.undo_decision(actor=cast.office, decision=first, reason="Außer der Reihe.")
    actions.undo_decision(actor=cast.office, decision=second, reason="Versehen.")
    thread = Thread.objects.get(pk=comment.thread_id)
    assert (thread.closed_because, thread.closed_until) == ("Erst.", None)
    actions.undo_decision(actor=cast.office, decision=first, reason="Versehen.")
    assert state(comment)["closed"] == ""


def test_a_write_stop_that_is_undone_leaves_the_one_before_it(
    cast: Cast, idea: Idea, comment: Comment
) -> None:
    other, later = say(cast.mate, idea, "Noch einer."), SOON + timedelta(days=9)
    decide(cast.office, report(cast.author, comment), Measure.SILENCE, until=SOON)
    longer = decide(cast.office, report(cast.author, other), Measure.SILENCE, until=later)
    assert state(comment)["silent"] == later
    actions.undo_decision(actor=cast.office, decision=longer, reason="Versehen.")
    assert state(comment)["silent"] == SOON


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.LOCK, ("offen", "geschlossen")),
        (Measure.SLOW, ("in beliebigem Takt", "ein Beitrag in 5 Minuten")),
        (Measure.SUSPEND, ("aktiv", "gesperrt")),
        (Measure.WARN, ("sichtbar", "sichtbar")),
    ],
)
def test_the_log_says_before_and_after_of_what_the_measure_changes(
    cast: Cast, comment: Comment, measure: str, words: tuple[str, str]
) -> None:
    decision = decide(cast.office, report(cast.author, comment), measure, **EFFECTS[measure][0])
    actions.undo_decision(actor=cast.office, decision=decision, reason="Versehen.")
    rows = Act.objects.filter(member=cast.mate).order_by("activity")
    assert [(act.before, act.after) for act in rows] == [words, words[::-1]]
