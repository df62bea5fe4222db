"""Ideas that moderators take out of sight: by whom, what is recorded, what returns."""

import pytest

from discussions.models import Admission
from ideaforge.errors import Forbidden, Refused
from ideas.actions import (
    entrust,
    hide_idea,
    pin_idea,
    publish_idea,
    remove_idea,
    show_idea,
    withdraw_idea,
)
from ideas.models import Idea, State
from members.models import Role
from tests.cast import Cast, make_board, make_draft, make_idea, make_member, pins_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", [hide_idea, remove_idea, show_idea])
def test_only_those_who_are_entrusted_with_its_discussion(
    cast: Cast, idea: Idea, verb: object
) -> None:
    elsewhere = make_member("elsewhere", role=Role.MODERATOR)
    make_board("Bildung", moderators=[elsewhere])
    for member in (cast.author, cast.mate, cast.guest, elsewhere):
        with pytest.raises(Forbidden):
            verb(actor=member, idea=idea)  # type: ignore[operator]
    idea.refresh_from_db()
    assert idea.state == State.PUBLISHED


def test_hiding_removing_and_showing_record_one_deed_each(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    events.clear()
    hide_idea(actor=cast.moderator, idea=idea)
    hide_idea(actor=cast.office, idea=idea)
    remove_idea(actor=cast.moderator, idea=idea)
    show_idea(actor=cast.moderator, idea=idea)
    show_idea(actor=cast.moderator, idea=idea)
    assert events == ["idea.hidden", "idea.removed", "idea.shown"]


def test_its_author_does_not_put_it_back(cast: Cast, idea: Idea) -> None:
    hide_idea(actor=cast.moderator, idea=idea)
    with pytest.raises(Forbidden):
        publish_idea(author=cast.author, idea=idea)
    withdraw_idea(actor=cast.author, idea=idea)
    idea.refresh_from_db()
    assert idea.state == State.HIDDEN
    page = signed_in(cast.author).get(idea.get_absolute_url()).content.decode()
    assert "veroeffentlichen" not in page


def test_a_pin_is_not_kept_free_and_readers_return(cast: Cast, idea: Idea) -> None:
    pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    hide_idea(actor=cast.moderator, idea=idea)
    assert pins_of(cast.public) == []
    assert signed_in(None).get(idea.get_absolute_url()).status_code == 404
    show_idea(actor=cast.moderator, idea=idea)
    assert signed_in(None).get(idea.get_absolute_url()).status_code == 200
    assert pins_of(cast.public) == []


def test_new_moderators_of_the_board_are_entrusted_with_what_is_hidden_there(
    cast: Cast, idea: Idea
) -> None:
    hide_idea(actor=cast.moderator, idea=idea)
    second = make_member("zweite")
    entrust(actor=cast.office, topic=cast.public, moderators=[second])
    trusted = Admission.objects.filter(thread=idea.thread, moderates=True)
    assert [row.member for row in trusted] == [second]
    show_idea(actor=second, idea=idea)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_out_is_nobodys_to_take_out(cast: Cast, state: str) -> None:
    idea = make_draft(cast.author, cast.public)
    if state == "withdrawn":
        idea = withdraw_idea(actor=cast.author, idea=make_idea(cast.author, cast.public))
    with pytest.raises(Refused):
        hide_idea(actor=cast.office, idea=idea)
