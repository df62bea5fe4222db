"""Hiding a contribution with one tap from the console: a decision like any other, and undone so."""

import pytest

from discussions.models import Comment
from events.actions import put_on_air
from events.models import AgendaItem
from ideaforge.errors import Conflict
from members.models import Notice
from moderation import actions
from moderation.models import Case, CaseState, Decision, Rule
from tests.cast import Cast, say, signed_in
from tests.events.sessions import running, slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air, whose event the mate organises."""
    event = running(cast.office, cast.mate)
    return put_on_air(actor=cast.mate, item=slot(event, "Wärme", 1.5))


def url(comment: Comment) -> str:
    return f"/moderation/beitraege/{comment.pk}/ausblenden/"


def test_one_tap_hides_tells_the_author_and_can_be_undone(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item, "Kanarienvogel")
    console = f"{item.event.get_absolute_url()}regie/"
    client = signed_in(cast.mate)
    answer = client.post(url(comment), headers={"Referer": f"http://testserver{console}"})
    assert (answer.status_code, answer["Location"]) == (303, console)
    decision = Decision.objects.get()
    page = client.get(console).content.decode()
    assert f"/moderation/entscheidungen/{decision.pk}/" in page
    reader = signed_in(cast.moderator).get(item.event.session_url).content.decode()
    assert "Kanarienvogel" not in reader
    assert decision.reason
    assert Notice.objects.filter(member=cast.author, object_id=decision.pk).exists()
    undo = f"/moderation/entscheidungen/{decision.pk}/"
    client.post(undo, {"reason": "Ein Versehen."})
    comment.refresh_from_db()
    assert comment.is_visible


def test_what_was_reported_is_decided_with_it(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item, "Kanarienvogel")
    actions.report(reporter=cast.office, subject=comment, rule=Rule.RESPECT, words="Das verletzt.")
    actions.hide_at_once(actor=cast.mate, comment=comment)
    assert [case.state for case in Case.objects.all()] == [CaseState.DECIDED]


def test_of_two_at_once_the_second_is_told(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item, "Kanarienvogel")
    actions.hide_at_once(actor=cast.mate, comment=comment)
    with pytest.raises(Conflict):
        actions.hide_at_once(actor=cast.office, comment=comment)
    assert Decision.objects.count() == 1


def test_nobody_hides_who_is_not_entrusted_and_nobody_their_own(
    cast: Cast, item: AgendaItem
) -> None:
    comment, own = say(cast.author, item, "Eins"), say(cast.mate, item, "Zwei")
    for who, one, status in ((cast.guest, comment, 404), (cast.moderator, comment, 403),
                             (cast.author, comment, 403), (cast.mate, own, 403)):  # fmt: skip
        assert signed_in(who).post(url(one)).status_code == status
    assert not Decision.objects.exists()
