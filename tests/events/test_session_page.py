"""The session page: what is on air with its discussion, a waiting state, and who reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from discussions.models import Comment
from events.actions import put_on_air, take_off_air
from events.live import air_part
from events.models import AgendaItem, Event
from events.programme import programme_of
from tests.cast import Cast, make_member, say, signed_in
from tests.events.plans import draft
from tests.events.sessions import lively, page, running, slot, strike_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
MOST = 15
CANARY = "Kanarienvogel"


@pytest.fixture
def event(cast: Cast) -> Event:
    """A running event for members."""
    return running(cast.office, cast.mate)


@pytest.fixture
def item(cast: Cast, event: Event) -> AgendaItem:
    """A slot on air, in which somebody has written, with another one to come."""
    return lively(cast, event, CANARY)


def test_the_slot_on_air_stands_there_with_its_discussion(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    html = page(cast.author, event.session_url)
    assert f'id="session" class="session" data-slot="{item.pk}"' in html
    assert f'id="{event.stream}-air"' in html
    assert f'data-follow="{event.stream}"' in html
    assert f'data-stream="{item.thread.stream}"' in html
    assert all(words in html for words in ("Wärme", "Dr. Deich", "Saal", "Wasser", CANARY))
    assert "data-composer" in html
    assert "<noscript>" in html


@pytest.mark.parametrize("audience", ["public", "members", "invited"])
@pytest.mark.parametrize(
    "who", [None, "guest", "author", "moderator", "invited", "mate", "office", "suspended"]
)
def test_who_reads_the_event_reads_the_session_and_nobody_else(
    cast: Cast, audience: str, who: str | None
) -> None:
    invited = make_member("invited")
    suspended = make_member("suspended", is_active=False)
    event = running(cast.office, cast.mate, audience=audience, invited=[invited])
    item = put_on_air(actor=cast.mate, item=slot(event, "Wärme", 1.5))
    say(cast.mate, item, CANARY)
    people = {"invited": invited, "suspended": suspended}
    reader = people.get(str(who)) or getattr(cast, str(who), None)
    readers: dict[str, set[str | None]] = {
        "public": {None, "guest", "author", "moderator", "invited", "mate", "office", "suspended"},
        "members": {"author", "moderator", "invited", "mate", "office"},
        "invited": {"invited", "mate", "office"},
    }
    for url in (event.session_url, f"{event.session_url}{item.pk}/"):
        answer = signed_in(reader).get(url)
        may = who in readers[audience]
        assert (answer.status_code, CANARY in answer.content.decode()) == (
            200 if may else 404,
            may,
        )


def test_of_a_draft_only_its_organisers_see_the_session(cast: Cast) -> None:
    event = draft(cast.office, organisers=[cast.mate])
    page(cast.mate, event.session_url)
    page(cast.author, event.session_url, 404)


def test_when_nothing_is_on_air_it_says_what_comes_and_what_was(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    take_off_air(actor=cast.mate, event=event)
    with translation.override("en"):
        html = page(cast.author, event.session_url)
    assert 'data-slot=""' in html
    assert "data-composer" not in html
    assert "Wasser" in html
    assert f'href="{event.session_url}{item.pk}/"' in html
    slots = programme_of(event)
    assert (slots.on_air, slots.next, slots.last) == (None, event.items.get(title="Wasser"), item)


def test_before_the_first_slot_and_in_an_empty_agenda_the_page_stands(cast: Cast) -> None:
    event = running(cast.office)
    page(cast.author, event.session_url)
    slot(event, "Auftakt", 4)
    assert "Auftakt" in page(cast.author, event.session_url)


def test_a_slot_of_before_has_its_own_page_and_is_read_only_when_it_is_closed(
    cast: Cast, event: Event, item: AgendaItem, monkeypatch: Any
) -> None:
    put_on_air(actor=cast.mate, item=event.items.get(title="Wasser"))
    own = f"{event.session_url}{item.pk}/"
    html = page(cast.author, own)
    assert CANARY in html
    assert "data-stays" in html
    assert "data-closed" not in html
    strike_at(monkeypatch, timezone.now() + timedelta(minutes=11))
    monkeypatch.undo()
    assert "data-closed" in page(cast.author, own)
    answer = signed_in(cast.author).post(
        f"/diskussionen/{item.thread_id}/kommentare/",
        {"text": "Zu spät", "key": "6f1c0f5e-3c1f-4a83-9a5a-0c6b6f3c1f4a"},
    )
    assert answer.status_code == 403
    assert "Zu spät" in answer.content.decode(), "no word is lost"


def test_late_words_arrive_while_the_next_slot_is_on_air(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    put_on_air(actor=cast.mate, item=event.items.get(title="Wasser"))
    say(cast.author, item, "Noch zu vorhin")
    assert Comment.objects.filter(thread=item.thread, text="Noch zu vorhin").exists()


def test_breaks_and_slots_of_other_events_have_no_page(cast: Cast, event: Event) -> None:
    rest = slot(event, "Pause", 0, is_break=True)
    other = slot(running(cast.office), "Anderswo", 1)
    for wrong in (rest, other):
        page(cast.author, f"{event.session_url}{wrong.pk}/", 404)


def test_permanent_links_of_comments_lead_to_the_slots_page(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    comment = Comment.objects.get(text=CANARY)
    answer = signed_in(cast.author).get(comment.get_absolute_url())
    own = f"{event.session_url}{item.pk}/"
    assert answer.headers["Location"] == f"{own}?ab={comment.place}#{comment.element}"
    assert CANARY in page(cast.author, answer.headers["Location"])


def test_an_old_slug_leads_to_the_current_one_with_its_query(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    client = signed_in(cast.author)
    moved = client.get(f"/termine/{event.pk}-alt/live/{item.pk}/?ab=000001")
    assert moved.headers["Location"] == f"{event.session_url}{item.pk}/?ab=000001"
    assert client.get(f"/termine/{event.pk}-alt/live/").headers["Location"] == event.session_url


def test_what_is_typed_into_titles_stands_there_as_words(cast: Cast, event: Event) -> None:
    item = slot(event, "<b>Fett</b>\" onx='1", 1, speaker="<i>S</i>", room="<u>R</u>")
    put_on_air(actor=cast.mate, item=item)
    html = air_part(programme_of(event))[1] + page(cast.author, event.session_url)
    assert not any(tag in html for tag in ("<b>Fett", "<i>S<", "<u>R<"))
    assert '" onx=' not in html
