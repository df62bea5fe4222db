"""Who reads which question and poll, on which page and in which frame, and who steers them."""

import pytest

from events.actions import (
    delete_slot,
    enter_as_guest,
    hide_question,
    open_poll,
    show_out,
    show_question,
    support_question,
    take_off_air,
    welcome_guests,
    withdraw_question,
)
from events.models import AgendaItem, Poll, Question
from ideaforge.errors import Forbidden, Refused
from live.registry import readable
from tests.cast import Cast, signed_in
from tests.events.podia import again, ask, choose, console_of, on_air, page_of, poll

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def places_of(item: AgendaItem, question: Question | None = None) -> list[str]:
    """Return every address that may show a question or a poll."""
    event = item.event
    own = [f"/fragen/{question.pk}/antwort/"] if question else []
    return [page_of(item), console_of(item), event.get_absolute_url(), "/termine/", "/", *own,
            *(f"/live/nachholen/?stream={one}&after=0" for one in event.streams)]  # fmt: skip


def readers_of(cast: Cast, paths: list[str], words: str = CANARY) -> set[tuple[str, str]]:
    people = {"author": cast.author, "mate": cast.mate, "moderator": cast.moderator,
              "office": cast.office, "guest": cast.guest, "stranger": None}  # fmt: skip
    found = set()
    for role, member in people.items():
        client = signed_in(member)
        found |= {(role, one) for one in paths if words in client.get(one).content.decode()}
    return found


def roles(found: set[tuple[str, str]]) -> set[str]:
    return {role for role, _path in found}


def test_what_waits_or_is_hidden_is_read_by_its_author_and_the_organisers(cast: Cast) -> None:
    item = on_air(cast, looks_first=True, audience="public")
    question = ask(cast.author, item, CANARY)
    organisers, paths = {"moderator", "office"}, places_of(item, question)
    waiting = readers_of(cast, paths)
    assert roles(waiting) == organisers | {"author"}
    assert {path for role, path in waiting if role == "author"} == {page_of(item)}
    show_question(actor=cast.moderator, question=question)
    seen = readers_of(cast, paths)
    assert roles(seen) == organisers | {"author", "mate", "guest", "stranger"}
    assert ("stranger", paths[-2]) in seen, "the frame says it"
    hide_question(actor=cast.moderator, question=question)
    assert readers_of(cast, paths) == waiting
    withdraw_question(actor=cast.author, question=question)
    assert readers_of(cast, paths) == set()


def test_drafts_of_polls_and_hidden_results_are_the_organisers_alone(cast: Cast) -> None:
    item = on_air(cast, audience="public")
    asked = poll(cast.moderator, item, options=["Ja", f"{CANARY}-Wert"])
    Poll.objects.update(state="draft")
    paths = [*places_of(item), f"/umfragen/{asked.pk}/bearbeiten/"]
    assert roles(readers_of(cast, paths)) == {"moderator", "office"}
    open_poll(actor=cast.moderator, poll=Poll.objects.get())
    choose(cast.author, asked, 1)
    assert roles(readers_of(cast, paths)) >= {"mate", "guest", "stranger"}
    assert roles(readers_of(cast, paths, "<table")) == {"moderator", "office"}
    asked.shows_at_once = True
    asked.save()
    assert roles(readers_of(cast, paths, "<table")) >= {"mate", "guest", "stranger"}


def test_who_opens_which_page_and_who_joins_which_stream(cast: Cast) -> None:
    people = [cast.author, cast.moderator, cast.office, cast.guest, None]
    for audience, opens in (("public", [200] * 5), ("members", [200] * 3 + [404] * 2),
                            ("invited", [404, 200, 200, 404, 404])):  # fmt: skip
        item = on_air(cast, audience=audience)
        assert [signed_in(one).get(page_of(item)).status_code for one in people] == opens
        codes = [signed_in(one).get(console_of(item)).status_code for one in people]
        assert codes == [404, 200, 200, 404, 302]
        joins = [bool(readable("regie", one, {item.event_id})) for one in people]
        assert joins == [False, True, True, False, False]


def test_only_organisers_reach_the_deeds_of_the_console(cast: Cast, item: AgendaItem) -> None:
    question, asked = ask(cast.author, item), poll(cast.moderator, item)
    on = f"/termine/{item.event_id}/live/{item.pk}"
    deeds = [(f"/fragen/{question.pk}/regie/", {"deed": "later"}),
             (f"/fragen/{question.pk}/antwort/", {"text": "x"}),
             (f"/umfragen/{asked.pk}/regie/", {"deed": "close"}),
             (f"{on}/umfragen/", {"kind": "cloud", "text": "x"}),
             (f"{on}/fragen/regeln/", {})]  # fmt: skip
    for member in (cast.author, cast.mate, cast.guest):
        for url, fields in deeds:
            assert signed_in(member).post(url, fields).status_code == 404, url
    assert (again(question).state, Poll.objects.get().state) == ("shown", "open")
    for url, fields in deeds:
        assert signed_in(cast.moderator).post(url, fields).status_code == 303, url
    client = signed_in(cast.moderator)
    assert client.post(deeds[0][0], {"deed": "burn"}).status_code == 400


def test_guests_at_the_door_ask_support_and_vote_until_they_are_shown_out(cast: Cast) -> None:
    item = on_air(cast)
    event = welcome_guests(actor=cast.office, event=item.event)
    guest = enter_as_guest(event=event, code=event.guest_code, name="Anna Muster")
    question, asked = ask(cast.author, item), poll(cast.moderator, item)
    client = signed_in(guest)
    assert 'class="ask"' in client.get(page_of(item)).content.decode()
    ask(guest, item, "Darf ich?")
    assert support_question(actor=guest, question=question) == 1
    choose(guest, asked, 0)
    with pytest.raises(Forbidden):
        support_question(actor=cast.guest, question=question)
    show_out(actor=cast.office, guest_pass=guest.guest_passes.get())
    assert client.get(page_of(item)).status_code in {302, 404}
    with pytest.raises(Forbidden):
        ask(guest, item, "Noch einmal?")


def test_a_slot_that_was_asked_or_polled_in_stays(cast: Cast) -> None:
    asked, polled, empty = (on_air(cast) for _ in range(3))
    ask(cast.author, asked)
    poll(cast.moderator, polled)
    for item in (asked, polled, empty):
        take_off_air(actor=cast.office, event=item.event)
    for item in (asked, polled):
        with pytest.raises(Refused):
            delete_slot(actor=cast.office, item=item)
    delete_slot(actor=cast.office, item=empty)
