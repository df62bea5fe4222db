"""Badges for those who come, a ticket for each of them, and the code on both."""

import re
from html import unescape

import pytest

from events.badges import size_of
from events.codes import qr_svg
from events.models import Event
from tests.cast import Cast, make_member, signed_in
from tests.events.seats import ask, make_lounge, seat

pytestmark = pytest.mark.django_db
BADGE = re.compile(r'<li class="badge (name-\w+)">.*?<p class="badge-name">(.*?)</p>', re.S)


@pytest.fixture
def event(cast: Cast) -> Event:
    """A lounge that the author organises."""
    return make_lounge(cast.office, cast.author, title="Lounge Nagold")


def badges(cast: Cast, event: Event, query: str = "") -> list[str]:
    page = signed_in(cast.author).get(f"/termine/{event.pk}/namensschilder/?{query}")
    return [unescape(name) for _size, name in BADGE.findall(page.content.decode())]


def test_badges_are_for_those_who_are_registered_and_meant(cast: Cast, event: Event) -> None:
    meal = ask(event, "Essen?", "one", ["vegan", "Fisch"])
    seat(event, make_member("b", name="Bo & Berg"), answers={meal: "vegan"})
    seat(event, make_member("a", name="Zoe Adler"), answers={meal: "Fisch"})
    seat(event, cast.mate, "waiting")
    seat(event, cast.moderator, "cancelled")
    assert badges(cast, event) == ["Zoe Adler", "Bo & Berg"]
    assert badges(cast, event, f"frage-{meal}=vegan") == ["Bo & Berg"]
    assert badges(cast, event, "stand=waiting") == []


def test_ten_stand_on_a_sheet(cast: Cast, event: Event) -> None:
    for number in range(11):
        seat(event, make_member(f"p-{number}"))
    page = signed_in(cast.author).get(f"/termine/{event.pk}/namensschilder/").content.decode()
    sheets = page.split('<ul class="badge-sheet">')[1:]
    assert [sheet.count('class="badge name-') for sheet in sheets] == [10, 1]
    assert page.count("<svg role=") == 11
    assert "style=" not in page


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Bo Berg", "name-xl"), ("Friederike Sommer", "name-l"),
        ("Anna Nachtweyh-Kronenburg", "name-l"),
        ("Dr. Anna-Friederike von Leutheusser", "name-m"),
        ("Hubertus Freiherr von und zu Guttenberg-Ebersberg", "name-s"),
        ("Donaudampfschifffahrtsgesellschaft", "name-s"),
    ],
)  # fmt: skip
def test_long_names_are_smaller(name: str, size: str) -> None:
    assert size_of(name) == size


def test_the_code_is_that_of_the_person_and_needs_no_styles(cast: Cast, event: Event) -> None:
    own, other = seat(event, cast.mate), seat(event, cast.moderator)
    page = signed_in(cast.mate).get(f"/termine/{event.pk}/eintritt/").content.decode()
    codes = {
        one.pk: qr_svg(f"http://testserver/termine/{event.pk}/einlass/{one.key}/", "x")
        for one in (own, other)
    }
    drawn = {pk: re.findall(r' d="(.*?)"', code)[1] for pk, code in codes.items()}
    assert drawn[own.pk] in page
    assert drawn[other.pk] not in page
    assert drawn[own.pk] != drawn[other.pk]
    assert "style" not in codes[own.pk]
    assert "<title>&lt;b&gt;</title>" in qr_svg("x", "<b>")


@pytest.mark.parametrize("standing", ["offered", "waiting", "declined", "expired", "cancelled"])
def test_only_who_has_a_place_has_a_ticket(cast: Cast, event: Event, standing: str) -> None:
    seat(event, cast.mate, standing)
    seat(event, cast.moderator)
    assert signed_in(cast.mate).get(f"/termine/{event.pk}/eintritt/").status_code == 404
    own = signed_in(cast.moderator)
    assert own.get(f"/termine/{event.pk}/eintritt/").status_code == 200
    link = f'href="/termine/{event.pk}/eintritt/"'
    pages = {
        member.handle: signed_in(member).get(event.get_absolute_url()).content.decode()
        for member in (cast.mate, cast.moderator, cast.office)
    }
    assert {name: link in page for name, page in pages.items()} == {
        "mate": False, "moderator": True, "office": False,
    }  # fmt: skip
