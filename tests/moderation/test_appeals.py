"""Objections: once, by whom it concerns, also suspended; decided by somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from discussions.models import Comment
from ideaforge.errors import Forbidden, Refused
from members.models import Member, Role
from members.telling import letters
from moderation import actions
from moderation.letters import appeal_url
from moderation.models import Appeal, Case, Decision, Measure
from tests.cast import Cast, make_member, signed_in
from tests.moderation.desk import decide, report, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast: Cast, comment: Comment) -> Decision:
    """The mate's comment, hidden by the moderator."""
    return decide(cast.moderator, report(cast.author, comment))


def object_to(decision: Decision, member: Member) -> Case:
    actions.object_to(member=member, decision=decision, words="Das war nicht so gemeint.")
    return Case.objects.get(kind="appeal")


def answer(actor: Member, case: Case, *, granted: bool) -> Appeal:
    case.refresh_from_db()
    return actions.decide_appeal(
        actor=actor, case=case, version=case.version, granted=granted, answer="Geprüft."
    )


def test_the_first_moderator_does_not_decide_on_the_objection(
    cast: Cast, decision: Decision
) -> None:
    case = object_to(decision, cast.mate)
    assert told(cast.office) == ["case"], "nobody else moderates this board"
    with pytest.raises(Forbidden):
        answer(cast.moderator, case, granted=False)
    page = signed_in(cast.moderator).get(f"/moderation/faelle/{case.pk}/").content.decode()
    assert "Das war nicht so gemeint." in page
    assert "jemand anderes" in page
    assert 'name="granted"' not in page


def test_a_granted_objection_undoes_the_decision_and_tells_both(
    cast: Cast, decision: Decision, comment: Comment
) -> None:
    answer(cast.office, object_to(decision, cast.mate), granted=True)
    comment.refresh_from_db()
    decision.refresh_from_db()
    assert (comment.state, decision.undone_by) == ("visible", cast.office)
    assert told(cast.mate) == ["decision", "undone", "appeal"]
    assert told(cast.moderator) == ["case", "appeal"]
    assert Case.objects.exclude(state="decided").count() == 0
    letter = letters(list(cast.mate.notices.filter(kind="appeal")))[0][1]
    assert "stattgegeben" in letter.words
    assert "Geprüft." in letter.words


def test_a_dismissed_objection_leaves_the_decision(
    cast: Cast, decision: Decision, comment: Comment
) -> None:
    answer(cast.office, object_to(decision, cast.mate), granted=False)
    comment.refresh_from_db()
    decision.refresh_from_db()
    assert (comment.state, decision.undone) == ("hidden", None)
    with pytest.raises(Refused, match="bereits"):
        object_to(decision, cast.mate)


def test_nobody_else_objects_and_nobody_twice_or_too_late(cast: Cast, decision: Decision) -> None:
    with pytest.raises(Forbidden):
        object_to(decision, cast.author)
    Decision.objects.update(created=timezone.now() - timedelta(days=184))
    with pytest.raises(Refused, match="vorbei"):
        object_to(decision, cast.mate)
    Decision.objects.update(created=timezone.now() - timedelta(days=182))
    object_to(decision, cast.mate)
    assert Appeal.objects.count() == 1


def test_the_link_of_the_mail_works_without_signing_in_and_cannot_be_forged(
    cast: Cast, comment: Comment
) -> None:
    decision = decide(cast.office, report(cast.author, comment), Measure.SUSPEND)
    url = appeal_url(decision)
    page = Client().get(url).content.decode()
    assert "Herabsetzend." in page
    empty = Client().post(url, {"reason": ""})
    assert (empty.status_code, Appeal.objects.count()) == (400, 0)
    done = Client().post(url, {"reason": "Ich bitte um Prüfung."})
    assert "Ihr Widerspruch ist angekommen" in done.content.decode()
    assert "bereits widersprochen" in Client().get(url).content.decode()
    token = url.split("/")[2]
    for forged in (str(decision.pk), token[:-2] + "xx", "x"):
        assert Client().get(f"/widerspruch/{forged}/").status_code == 404


def test_an_objection_to_the_offices_decision_is_decided_by_another_of_the_office(
    cast: Cast, comment: Comment
) -> None:
    second = make_member("zweite", role=Role.OFFICE)
    decision = decide(cast.office, report(cast.author, comment), Measure.SUSPEND)
    case = object_to(decision, cast.mate)
    with pytest.raises(Forbidden):
        answer(cast.office, case, granted=True)
    answer(second, case, granted=True)
    assert Member.objects.get(pk=cast.mate.pk).is_active
