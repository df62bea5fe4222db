"""What was taken back or narrowed since somebody was asked: nothing of it comes out elsewhere."""

from collections.abc import Callable

import pytest

from discussions.actions import delete_comment, hide_comment, mark_off_record
from discussions.models import Comment
from events.actions import (
    Seed,
    accept_adoption,
    edit_event,
    register,
    sign_off,
    take_up,
)
from events.models import Adoption, AgendaItem, Event, QuestionState
from ideaforge.errors import Conflict, Forbidden
from ideas.models import Idea
from tests.cast import Cast, say, signed_in
from tests.events import podia
from tests.events.plans import announced, plan

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel im Schacht."
TAKEN_BACK: dict[str, Callable[[Cast, Comment], object]] = {
    "off the record": lambda c, said: mark_off_record(author=c.author, comment=said, on=True),
    "hidden": lambda c, said: hide_comment(actor=c.moderator, comment=said),
    "deleted": lambda c, said: delete_comment(actor=c.author, comment=said),
}


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air of an event for members."""
    return podia.on_air(cast)


def asked(cast: Cast, item: AgendaItem) -> tuple[Comment, Adoption]:
    """Ask the mate to own the words of the author."""
    said = say(cast.author, item, CANARY)
    seed = Seed("Kanarienvogel", f"> {CANARY}", cast.mate, [cast.inside])
    return said, take_up(actor=cast.moderator, item=item, seed=seed, comment=said)


def narrow(cast: Cast, event: Event, **fields: object) -> None:
    """Let only those who are invited read of an event."""
    event = Event.objects.get(pk=event.pk)
    times = {"starts": event.starts, "ends": event.ends, "organisers": [cast.moderator]}
    words = plan(**{**times, "audience": "invited", **fields})
    edit_event(actor=cast.office, event=event, version=event.version, plan=words)


def test_control_what_stands_becomes_an_idea(cast: Cast, item: AgendaItem) -> None:
    _said, adoption = asked(cast, item)
    accept_adoption(owner=cast.mate, adoption=adoption, publish=True)
    assert Idea.objects.filter(text__contains=CANARY).exists()


@pytest.mark.parametrize("how", TAKEN_BACK)
def test_words_that_were_taken_back_become_nobodys_idea(
    cast: Cast, item: AgendaItem, how: str
) -> None:
    said, adoption = asked(cast, item)
    TAKEN_BACK[how](cast, said)
    with pytest.raises(Conflict):
        accept_adoption(owner=cast.mate, adoption=adoption, publish=True)
    assert not Idea.objects.filter(text__contains=CANARY).exists()


def test_words_of_an_event_that_fewer_read_now_are_not_spread(cast: Cast, item: AgendaItem) -> None:
    _said, adoption = asked(cast, item)
    narrow(cast, item.event, invited=[cast.author, cast.mate])
    with pytest.raises(Conflict):
        accept_adoption(owner=cast.mate, adoption=adoption, publish=True)


def test_who_was_signed_off_and_is_not_invited_any_more_is_outside(cast: Cast) -> None:
    event = announced(cast.office, audience="invited", invited=[cast.mate])
    own = register(member=cast.mate, event=event, answers={})
    narrow(cast, event, invited=[])
    page = event.get_absolute_url()
    assert signed_in(cast.mate).get(page).status_code == 200, "there was something to read"
    sign_off(actor=cast.office, registration=own)
    assert signed_in(cast.mate).get(page).status_code == 404
    with pytest.raises(Forbidden):
        register(member=cast.mate, event=event, answers={})


def test_where_moderators_look_first_their_own_unnamed_questions_wait_too(cast: Cast) -> None:
    item = podia.on_air(cast, allows_anonymous=True, looks_first=True)
    theirs = podia.ask(cast.moderator, item, "Wer bin ich?", device="a" * 64)
    named = podia.ask(cast.moderator, item, "Mit meinem Namen?")
    assert (theirs.state, named.state) == (QuestionState.WAITING, QuestionState.SHOWN)
