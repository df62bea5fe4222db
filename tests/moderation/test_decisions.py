"""Decisions: what each measure does, who is told, and that each is undone to the last bit."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from discussions.actions import delete_comment
from discussions.models import Comment
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import publish_idea
from ideas.models import Idea
from members.models import Member
from members.telling import letters
from moderation import actions
from moderation.models import Act, Case, Decision, Measure
from tests.cast import Cast, at_once, make_idea, make_member, say, signed_in
from tests.moderation.desk import decide, report, told, verdict
from tests.moderation.effects import EFFECTS, SOON, state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("measure", EFFECTS)
def test_a_measure_does_what_it_says_and_undoing_gives_everything_back(
    cast: Cast, comment: Comment, measure: str
) -> None:
    more, effect = EFFECTS[measure]
    before = state(comment)
    case = report(cast.author, comment)
    decision = decide(cast.office, case, measure, **more)
    assert state(comment) == before | effect
    case.refresh_from_db()
    assert (case.state, case.decided is not None) == ("decided", True)
    actions.undo_decision(actor=cast.office, decision=decision, reason="Ein Versehen.")
    assert state(comment) == before
    case.refresh_from_db()
    assert (case.state, case.decided) == ("open", None)


@pytest.mark.parametrize("measure", [m for m in EFFECTS if m != Measure.LEAVE])
def test_the_author_gets_a_statement_of_reasons_and_hears_of_the_undoing(
    cast: Cast, comment: Comment, measure: str
) -> None:
    decision = decide(cast.office, report(cast.author, comment), measure, **EFFECTS[measure][0])
    actions.undo_decision(actor=cast.office, decision=decision, reason="Ein Versehen.")
    assert told(cast.mate) == ["decision", "undone"]
    [(_n, statement), (_m, undone)] = letters(list(cast.mate.notices.order_by("pk")))
    assert "Herabsetzend." in statement.words
    assert "Hausregel: Beleidigt oder setzt Menschen herab." in statement.words
    assert f"Beitrag {comment.pk} vom" in statement.words
    assert statement.url.startswith("/widerspruch/")
    assert "Ein Versehen." in undone.words


def test_reporters_hear_what_came_of_it_but_not_what_the_author_was_told(
    cast: Cast, comment: Comment
) -> None:
    case = report(cast.author, comment)
    report(cast.office, comment)
    decide(cast.moderator, case)
    assert told(cast.author) == ["outcome"]
    assert told(cast.office) == ["outcome"]
    [(_n, letter)] = letters(list(cast.author.notices.all()))
    assert "tätig geworden" in letter.words
    assert "Herabsetzend." not in letter.words


def test_leaving_it_tells_the_reporter_and_not_the_author(cast: Cast, comment: Comment) -> None:
    decide(cast.moderator, report(cast.author, comment), "leave")
    assert (told(cast.author), told(cast.mate)) == (["outcome"], [])


@pytest.mark.parametrize(
    ("measure", "more", "field"),
    [
        (Measure.HIDE, {"rule": ""}, "rule"),
        (Measure.HIDE, {"rule": "unsinn"}, "rule"),
        (Measure.HIDE, {"reason": ""}, "reason"),
        (Measure.SLOW, {}, "minutes"),
        (Measure.SLOW, {"minutes": 61}, "minutes"),
        (Measure.SILENCE, {}, "until"),
        (Measure.SILENCE, {"until": timezone.now() - timedelta(hours=1)}, "until"),
    ],
)
def test_an_incomplete_verdict_is_refused_and_changes_nothing(
    cast: Cast, comment: Comment, measure: str, more: dict[str, Any], field: str
) -> None:
    case, before = report(cast.author, comment), state(comment)
    with pytest.raises(Refused) as refused:
        decide(cast.office, case, measure, **more)
    assert (refused.value.field, state(comment)) == (field, before)
    assert not Decision.objects.exists()


def test_only_who_is_entrusted_decides_and_never_about_themselves(
    cast: Cast, comment: Comment, idea: Idea, elsewhere: Member
) -> None:
    case = report(cast.author, comment)
    for member in (cast.mate, cast.author, cast.guest, elsewhere):
        with pytest.raises(Forbidden):
            decide(member, case)
    own = report(cast.mate, say(cast.moderator, idea))
    with pytest.raises(Forbidden):
        decide(cast.moderator, own, "leave")
    for measure in (Measure.SILENCE, Measure.SUSPEND):
        with pytest.raises(Forbidden):  # these hold on every board, so they are the office's
            decide(cast.moderator, case, measure, until=SOON)
    assert not Decision.objects.exists()


def test_of_two_moderators_the_second_is_told_that_the_first_was_quicker(
    cast: Cast, comment: Comment
) -> None:
    case = report(cast.author, comment)
    seen = case.version
    actions.claim_case(actor=cast.moderator, case=case, version=seen)
    with pytest.raises(Conflict, match="bearbeitet"):
        actions.decide(actor=cast.office, case=case, version=seen, verdict=verdict())
    decide(cast.moderator, case)
    with pytest.raises(Conflict, match="entschieden"):
        decide(cast.office, case)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_decide_at_once_and_one_wins(cast: Cast) -> None:
    comment = say(cast.mate, make_idea(cast.author, cast.public))
    case = report(cast.author, comment)

    def by(member: Member) -> Any:
        return lambda: actions.decide(
            actor=member, case=case, version=case.version, verdict=verdict()
        )

    results = at_once([by(cast.moderator if n % 2 else cast.office) for n in range(50)])
    kinds = [type(one) for one in results]
    assert (kinds.count(Decision), kinds.count(Conflict)) == (1, 49)
    assert (Decision.objects.count(), told(cast.mate)) == (1, ["decision"])


@pytest.mark.django_db(transaction=True)
def test_fifty_moderate_the_same_without_a_report_and_one_wins(cast: Cast) -> None:
    comment = say(cast.mate, make_idea(cast.author, cast.public))

    def moderate() -> Decision:
        subject = Comment.objects.get(pk=comment.pk)
        return actions.moderate(
            actor=cast.moderator, subject=subject, seen=0, verdict=verdict(Measure.WARN)
        )

    kinds = [type(one) for one in at_once([moderate] * 50)]
    assert (kinds.count(Decision), kinds.count(Conflict), Case.objects.count()) == (1, 49, 1)


def test_a_removed_comment_is_gone_for_its_author_too(cast: Cast, comment: Comment) -> None:
    path = comment.get_absolute_url()
    decide(cast.moderator, report(cast.author, comment), Measure.HIDE)
    assert signed_in(cast.mate).get(path).status_code == 200
    case = Case.objects.get()
    actions.undo_decision(
        actor=cast.moderator, decision=Decision.objects.get(), reason="Doch löschen."
    )
    decide(cast.moderator, case, Measure.REMOVE)
    assert signed_in(cast.mate).get(path).status_code == 404
    assert signed_in(cast.moderator).get(path).status_code == 200


def test_an_idea_is_hidden_with_its_discussion_and_comes_back_whole(
    cast: Cast, idea: Idea, comment: Comment
) -> None:
    decision = decide(cast.moderator, report(cast.mate, idea))
    path = idea.get_absolute_url()
    codes = {
        name: signed_in(who).get(path).status_code
        for name, who in {"stranger": None, "mate": cast.mate, "author": cast.author,
                          "moderator": cast.moderator, "office": cast.office}.items()
    }  # fmt: skip
    assert codes == {
        "stranger": 404, "mate": 404, "author": 200, "moderator": 200, "office": 200,
    }  # fmt: skip
    with pytest.raises(Forbidden):
        publish_idea(author=cast.author, idea=idea)
    actions.undo_decision(actor=cast.moderator, decision=decision, reason="Versehen.")
    assert signed_in(None).get(path).status_code == 200
    assert "Kanarienvogel" in signed_in(None).get(path).content.decode()


def test_a_write_stop_lets_read_delete_and_object_but_not_write(
    cast: Cast, comment: Comment, idea: Idea
) -> None:
    decide(cast.office, report(cast.author, comment), Measure.SILENCE, until=SOON)
    with pytest.raises(Forbidden, match="wieder schreiben"):
        say(cast.mate, idea, "Noch etwas.")
    page = signed_in(cast.mate).get(idea.get_absolute_url()).content.decode()
    assert "Sie können mitlesen" in page
    assert "data-composer" not in page
    delete_comment(actor=cast.mate, comment=comment)
    Member.objects.filter(pk=cast.mate.pk).update(silent_until=timezone.now())
    say(cast.mate, idea, "Wieder da.")


def test_a_case_is_claimed_put_back_and_handed_over(
    cast: Cast, comment: Comment, events: list[str]
) -> None:
    case = report(cast.author, comment)
    events.clear()
    case = actions.claim_case(actor=cast.moderator, case=case, version=case.version)
    assert (case.state, case.claimed_by) == ("claimed", cast.moderator)
    case = actions.release_case(actor=cast.moderator, case=case, version=case.version)
    with pytest.raises(Refused):
        actions.pass_on_case(actor=cast.moderator, case=case, version=case.version, reason="")
    actions.pass_on_case(
        actor=cast.moderator, case=case, version=case.version, reason="Braucht eine Schreibpause."
    )
    assert events == ["case.claimed", "case.released", "case.passed_on"]
    assert told(cast.office) == ["case"]
    with pytest.raises(Forbidden):
        decide(cast.moderator, case)
    decide(cast.office, case, Measure.SILENCE, until=SOON)


def test_every_decision_stands_in_the_log_with_before_and_after(
    cast: Cast, comment: Comment
) -> None:
    decision = decide(cast.moderator, report(cast.author, comment))
    actions.undo_decision(actor=cast.moderator, decision=decision, reason="Versehen.")
    rows = [
        (act.activity.verb, act.activity.actor, act.member, act.topic, act.before, act.after,
         act.why)
        for act in Act.objects.filter(member=cast.mate).order_by("activity")
    ]  # fmt: skip
    assert rows == [
        ("decision.made", cast.moderator, cast.mate, cast.public, "sichtbar",
         "von der Moderation ausgeblendet", "Herabsetzend."),
        ("decision.undone", cast.moderator, cast.mate, cast.public,
         "von der Moderation ausgeblendet", "sichtbar", "Versehen."),
    ]  # fmt: skip


def test_a_profile_is_the_offices(cast: Cast) -> None:
    make_member("reporter")
    case = report(cast.author, cast.mate)
    with pytest.raises(Forbidden):
        decide(cast.moderator, case, Measure.WARN)
    decide(cast.office, case, Measure.WARN)
    assert told(cast.mate) == ["decision"]
