"""A calendar file over the life of an event: its number, its end, and who may have it."""

from datetime import timedelta

import pytest

from events.actions import Slot, add_slot, announce_event, cancel_event, edit_event, edit_slot
from events.calendar import calendar_of, programme_of
from events.models import AgendaItem, Event
from members.models import Member
from tests.cast import Cast, signed_in
from tests.events.ical import Part, event_in, parsed
from tests.events.making import registered
from tests.events.plans import announced, draft, plan, soon

pytestmark = pytest.mark.django_db
SHOWN = {"title": "Anders", "starts": soon(9), "ends": soon(12), "zone": "UTC", "place": "Saal",
         "address": "Markt 1"}  # fmt: skip
NOT_SHOWN = {"text": "Neu.", "capacity": 5, "directions": "Zu Fuß.", "cover": "boats",
             "kind": "forum"}  # fmt: skip


def file_of(event: Event) -> str:
    return f"{event.get_absolute_url()}kalender.ics"


def change(actor: Member, event: Event, **fields: object) -> Event:
    event.refresh_from_db()
    stays: dict[str, object] = {"starts": event.starts, "ends": event.ends, "title": event.title}
    return edit_event(actor=actor, event=event, plan=plan(**stays | fields), version=event.version)


def slots_of(event: Event) -> list[Part]:
    event.refresh_from_db()
    return parsed(programme_of(event)).all("VEVENT")


def test_a_draft_is_tentative_and_its_number_rests(cast: Cast) -> None:
    event = draft(cast.office)
    for name, value in SHOWN.items():
        change(cast.office, event, **{name: value})
    found = event_in(calendar_of(Event.objects.get()))
    assert (found.properties["STATUS"], found.properties["SEQUENCE"]) == ("TENTATIVE", "0")


@pytest.mark.parametrize("name", SHOWN)
def test_what_calendars_show_raises_the_number(cast: Cast, name: str) -> None:
    event = announced(cast.office)
    before = event_in(calendar_of(event)).properties
    after = event_in(calendar_of(change(cast.office, event, **{name: SHOWN[name]}))).properties
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert before["UID"] == after["UID"]


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_nothing_else_raises_it(cast: Cast, name: str) -> None:
    event = change(cast.office, announced(cast.office), **{name: NOT_SHOWN[name]})
    assert event_in(calendar_of(event)).properties["SEQUENCE"] == "0"


def test_called_off_it_takes_itself_back(cast: Cast) -> None:
    event = announced(cast.office)
    uid = event_in(calendar_of(event)).properties["UID"]
    event = cancel_event(actor=cast.office, event=event, reason="Sturm.")
    calendar = parsed(calendar_of(event))
    [found] = calendar.all("VEVENT")
    assert calendar.properties["METHOD"] == "CANCEL"
    assert (found.properties["STATUS"], found.properties["SEQUENCE"]) == ("CANCELLED", "1")
    assert (found.properties["UID"], found.properties["TRANSP"]) == (uid, "TRANSPARENT")
    assert "Sturm." in found.text("DESCRIPTION")


def test_slots_have_names_and_numbers_of_their_own(cast: Cast) -> None:
    event = announced(cast.office)
    starts, hour = event.starts, timedelta(hours=1)
    first = add_slot(actor=cast.office, event=event, slot=Slot("Auftakt", starts, starts + hour))
    pause = Slot("Kaffee", starts + hour, starts + 2 * hour, is_break=True)
    add_slot(actor=cast.office, event=event, slot=pause)
    before = slots_of(event)
    assert [one.text("SUMMARY") for one in before] == ["Auftakt", "Kaffee"]
    assert [one.properties["TRANSP"] for one in before] == ["OPAQUE", "TRANSPARENT"]
    assert len({one.properties["UID"] for one in before}) == 2

    changed = Slot("Auftakt", starts, starts + hour, room="Saal", speaker="Dr. Weiß")
    edit_slot(actor=cast.office, item=first, slot=changed, version=1)
    after = slots_of(event)
    assert [one.properties["SEQUENCE"] for one in after] == ["1", "0"]
    assert event_in(calendar_of(event)).properties["SEQUENCE"] == "0", "the event stays as it is"

    moved = {"starts": event.starts + hour, "ends": event.ends + hour}
    change(cast.office, event, **moved)
    assert [one.properties["SEQUENCE"] for one in slots_of(event)] == ["2", "1"]
    assert [one.properties["UID"] for one in slots_of(event)] == [
        one.properties["UID"] for one in before
    ]


def test_whoever_reads_the_event_may_have_its_file(cast: Cast) -> None:
    event = announced(cast.office, title="Sitzung Eisvogel", audience="invited",
                      invited=[cast.mate])  # fmt: skip
    registered(cast.guest, event)
    answers = {who: signed_in(getattr(cast, who, None)).get(file_of(event))
               for who in ("author", "moderator", "nobody", "mate", "office", "guest")}  # fmt: skip
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "author": 404, "moderator": 404, "nobody": 404, "mate": 200, "office": 200, "guest": 200,
    }  # fmt: skip
    for who, answer in answers.items():
        assert (b"Eisvogel" in answer.content) == (answer.status_code == 200), who


def test_a_draft_is_its_organisers_alone(cast: Cast) -> None:
    event = draft(cast.office, audience="public", organisers=[cast.mate])
    found = [signed_in(who).get(file_of(event)).status_code
             for who in (None, cast.author, cast.mate)]  # fmt: skip
    assert found == [404, 404, 200]
    announce_event(actor=cast.mate, event=event)
    assert signed_in(None).get(file_of(event)).status_code == 200


def test_it_is_given_out_as_a_file(cast: Cast) -> None:
    event = announced(cast.office, title="Lounge Görlitz", audience="public")
    answer = signed_in(None).get(file_of(event))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lounge-goerlitz.ics"'
    assert signed_in(None).get(f"{file_of(event)}?programm=1").status_code == 404, "no slots yet"
    slot = Slot("Auftakt", event.starts, event.ends)
    add_slot(actor=cast.office, event=event, slot=slot)
    answer = signed_in(None).get(f"{file_of(event)}?programm=1")
    assert event_in(answer.content).text("SUMMARY") == AgendaItem.objects.get().title
    page = signed_in(None).get(event.get_absolute_url()).content.decode()
    assert page.count(f'href="{file_of(event)}') == 2
