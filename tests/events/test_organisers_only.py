"""The lists and the door are for those who organise this event, by page, JSON and file."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.actions import check_in
from events.models import Event, Registration
from tests.cast import JSON, Cast, make_member, signed_in
from tests.events.seats import ask, make_lounge, seat

pytestmark = pytest.mark.django_db
MAY = {"organiser", "office"}
NAME, NEED, ORGANISER = "Kanarienvogel", "Rollstuhl", "Zaunkönig"
ROLES = ("stranger", "guest", "member", "registered", "waiting", "moderator", "elsewhere",
         "suspended", "organiser", "office")  # fmt: skip
PAGES = ("teilnehmende/", "teilnehmende/?druck=1", "teilnehmende.xlsx", "namensschilder/",
         "einlass/", "einlass/{key}/")  # fmt: skip


@pytest.fixture
def people(cast: Cast) -> dict[str, Any]:
    """Everybody by role."""
    suspended = make_member("suspended", is_active=False)
    return {"stranger": None, "guest": cast.guest, "member": cast.mate,
            "registered": make_member("seated"), "waiting": make_member("waits"),
            "moderator": cast.moderator, "elsewhere": make_member("elsewhere"),
            "suspended": suspended, "organiser": make_member("zaun", name=ORGANISER),
            "office": cast.office}  # fmt: skip


@pytest.fixture
def event(people: dict[str, Any]) -> Event:
    """An event that everybody reads, which a suspended member organises as well."""
    make_lounge(people["office"], people["elsewhere"])
    return make_lounge(
        people["office"], people["organiser"], people["suspended"], audience="public"
    )


@pytest.fixture
def canary(event: Event, people: dict[str, Any]) -> Registration:
    """Somebody who is registered, with an answer that is nobody's business."""
    need = ask(event, "Was brauchen Sie?", "one", [NEED])
    seat(event, people["registered"])
    seat(event, people["waiting"], "waiting")
    member = make_member("canary", name=NAME)
    registration = seat(event, member, answers={need: NEED})
    return check_in(actor=people["organiser"], registration=registration).registration


def clients(people: dict[str, Any]) -> dict[str, Client]:
    return {role: signed_in(member) for role, member in people.items()}


@pytest.mark.parametrize("page", PAGES)
def test_who_opens_which_page(
    people: dict[str, Any], event: Event, canary: Registration, page: str
) -> None:
    path = f"/termine/{event.pk}/{page.format(key=canary.key)}"
    for headers in ({}, JSON):
        for role, client in clients(people).items():
            answer = client.get(path, headers=headers)
            assert (answer.status_code == 200) == (role in MAY), (role, headers)
            if role not in MAY:
                assert answer.status_code in {302, 403, 404}, role
                assert NAME not in answer.content.decode()
    body = signed_in(people["organiser"]).get(path).content
    assert page.endswith("xlsx") or NAME in body.decode(), "there was something to leak"


@pytest.mark.parametrize("deed", ["in", "out", "undo"])
@pytest.mark.parametrize("headers", [{}, JSON])
def test_who_does_which_deed(
    people: dict[str, Any], event: Event, canary: Registration, deed: str, headers: dict[str, str]
) -> None:
    if deed == "in":
        Registration.objects.filter(pk=canary.pk).update(arrived=None, checked_in_by=None)
    before = Registration.objects.values().get(pk=canary.pk)
    path = f"/termine/{event.pk}/einlass/{canary.key}/"
    for role, client in clients(people).items():
        if role not in MAY:
            answer = client.post(path, {"deed": deed}, headers=headers)
            assert answer.status_code in {403, 404}, role
            assert NAME not in answer.content.decode()
            assert Registration.objects.values().get(pk=canary.pk) == before, role
    answer = signed_in(people["organiser"]).post(path, {"deed": deed}, headers=headers)
    assert answer.status_code in {200, 303}
    assert Registration.objects.values().get(pk=canary.pk) != before


def test_nothing_of_it_stands_on_pages_or_in_streams_that_others_read(
    people: dict[str, Any], event: Event, canary: Registration
) -> None:
    paths = [event.get_absolute_url(), "/termine/", f"/termine/{event.pk}/eintritt/",
             f"/live/nachholen/?stream={event.stream}&after=0",
             f"/live/nachholen/?stream={event.hall_stream}&after=0"]  # fmt: skip
    found = {
        (role, path) for role, client in clients(people).items() for path in paths
        for word in (NAME, NEED, f"hall-{event.pk}-count")
        if word in client.get(path).content.decode()
    }  # fmt: skip
    assert found == {(role, paths[-1]) for role in MAY}


def test_links_to_the_lists_are_for_organisers(people: dict[str, Any], event: Event) -> None:
    for role, client in clients(people).items():
        page = client.get(event.get_absolute_url()).content.decode()
        for path in ("teilnehmende/", "einlass/"):
            assert (f"/termine/{event.pk}/{path}" in page) == (role in MAY), role


def test_a_draft_has_lists_for_its_organisers_alone(people: dict[str, Any], event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(state="draft", announced=None)
    for role, client in clients(people).items():
        status = client.get(f"/termine/{event.pk}/teilnehmende/").status_code
        assert (status == 200) == (role in MAY), role


def test_who_stops_organising_loses_the_door_at_once(
    people: dict[str, Any], event: Event, canary: Registration
) -> None:
    client, path = signed_in(people["organiser"]), f"/termine/{event.pk}/einlass/"
    assert client.get(path).status_code == 200
    event.organisers.remove(people["organiser"])
    assert client.get(path).status_code == 404
    assert client.post(f"{path}{canary.key}/", {"deed": "out"}).status_code == 404
    event.organisers.add(people["organiser"])
    people["organiser"].silent_until = timezone.now() + timedelta(days=1)
    people["organiser"].save()
    assert client.get(path).status_code == 200, "a write-stop is about words"
