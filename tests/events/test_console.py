"""The organisers' console: each button does what it says, for organisers alone."""

import pytest

from discussions.models import Thread
from events.actions import put_on_air
from events.models import AgendaItem, Event
from live.frames import replay
from tests.cast import JSON, Cast, say, signed_in
from tests.events.plans import draft
from tests.events.sessions import on_air, running, slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
DEEDS = {"auf-sendung": {}, "beenden": {}, "tempo": {"minutes": "2"},
         "sperren": {"reason": "Zu laut."}, "oeffnen": {}}  # fmt: skip


@pytest.fixture
def event(cast: Cast) -> Event:
    """A running public event that the mate organises."""
    return running(cast.office, cast.mate, audience="public")


@pytest.fixture
def item(cast: Cast, event: Event) -> AgendaItem:
    """A slot on air."""
    slot(event, "Wasser", 3)
    return put_on_air(actor=cast.mate, item=slot(event, "Wärme", 1.5))


def url(item: AgendaItem, deed: str) -> str:
    return f"/termine/{item.event_id}/regie/{item.pk}/{deed}/"


def console(event: Event) -> str:
    return f"{event.get_absolute_url()}regie/"


def thread_of(item: AgendaItem) -> Thread:
    return Thread.objects.get(pk=item.thread_id)


def test_the_console_shows_the_agenda_and_what_was_said_last(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    for number in range(15):
        say(cast.author, item, f"Wort {number:02}")
    comment = say(cast.author, item, "Das letzte Wort")
    own = say(cast.mate, item, "Von mir selbst")
    html = signed_in(cast.mate).get(console(event)).content.decode()
    assert html.index("Von mir selbst") < html.index("Das letzte Wort") < html.index("Wort 14")
    assert "Wort 03" not in html
    assert f"/moderation/beitraege/{comment.pk}/ausblenden/" in html
    assert f"/moderation/beitraege/{own.pk}/ausblenden/" not in html
    wasser = event.items.get(title="Wasser")
    assert f'formaction="{url(wasser, "auf-sendung")}"' in html
    assert f'formaction="{url(item, "beenden")}"' in html
    assert f'data-follow="{item.thread.stream}"' in html


def test_plain_forms_come_back_to_the_console(cast: Cast, event: Event, item: AgendaItem) -> None:
    client = signed_in(cast.mate)
    wasser = event.items.get(title="Wasser")
    answer = client.post(url(wasser, "auf-sendung"))
    assert (answer.status_code, answer.headers["Location"]) == (303, console(event))
    assert on_air(event) == ["Wasser"]
    client.post(url(wasser, "tempo"), {"minutes": "5"})
    assert thread_of(wasser).slow_minutes == 5
    client.post(url(wasser, "tempo"), {"minutes": "0"})
    client.post(url(wasser, "sperren"), {"reason": "Kurze Pause."})
    assert (thread_of(wasser).slow_minutes, thread_of(wasser).closed_because) == (
        0,
        "Kurze Pause.",
    )
    client.post(url(wasser, "oeffnen"))
    client.post(url(wasser, "beenden"))
    assert (thread_of(wasser).is_closed, on_air(event)) == (False, [])


def test_scripts_get_json(cast: Cast, event: Event, item: AgendaItem) -> None:
    client = signed_in(cast.mate, headers=JSON)
    wasser = event.items.get(title="Wasser")
    assert client.post(url(wasser, "auf-sendung")).json() == {"id": f"{event.stream}-air"}
    late = client.post(url(item, "beenden"))
    assert (late.status_code, late.json()["field"]) == (409, "")
    assert "Wasser" in late.json()["error"]
    wrong = client.post(url(wasser, "tempo"), {"minutes": "3"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "minutes")
    empty = client.post(url(wasser, "sperren"), {"reason": " "})
    assert (empty.status_code, empty.json()["field"]) == (400, "reason")


def test_a_refused_reason_is_shown_back(cast: Cast, item: AgendaItem) -> None:
    words = "Zu lang " * 60
    answer = signed_in(cast.mate).post(url(item, "sperren"), {"reason": words})
    assert answer.status_code == 400
    assert words.strip() in answer.content.decode()
    assert not thread_of(item).is_closed


@pytest.mark.parametrize("who", ["author", "moderator", "guest", "suspended"])
def test_others_have_no_console_and_change_nothing(
    cast: Cast, event: Event, item: AgendaItem, who: str
) -> None:
    if who == "suspended":
        cast.mate.is_active = False
        cast.mate.save(update_fields=["is_active"])
    client = signed_in(cast.mate if who == "suspended" else getattr(cast, who))
    expected = {302, 403} if who == "suspended" else {404}
    assert client.get(console(event)).status_code in expected
    for deed, fields in DEEDS.items():
        assert client.post(url(item, deed), fields).status_code in expected, deed
    assert (on_air(event), thread_of(item).slow_minutes) == (["Wärme"], 0)
    assert not thread_of(item).is_closed


def test_a_slot_of_another_event_is_not_to_be_had_by_its_number(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    foreign = slot(running(cast.office), "Anderswo", 1)
    client = signed_in(cast.mate)
    for deed, fields in DEEDS.items():
        wrong = f"/termine/{event.pk}/regie/{foreign.pk}/{deed}/"
        assert client.post(wrong, fields).status_code == 404, deed
    assert not thread_of(foreign).is_closed


def test_what_the_console_does_reaches_the_streams_that_pages_follow(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    client = signed_in(cast.mate)
    client.post(url(item, "tempo"), {"minutes": "1"})
    client.post(url(item, "sperren"), {"reason": "Bitte kurz zuhören."})
    client.post(url(item, "beenden"))
    talk = replay(item.thread.stream, 0)["de"].frames or []
    air = replay(event.stream, 0)["de"].frames or []
    assert "Bitte kurz zuhören." in talk[-1].text
    assert len(talk) == 2
    assert 'data-slot=\\"\\"' in air[-1].text


def test_a_draft_has_a_console_without_buttons_for_the_air(cast: Cast) -> None:
    event = draft(cast.office, organisers=[cast.mate])
    slot(event, "Auftakt", 1)
    html = signed_in(cast.mate).get(console(event)).content.decode()
    assert "Auftakt" in html
    assert "auf-sendung" not in html
