"""The screen of the hall: one thing at a time, chosen by organisers, for readers of the event."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from discussions.models import Comment
from events.actions import clear_screen, close_poll, put_on_air, show_on_screen, welcome_guests
from events.models import AgendaItem, Event, Screen, Shows
from events.screen import picture_of
from ideaforge.errors import Conflict, Forbidden
from live.models import Activity
from live.presence import TOTAL
from members.models import Member
from tests.cast import JSON, Cast, make_members, say, signed_in
from tests.events.podia import ask, choose, on_air, poll
from tests.events.sessions import slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
MOST = 15


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air of an event that everybody reads and the moderator organises."""
    return on_air(cast, audience="public")


def url(event: Event) -> str:
    return f"{event.get_absolute_url()}leinwand/"


def seen(who: Member | None, event: Event, query: str = "") -> str:
    answer = signed_in(who).get(url(event) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def show(cast: Cast, item: AgendaItem, shows: str, chosen: object = None) -> Screen:
    return show_on_screen(actor=cast.moderator, event=item.event, shows=Shows(shows), chosen=chosen)  # type: ignore[arg-type]


def test_without_a_choice_the_hall_sees_the_slot_and_what_comes(
    cast: Cast, item: AgendaItem
) -> None:
    slot(item.event, "Danach der Kaffee", 1)
    html = seen(None, item.event)
    assert 'data-shows="slot"' in html
    assert html.index("Auftakt") < html.index("Danach der Kaffee")
    assert ("<header" in html, "<nav" in html, "<footer" in html) == (False, False, False)


def test_one_thing_at_a_time(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item, "Das **Wort** zur Wärme")
    question = ask(cast.mate, item, "Was kostet das?")
    asked = poll(cast.moderator, item)
    unseen = {"Das Wort zur Wärme", "Was kostet das?", "Was zuerst?"}
    for shows, chosen, words in (
        ("comment", comment, {"Das Wort zur Wärme"}), ("question", question, {"Was kostet das?"}),
        ("questions", None, {"Was kostet das?"}), ("poll", asked, {"Was zuerst?"}),
        ("code", None, set()), ("nothing", None, set()), ("slot", None, set()),
    ):  # fmt: skip
        show(cast, item, shows, chosen)
        html = seen(None, item.event)
        assert {one for one in unseen if one in html} == words, shows
        assert "Author" in html if shows == "comment" else "Author" not in html


def test_a_row_names_exactly_what_it_shows(cast: Cast, item: AgendaItem) -> None:
    comment, question = say(cast.author, item), ask(cast.mate, item)
    wrong: list[dict[str, Any]] = [
        {"shows": "comment"}, {"shows": "slot", "comment": comment}, {"shows": "poll"},
        {"shows": "question", "comment": comment},
        {"shows": "comment", "comment": comment, "question": question},
    ]  # fmt: skip
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Screen.objects.create(event=item.event, **fields)
    Screen.objects.create(event=item.event, shows="comment", comment=comment)


def test_what_is_shown_twice_is_one_deed(cast: Cast, item: AgendaItem, events: list[str]) -> None:
    comment = say(cast.author, item)
    events.clear()
    for _number in range(2):
        show(cast, item, "comment", comment)
    clear_screen(actor=cast.moderator, event=item.event)
    assert events == ["screen.changed"] * 2
    deeds = Activity.objects.filter(verb="screen.changed")
    assert {(one.model, one.object_id) for one in deeds} == {("events.event", item.event_id)}


@pytest.mark.parametrize("who", ["author", "mate", "guest"])
def test_only_organisers_choose(cast: Cast, item: AgendaItem, who: str) -> None:
    comment = say(cast.author, item)
    member = getattr(cast, who)
    with pytest.raises(Forbidden):
        show_on_screen(actor=member, event=item.event, shows=Shows.COMMENT, chosen=comment)
    send = {"shows": f"comment-{comment.pk}"}
    answer = signed_in(member).post(f"/termine/{item.event_id}/leinwand/zeigen/", send)
    assert (answer.status_code, Screen.objects.count()) == (404, 0)


def test_what_was_said_at_another_event_does_not_come_onto_this_screen(
    cast: Cast, item: AgendaItem
) -> None:
    other = on_air(cast)
    for shows, chosen in (
        ("comment", say(cast.author, other)), ("question", ask(cast.mate, other)),
        ("poll", poll(cast.moderator, other)),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            show(cast, item, shows, chosen)
    assert not Screen.objects.filter(event=item.event).exclude(shows="slot").exists()


def test_the_five_most_wanted_questions_in_their_order(cast: Cast, item: AgendaItem) -> None:
    found = [ask(one, item, f"Frage {number}") for number, one in enumerate(make_members(7))]
    for number, question in enumerate(found):
        type(question).objects.filter(pk=question.pk).update(support_count=number)
    show(cast, item, "questions")
    assert [one.text for one in picture_of(item.event).questions] == [
        f"Frage {number}" for number in (6, 5, 4, 3, 2)
    ]


def test_a_hidden_result_is_a_number_until_the_poll_closes(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item)
    for member in (cast.author, cast.mate):
        choose(member, asked, 0)
    show(cast, item, "poll", asked)
    hidden = seen(None, item.event)
    assert ("<b>2</b>" in hidden, "100 %" in hidden, "Wärme" in hidden) == (True, False, False)
    close_poll(actor=cast.moderator, poll=asked)
    assert "100 %" in seen(None, item.event)


def test_the_code_for_guests_stands_only_where_an_organiser_is_signed_in(
    cast: Cast, item: AgendaItem
) -> None:
    event = welcome_guests(actor=cast.moderator, event=item.event)
    show(cast, item, "code")
    code = str(event.guest_code)
    assert code in seen(cast.moderator, event)
    for who in (None, cast.author, cast.guest):
        html = seen(who, event)
        assert code not in html
        assert f"testserver/termine/{event.pk}" in html
        assert "<svg role=" in html


def test_colours_and_the_way_without_scripts(cast: Cast, item: AgendaItem) -> None:
    assert 'class="is-night"' in seen(None, item.event)
    light = seen(None, item.event, "?hell=1")
    assert 'class="is-light"' in light
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in light


def test_an_old_slug_leads_on_with_its_query(cast: Cast, item: AgendaItem) -> None:
    moved = signed_in(None).get(f"/termine/{item.event_id}-alt/leinwand/?hell=1")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{url(item.event)}?hell=1")


def test_about_how_many_read_along(cast: Cast, item: AgendaItem) -> None:
    cache.set(TOTAL, {item.event.stream: 33})
    assert "35" in seen(None, item.event)


def test_more_words_do_not_mean_more_queries(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item, shows_at_once=True)
    counts: dict[str, set[int]] = {}
    for members in (make_members(1), [cast.author, cast.mate, cast.office]):
        for member in members:
            comment, question = say(member, item), ask(member, item)
            choose(member, asked, 1)
        for shows, chosen in (
            ("comment", comment), ("question", question), ("questions", None), ("poll", asked),
            ("slot", None), ("code", None),
        ):  # fmt: skip
            show(cast, item, shows, chosen)
            client = signed_in(cast.moderator)
            with CaptureQueriesContext(connection) as queries:
                client.get(url(item.event))
            counts.setdefault(shows, set()).add(len(queries))
    assert {shows: len(found) for shows, found in counts.items()} == dict.fromkeys(counts, 1)
    assert max(max(found) for found in counts.values()) <= MOST


def test_plain_forms_come_back_to_the_console_and_scripts_get_the_mark(
    cast: Cast, item: AgendaItem
) -> None:
    question, to = ask(cast.mate, item), f"/termine/{item.event_id}/leinwand/zeigen/"
    client, console = signed_in(cast.moderator), f"{item.event.get_absolute_url()}regie/"
    plain = client.post(to, {"shows": "code"})
    assert (plain.status_code, plain.headers["Location"]) == (303, f"{console}#regie-screen")
    told = client.post(to, {"shows": question.element}, headers=JSON).json()
    assert told["id"] == f"regie-{item.event.stream}-shows"
    assert f'data-shows="{question.element}"' in told["html"]
    for wrong in ("", "draft", "comment", "comment-0", "question-1; --", "poll-" + "9" * 30):
        assert client.post(to, {"shows": wrong}, headers=JSON).status_code == 400, wrong
    for gone in ("comment-999", "question-999", "poll-999"):
        assert client.post(to, {"shows": gone}, headers=JSON).status_code == 404, gone
    assert Screen.objects.get().stands == Shows.QUESTION


def test_the_console_offers_it_and_marks_what_stands_there(cast: Cast, item: AgendaItem) -> None:
    comment, quiet = say(cast.author, item), say(cast.mate, item)
    Comment.objects.filter(pk=quiet.pk).update(off_record=True)
    question, asked = ask(cast.mate, item), poll(cast.moderator, item)
    show(cast, item, "question", question)
    client = signed_in(cast.moderator)
    console = f"{item.event.get_absolute_url()}regie/"
    for path in (console, f"/termine/{item.event_id}/live/{item.pk}/fragen/regie/"):
        with CaptureQueriesContext(connection) as queries:
            html = client.get(path).content.decode()
        assert f'value="{question.element}" aria-pressed="true"' in html
        assert f'value="{asked.element}" aria-pressed="false"' in html
        assert len(queries) <= MOST, (path, len(queries))
    html = client.get(console).content.decode()
    assert f'value="{comment.element}" aria-pressed="false"' in html
    assert f'value="{quiet.element}"' not in html
    assert 'value="slot" aria-pressed="false"' in html


def test_the_next_slot_is_what_the_hall_sees(cast: Cast, item: AgendaItem) -> None:
    second = slot(item.event, "Zweiter Punkt", 1)
    put_on_air(actor=cast.moderator, item=second)
    assert "Zweiter Punkt" in seen(None, item.event)
