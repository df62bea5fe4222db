"""The organisers' list: everybody, sought, sorted and counted, in a constant number of queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.actions.forget import KEPT, forget_past_answers
from events.models import Event, Registration
from events.participants import folded
from tests.cast import Cast, make_member, signed_in
from tests.events.seats import ask, make_lounge, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """A lounge that the author organises."""
    return make_lounge(cast.office, cast.author, zone="America/New_York")


def names(cast: Cast, event: Event, query: str = "") -> list[str]:
    page = signed_in(cast.author).get(f"/termine/{event.pk}/teilnehmende/?{query}")
    assert page.status_code == 200
    return [person.name for person, _answers in page.context["rows"]]


def test_everybody_stands_in_it_by_standing_queue_and_surname(cast: Cast, event: Event) -> None:
    people = {
        "Zoe Ähre": "registered", "Anna Zink": "registered", "Dr. Bo Äpfel": "registered",
        "Otto Offen": "offered", "Erst Warte": "waiting", "Dann Aber": "waiting",
        "Weg Bin": "cancelled", "Nein Danke": "declined", "Zu Spaet": "expired",
    }  # fmt: skip
    for number, (name, standing) in enumerate(people.items()):
        seat(event, make_member(f"p-{number}", name=name), standing)
    assert names(cast, event) == [
        "Zoe Ähre", "Dr. Bo Äpfel", "Anna Zink", "Otto Offen", "Erst Warte", "Dann Aber",
        "Weg Bin", "Nein Danke", "Zu Spaet",
    ]  # fmt: skip
    page = signed_in(cast.author).get(f"/termine/{event.pk}/teilnehmende/")
    assert [(str(group.value), number) for group, number in page.context["counts"]] == [
        ("registered", 3), ("offered", 1), ("waiting", 2), ("off", 3),
    ]  # fmt: skip
    assert names(cast, event, "stand=waiting") == ["Erst Warte", "Dann Aber"]
    assert names(cast, event, "stand=off") == ["Weg Bin", "Nein Danke", "Zu Spaet"]


def test_people_are_sought_by_name_and_town_as_people_write_them(cast: Cast, event: Event) -> None:
    for number, name in enumerate(["Jörg Müller", "ÇİĞDEM ÖZ", "Uta Maßmann", "Bo Berg"]):
        seat(event, make_member(f"p-{number}", name=name))
    for query, found in {
        "mueller": ["Jörg Müller"], "MÜLL": ["Jörg Müller"], "muller jorg": ["Jörg Müller"],
        "massmann": ["Uta Maßmann"], "öz": ["ÇİĞDEM ÖZ"], "cigdem": ["ÇİĞDEM ÖZ"], "xyz": [],
    }.items():  # fmt: skip
        assert names(cast, event, f"suche={query}") == found, query
    assert folded("Baue Mue") == folded("baué mü")


def test_presence_and_answers_filter_and_combine(cast: Cast, event: Event) -> None:
    meal = ask(event, "Essen?", "one", ["vegan", "vegetarisch"])
    days = ask(event, "Tage?", "some", ["Montag", "Dienstag"])
    dinner = ask(event, "Abendessen?", "yes")
    now = timezone.now()
    seat(event, cast.author, answers={meal: "vegan", days: ["Montag"], dinner: True})
    seat(event, cast.mate, arrived=now, checked_in_by=cast.author,
         answers={meal: "vegan", days: ["Montag", "Dienstag"], dinner: False})  # fmt: skip
    seat(event, cast.moderator, arrived=now, left=now, checked_in_by=cast.author,
         answers={meal: "vegetarisch"})  # fmt: skip
    seat(event, cast.office, "cancelled", answers={meal: "vegan"})
    for query, found in {
        "da=in": ["Mate"], "da=out": ["Moderator"], "da=expected": ["Author"],
        f"frage-{meal}=vegan": ["Author", "Mate", "Office"],
        f"frage-{meal}=vegan&stand=registered": ["Author", "Mate"],
        f"frage-{days}=Dienstag": ["Mate"], f"frage-{dinner}=yes": ["Author"],
        f"frage-{dinner}=no": ["Mate"], f"frage-{dinner}=no&suche=author": [],
        f"stand=quatsch&da=quatsch&frage-{meal}=quatsch": ["Author", "Mate", "Moderator", "Office"],
    }.items():  # fmt: skip
        assert names(cast, event, query) == found, query


def test_totals_count_those_who_come_and_keep_options_that_are_no_more(
    cast: Cast, event: Event
) -> None:
    meal = ask(event, "Essen?", "one", ["vegan", "vegetarisch"])
    ask(event, "Anmerkung")
    for member, answer, standing in [
        (cast.author, "vegan", "registered"), (cast.mate, "vegan", "registered"),
        (cast.moderator, "Fisch", "registered"), (cast.office, "vegan", "waiting"),
    ]:  # fmt: skip
        seat(event, member, standing, answers={meal: answer})
    client, path = signed_in(cast.author), f"/termine/{event.pk}/teilnehmende/"
    [total] = client.get(path).context["totals"]
    counted = [("vegan", 2), ("vegetarisch", 0), ("Fisch", 1)]
    assert (total.label, total.options) == ("Essen?", counted)
    assert client.get(f"{path}?stand=waiting").context["totals"] == []


def test_times_are_those_of_the_event_and_the_page_says_who_sees_it(
    cast: Cast, event: Event
) -> None:
    moment = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)  # the evening before in New York
    seat(event, cast.mate, created=moment)
    with translation.override("en"):
        cast.author.language = "en"
        cast.author.save()
        page = signed_in(cast.author).get(f"/termine/{event.pk}/teilnehmende/").content.decode()
    assert "01/01/2026" in page
    assert "Only the organisers of this event and the office see this list." in page
    assert "90 days after the end" in page


def test_a_hundred_stand_on_a_page_and_all_on_the_one_for_printing(
    cast: Cast, event: Event
) -> None:
    for number in range(101):
        seat(event, make_member(f"p-{number}"))
    assert len(names(cast, event)) == 100
    assert len(names(cast, event, "seite=2")) == 1
    assert len(names(cast, event, "druck=1")) == 101


@pytest.mark.parametrize("path", ["teilnehmende/", "teilnehmende.xlsx", "namensschilder/",
                                  "einlass/", "teilnehmende/?druck=1"])  # fmt: skip
def test_more_people_do_not_mean_more_queries(cast: Cast, event: Event, path: str) -> None:
    meal = ask(event, "Essen?", "one", ["vegan"])
    client, counts = signed_in(cast.author), []
    client.get(f"/termine/{event.pk}/{path}")  # the visit itself is noted
    for step in (1, 29):
        for number in range(step):
            member = make_member(f"p-{step}-{number}")
            seat(event, member, answers={meal: "vegan"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/termine/{event.pk}/{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_answers_and_times_of_arrival_are_deleted_when_their_time_has_come(
    cast: Cast, event: Event
) -> None:
    now = timezone.now()
    told: dict[str, Any] = {
        "answers": {"1": "Rollstuhl"},
        "arrived": now,
        "checked_in_by": cast.author,
    }
    recent = make_lounge(cast.office)
    seat(event, cast.mate, **told)
    seat(recent, cast.mate, **told)
    for one, days in ((event, 1), (recent, -1)):
        ends = now - KEPT - timedelta(days=days)
        Event.objects.filter(pk=one.pk).update(starts=ends - timedelta(hours=1), ends=ends)
    assert forget_past_answers() == 1
    assert forget_past_answers() == 0
    old, kept = (Registration.objects.get(event=one) for one in (event, recent))
    assert (old.standing, old.answers, old.arrived, old.checked_in_by) == (
        "registered",
        {},
        None,
        None,
    )
    assert (kept.answers, kept.arrived) == (told["answers"], now)
