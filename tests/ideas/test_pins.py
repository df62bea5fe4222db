"""Pins of a board: six at most, in the order that its moderators give them."""

import pytest

from ideaforge.errors import Forbidden, Refused
from ideas.actions import Content, edit_idea, pin_idea, publish_idea, unpin_idea, withdraw_idea
from ideas.actions.pins import PINS
from ideas.models import Idea
from ideas.sections import others_on
from members.models import Role
from tests.cast import (
    JSON,
    Cast,
    make_board,
    make_draft,
    make_idea,
    make_member,
    pins_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


def pinned(cast: Cast) -> list[str]:
    return [idea.title for idea in pins_of(cast.public)]


def others(cast: Cast) -> list[str]:
    return [idea.title for idea in others_on(cast.public)]


def make_pinned(cast: Cast, *titles: str) -> list[Idea]:
    ideas = [make_idea(cast.author, cast.public, title=title) for title in titles]
    for idea in ideas:
        pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    return ideas


def test_pins_come_first_in_the_order_of_pinning(cast: Cast, events: list[str]) -> None:
    make_idea(cast.author, cast.public, title="D")
    events.clear()
    make_pinned(cast, "B", "A", "C")
    assert (pinned(cast), others(cast)) == (["B", "A", "C"], ["D"])
    assert events == ["idea.published"] * 3 + ["pin.set"] * 3


def test_pins_move_up_and_down_and_stop_at_the_ends(cast: Cast) -> None:
    a, _b, c = make_pinned(cast, "A", "B", "C")
    orders = []
    for idea, move in [(c, "up"), (c, "up"), (c, "up"), (a, "down"), (a, "down"), (a, "")]:
        pin_idea(actor=cast.moderator, topic=cast.public, idea=idea, move=move)
        orders.append("".join(pinned(cast)))
    assert orders == ["ACB", "CAB", "CAB", "CBA", "CBA", "CBA"]


def test_unpinning_closes_the_gap_and_twice_is_once(cast: Cast, events: list[str]) -> None:
    a, b, _c = make_pinned(cast, "A", "B", "C")
    events.clear()
    unpin_idea(actor=cast.moderator, topic=cast.public, idea=a)
    unpin_idea(actor=cast.moderator, topic=cast.public, idea=a)
    assert (pinned(cast), events) == (["B", "C"], ["pin.taken"])
    pin_idea(actor=cast.moderator, topic=cast.public, idea=b, move="down")
    assert pinned(cast) == ["C", "B"]


def test_a_board_has_room_for_six(cast: Cast) -> None:
    make_pinned(cast, *"ABCDEF")
    with pytest.raises(Refused, match=str(PINS)):
        make_pinned(cast, "G")
    assert pinned(cast) == list("ABCDEF")


def test_a_withdrawn_idea_gives_its_place_back(cast: Cast) -> None:
    ideas = make_pinned(cast, *"ABCDEF")
    withdraw_idea(actor=cast.author, idea=ideas[1])
    make_pinned(cast, "G")
    publish_idea(author=cast.author, idea=ideas[1])
    assert (pinned(cast), others(cast)) == (list("ACDEFG"), ["B"])


def test_each_board_pins_for_itself_and_an_edit_keeps_the_pin(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside, title="A")
    pin_idea(actor=cast.moderator, topic=cast.inside, idea=idea)
    content = Content("A", "Neu.", [cast.inside, cast.public])
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    assert [one.title for one in pins_of(cast.inside)] == ["A"]
    assert idea.placements.get(tag=cast.public).pin is None


def test_only_the_boards_moderator_and_the_office_arrange_it(cast: Cast, idea: Idea) -> None:
    elsewhere = make_member("elsewhere", role=Role.MODERATOR)
    make_board("Bildung", moderators=[elsewhere])
    for member in (cast.author, cast.mate, cast.guest, elsewhere):
        for act in (pin_idea, unpin_idea):
            with pytest.raises(Forbidden):
                act(actor=member, topic=cast.public, idea=idea)
    pin_idea(actor=cast.office, topic=cast.public, idea=idea)
    assert pinned(cast) == ["Deich"]


def test_what_does_not_stand_on_the_board_is_not_pinned(cast: Cast) -> None:
    elsewhere = make_idea(cast.author, cast.inside)
    draft = make_draft(cast.author, cast.public)
    for idea in (elsewhere, draft):
        with pytest.raises(Refused):
            pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)


def test_pinning_by_form(cast: Cast, idea: Idea) -> None:
    board = "/themen/klimaschutz/anpinnen"
    client, url = signed_in(cast.moderator), f"{board}/{idea.pk}/"
    answer = client.post(url, {"move": "pin"})
    assert (answer.status_code, answer["Location"]) == (303, "/themen/klimaschutz/")
    assert pinned(cast) == ["Deich"]
    assert client.post(url, {"move": "unpin"}).status_code == 303
    assert pinned(cast) == []
    for wrong in ({"move": "x"}, {}):
        assert client.post(url, wrong).status_code == 400
    for unknown in ("9" * 30, "0"):
        assert client.post(f"{board}/{unknown}/", {"move": "pin"}).status_code == 404


def test_pinning_by_script_answers_with_what_the_board_shows_now(cast: Cast, idea: Idea) -> None:
    client = signed_in(cast.moderator)
    url = f"/themen/klimaschutz/anpinnen/{idea.pk}/"
    body = client.post(url, {"move": "pin"}, headers=JSON).json()
    assert (body["id"], body["said"]) == (f"idea-{idea.pk}", "Deich: angepinnt")
    parts = [f"{cast.public.stream}-featured", f"{cast.public.stream}-pinned"]
    assert [part["id"] for part in body["also"]] == parts
    assert f'id="idea-{idea.pk}"' in body["also"][1]["html"]
    body = client.post(url, {"move": "unpin"}, headers=JSON).json()
    assert f'id="idea-{idea.pk}"' not in body["also"][1]["html"]
