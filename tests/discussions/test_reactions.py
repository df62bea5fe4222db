"""Reactions: four kinds, each once per member, and back."""

import pytest

from discussions.actions import delete_comment, react
from discussions.models import Reaction
from ideaforge.errors import Forbidden, Refused
from ideas.models import Idea
from tests.cast import JSON, Cast, make_idea, say, signed_in

pytestmark = pytest.mark.django_db


def test_a_reaction_is_given_and_taken_back(cast: Cast, idea: Idea, events: list[str]) -> None:
    comment = say(cast.mate, idea)
    events.clear()
    counts = []
    for member, kind in [
        (cast.author, "agree"), (cast.office, "agree"), (cast.author, "thanks"),
        (cast.author, "agree"),
    ]:  # fmt: skip
        react(actor=member, comment=comment, kind=kind)
        comment.refresh_from_db()
        counts.append(comment.reactions)
    assert counts == [
        {"agree": 1}, {"agree": 2}, {"agree": 2, "thanks": 1}, {"agree": 1, "thanks": 1},
    ]  # fmt: skip
    assert events == ["comment.reacted"] * 3 + ["comment.unreacted"]


def test_one_may_react_to_oneself_but_guests_and_outsiders_may_not(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    react(actor=cast.mate, comment=comment, kind="insight")
    inside = say(cast.moderator, make_idea(cast.moderator, cast.closed))
    for member, target in ((cast.guest, comment), (cast.mate, inside)):
        with pytest.raises(Forbidden):
            react(actor=member, comment=target, kind="agree")
    assert Reaction.objects.count() == 1


def test_nobody_reacts_to_what_is_gone(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    delete_comment(actor=cast.mate, comment=comment)
    with pytest.raises(Refused):
        react(actor=cast.author, comment=comment, kind="agree")
    assert Reaction.objects.count() == 0


def test_the_answer_tells_the_page_what_is_mine(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    react(actor=cast.office, comment=comment, kind="thanks")
    client, url = signed_in(cast.author), f"/diskussionen/kommentare/{comment.pk}/reaktion/"
    body = client.post(url, {"kind": "agree"}, headers=JSON).json()
    assert (body["id"], body["mine"]) == (f"comment-{comment.pk}", ["agree"])
    assert client.post(url, {"kind": "agree"}, headers=JSON).json()["mine"] == []


@pytest.mark.parametrize("kind", ["", "dislike", "\x00", "agree ", "x" * 500])
def test_an_unknown_reaction_is_refused(cast: Cast, idea: Idea, kind: str) -> None:
    comment = say(cast.mate, idea)
    url = f"/diskussionen/kommentare/{comment.pk}/reaktion/"
    answer = signed_in(cast.author).post(url, {"kind": kind}, headers=JSON)
    assert (answer.status_code, answer.json()["field"]) == (400, "kind")
    assert Reaction.objects.count() == 0


def test_the_page_shows_the_counts_and_my_own(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    react(actor=cast.author, comment=comment, kind="agree")
    mine = '<script id="mine" type="application/json">{%s}</script>'
    page = signed_in(cast.author).get(idea.get_absolute_url()).content.decode()
    assert mine % f'"{comment.pk}": ["agree"]' in page
    assert mine % "" in signed_in(cast.office).get(idea.get_absolute_url()).content.decode()
