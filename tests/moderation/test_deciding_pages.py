"""The pages on which one decides: what they keep, what they begin with, where they lead."""

import pytest

from discussions.models import Comment
from members.telling import letters
from moderation import actions
from moderation.models import Case, Decision
from tests.cast import Cast, signed_in
from tests.moderation.desk import report, told
from tests.moderation.effects import state

pytestmark = pytest.mark.django_db


def test_the_form_keeps_what_was_typed_when_somebody_was_quicker(
    cast: Cast, comment: Comment
) -> None:
    case = report(cast.author, comment)
    words = {"measure": "hide", "rule": "respect", "reason": "Lange begründet."}
    actions.claim_case(actor=cast.office, case=case, version=case.version)
    client, path = signed_in(cast.moderator), f"/moderation/faelle/{case.pk}/"
    answer = client.post(path, words | {"version": case.version})
    page = answer.content.decode()
    assert (answer.status_code, Decision.objects.count()) == (400, 0)
    assert "Lange begründet." in page
    assert "inzwischen bearbeitet" in page
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in page
    done = client.post(path, words | {"version": case.version}, follow=True)
    assert "Entschieden." in done.content.decode()
    assert "Rückgängig machen" in done.content.decode()


def test_leaving_it_does_not_give_the_reason_that_the_form_began_with(
    cast: Cast, comment: Comment
) -> None:
    case = report(cast.author, comment)
    client, path = signed_in(cast.moderator), f"/moderation/faelle/{case.pk}/"
    began = client.get(path).context["form"].initial
    assert (began["rule"], "setzt Menschen herab" in began["reason"]) == ("respect", True)
    words = {"measure": "leave", "rule": "respect", "reason": began["reason"], "version": "1"}
    client.post(path, words)
    [(_n, letter)] = letters(list(cast.author.notices.all()))
    assert "herab" not in letter.words
    assert Decision.objects.get().rule == ""


def test_without_a_report_the_moderators_own_look_opens_the_case(
    cast: Cast, comment: Comment
) -> None:
    client, path = signed_in(cast.moderator), f"/moderation/beitraege/{comment.pk}/"
    assert "Kanarienvogel" in client.get(path).content.decode()
    assert not Case.objects.exists(), "looking stores nothing"
    words = {"measure": "hide", "rule": "topic", "reason": "Nicht hier.", "version": "0"}
    client.post(path, words)
    assert (Case.objects.get().state, state(comment)["state"]) == ("decided", "hidden")
    assert told(cast.mate) == ["decision"]
    again = client.post(path, words)
    assert (again.status_code, Decision.objects.count()) == (400, 1)


def test_an_open_case_is_where_moderating_leads(cast: Cast, comment: Comment) -> None:
    case = report(cast.author, comment)
    answer = signed_in(cast.moderator).get(f"/moderation/beitraege/{comment.pk}/")
    assert answer["Location"] == f"/moderation/faelle/{case.pk}/"
