"""The calendar file of an event: right by RFC 5545 and 5546, and readable for whoever may read."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from events.calendar import calendar_of
from events.forms.times import zone_choices
from events.zones import vtimezone
from ideaforge.text import clean_line
from tests.cast import Cast
from tests.conftest import Strings
from tests.events.ical import Part, event_in, lines_of, offset_at, parsed
from tests.events.plans import announced

pytestmark = pytest.mark.django_db
TRICKY = ["C:\\Neu, C:\\neu; \\,\\;\\\\", 'Ein "Zitat": ja; nein, x', "BEGIN:VEVENT", "ä" * 200,
          "👩‍👩‍👧‍👦" * 20, "%41\\r\\nEND:VCALENDAR", "^n^'", "\u2028\u2029\x85"]  # fmt: skip


def clock_of(calendar: Part) -> Part:
    [zone] = calendar.all("VTIMEZONE")
    return zone


def test_it_says_what_a_calendar_has_to_know(cast: Cast) -> None:
    starts = datetime(2030, 7, 1, 16, 30, tzinfo=UTC)
    event = announced(
        cast.office, title="Lounge Nagold", starts=starts, ends=starts + timedelta(hours=3),
        place="Rathaus", address="Marktstraße 27, 72202 Nagold", directions="Vom Bahnhof zu Fuß.",
        text="Ein **Abend**.\n\n- Erstens\n- Zweitens",
    )  # fmt: skip
    calendar = parsed(calendar_of(event))
    assert (calendar.name, calendar.properties["VERSION"], calendar.properties["METHOD"]) == (
        "VCALENDAR", "2.0", "PUBLISH",
    )  # fmt: skip
    [found] = calendar.all("VEVENT")
    assert calendar.properties["PRODID"].endswith("//DE")
    said = {name: found.properties[name] for name in ("DTSTART", "DTEND", "SEQUENCE", "STATUS",
                                                     "TRANSP", "UID", "CATEGORIES")}  # fmt: skip
    assert said == {
        "DTSTART": "20300701T183000", "DTEND": "20300701T213000", "SEQUENCE": "0",
        "STATUS": "CONFIRMED", "TRANSP": "OPAQUE", "UID": str(event.uid),
        "CATEGORIES": "Lounge",
    }  # fmt: skip
    assert found.parameters["DTSTART"] == found.parameters["DTEND"] == "TZID=Europe/Berlin"
    assert clock_of(calendar).properties["TZID"] == "Europe/Berlin"
    assert found.text("SUMMARY") == "Lounge Nagold"
    assert found.text("LOCATION") == "Rathaus, Marktstraße 27, 72202 Nagold"
    url = f"http://localhost:8000{event.get_absolute_url()}"
    assert found.properties["URL"] == url
    words = found.text("DESCRIPTION")
    assert words.startswith("Ein Abend.\nErstens\nZweitens\n\n")
    assert "Vom Bahnhof zu Fuß." in words
    assert words.endswith(url)
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        assert found.properties[name].endswith("Z"), name
    assert found.properties["ORGANIZER"] == "mailto:ideenschmiede@localhost"


def test_its_name_carries_the_host_of_the_site(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://ideen.example.org:8443"
    event = announced(cast.office)
    found = event_in(calendar_of(event))
    assert found.properties["UID"] == str(event.uid), "wherever the platform moves"
    assert found.properties["URL"].startswith("https://ideen.example.org:8443/termine/")


def test_words_come_back_as_they_were(cast: Cast, strings: Strings) -> None:
    event = announced(cast.office)
    titles = [*TRICKY, *strings("hostile/blns.json"), *strings("hostile/xss_patt.json")]
    kept = 0
    for title in titles:
        try:
            event.title = clean_line(title[:200]) or "Lounge"
        except ValidationError:  # no form takes these
            continue
        event.place, event.directions = event.title, title[:200].replace("\r\n", "\n")
        content = calendar_of(event)
        found = event_in(content)
        assert (found.text("SUMMARY"), found.text("LOCATION")) == (event.title, event.title)
        [read] = Calendar.from_ical(content).walk("VEVENT")
        if "\\" not in event.title:  # the library unescapes these twice
            assert str(read["SUMMARY"]) == event.title
        kept += 1
    assert kept > 300


def test_no_typed_word_becomes_a_line_of_its_own(cast: Cast) -> None:
    event = announced(cast.office, directions="Zug\nEND:VEVENT\nBEGIN:VALARM", place="Saal")
    plain = lines_of(calendar_of(announced(cast.office)))
    assert sum(line.startswith(("BEGIN:", "END:")) for line in lines_of(calendar_of(event))) == sum(
        line.startswith(("BEGIN:", "END:")) for line in plain
    )


@pytest.mark.parametrize(
    "name",
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Asia/Kolkata",
     "Africa/Casablanca", "America/Santiago", "Pacific/Chatham", "Etc/GMT+5"],
)  # fmt: skip
def test_the_clock_is_that_of_the_zone_in_every_hour(cast: Cast, name: str) -> None:
    zone = ZoneInfo(name)
    starts = datetime(2029, 12, 30, 18, tzinfo=zone)
    event = announced(
        cast.office, starts=starts, ends=datetime(2030, 1, 2, 12, tzinfo=zone), zone=name
    )
    calendar = parsed(calendar_of(event))
    clock = clock_of(calendar)
    [found] = calendar.all("VEVENT")
    assert (found.properties["DTSTART"], found.properties["DTEND"]) == (
        "20291230T180000", "20300102T120000",
    )  # fmt: skip
    assert found.parameters["DTSTART"] == f"TZID={name}" == f"TZID={clock.properties['TZID']}"
    moment = datetime(2029, 1, 1, tzinfo=zone).astimezone(UTC)
    while moment < datetime(2030, 12, 31, 23, tzinfo=zone).astimezone(UTC):
        assert offset_at(clock, moment) == moment.astimezone(zone).utcoffset(), moment
        moment += timedelta(minutes=60)


def test_summer_time_begins_and_ends_at_one_o_clock_utc(cast: Cast) -> None:
    starts = datetime(2027, 3, 27, 17, tzinfo=UTC)
    event = announced(cast.office, starts=starts, ends=datetime(2027, 10, 31, 12, tzinfo=UTC))
    calendar = parsed(calendar_of(event))
    assert calendar.all("VEVENT")[0].properties["DTSTART"] == "20270327T180000"
    assert calendar.all("VEVENT")[0].properties["DTEND"] == "20271031T130000"
    for change, hours in ((datetime(2027, 3, 28, 1, tzinfo=UTC), (1, 2)),
                          (datetime(2027, 10, 31, 1, tzinfo=UTC), (2, 1))):  # fmt: skip
        around = (change - timedelta(seconds=1), change)
        offsets = [offset_at(clock_of(calendar), moment) for moment in around]
        assert offsets == [timedelta(hours=hour) for hour in hours]


def test_every_zone_of_the_form_has_a_clock() -> None:
    for name, _label in zone_choices():
        content = vtimezone(name, 2030, 2030).to_ical()
        assert parsed(content).properties["TZID"] == name


def test_utc_needs_none(cast: Cast) -> None:
    event = announced(cast.office, zone="UTC", starts=datetime(2030, 7, 1, 16, tzinfo=UTC))
    calendar = parsed(calendar_of(event))
    assert calendar.all("VTIMEZONE") == []
    assert calendar.all("VEVENT")[0].properties["DTSTART"] == "20300701T160000Z"
