"""Guests by registration: who has the mail comes in, registers like others, and is forgotten."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from events.actions import admit_guest, end_passes, register, show_out, sign_off
from events.models import Event, GuestPass, Registration
from ideaforge.errors import Forbidden, Refused
from members.models import Member
from tests.cast import Cast, signed_in
from tests.events.plans import announced, draft, soon, typed

pytestmark = pytest.mark.django_db
WORDS = {"name": "Berta Gast", "standing": "Stadtwerke", "email": "Berta@example.org"}


@pytest.fixture
def event(cast: Cast) -> Event:
    """A public event for which guests may register, with two places."""
    return announced(cast.office, audience="public", guests_register=True, capacity=2,
                     organisers=[cast.moderator])  # fmt: skip


def admit(event: Event, **fields: str) -> Member:
    given = {"name": "Berta Gast", "email": "berta@example.org"} | fields
    return admit_guest(event=event, **given)


def links_in_letters() -> list[str]:
    found = [
        re.search(r"https?://[^/]+(/termine/\S+/)", str(letter.body)) for letter in mail.outbox
    ]
    return [link[1] for link in found if link]


def test_whoever_has_the_mail_comes_in_and_registers_like_others(event: Event) -> None:
    client, url = Client(), f"/termine/{event.pk}/als-gast/"
    assert url in client.get(event.get_absolute_url()).content.decode()
    answer = client.post(url, WORDS)
    assert (answer.status_code, answer.context["is_sent"]) == (200, True)
    assert not Member.objects.filter(name="Berta Gast").exists(), "nothing is stored before"
    (link,) = links_in_letters()
    assert client.get(link).status_code == 200
    assert not Member.objects.filter(name="Berta Gast").exists(), "mail programs look at addresses"
    assert client.post(link)["Location"] == event.get_absolute_url()
    guest = Member.objects.get(name="Berta Gast")
    assert (guest.role, guest.email, guest.office) == (
        "guest", "berta@example.org", "Gast, Stadtwerke",
    )  # fmt: skip
    assert client.post(f"/termine/{event.pk}/anmelden/").status_code == 303
    assert Registration.objects.get().member == guest
    assert Event.objects.get().seats_taken == 1


def test_the_same_mail_is_written_to_once_in_a_while(event: Event) -> None:
    client, url = Client(), f"/termine/{event.pk}/als-gast/"
    for name in ("Berta", "Jemand anderes"):
        assert client.post(url, WORDS | {"name": name}).context["is_sent"]
    assert len(mail.outbox) == 1


def test_coming_twice_is_coming_once(cast: Cast, event: Event) -> None:
    assert admit(event) == admit(event, name="Berta G.")
    assert GuestPass.objects.count() == 1
    other = announced(cast.office, audience="public", guests_register=True)
    assert admit(other) == admit(event)
    assert GuestPass.objects.count() == 2


@pytest.mark.parametrize(
    "token",
    ["x", "eyJldmVudCI6MX0:1tXyZz:abc", "%00", "a" * 500],
    ids=["short", "forged", "nul", "long"],
)
def test_an_address_that_we_never_wrote_opens_nothing(event: Event, token: str) -> None:
    for method in (Client().get, Client().post):
        assert method(f"/termine/{event.pk}/als-gast/{token}/").status_code in (403, 404)
    assert not GuestPass.objects.exists()


def test_an_address_opens_the_event_for_which_it_was_written(cast: Cast, event: Event) -> None:
    other = announced(cast.office, audience="public", guests_register=True)
    Client().post(f"/termine/{event.pk}/als-gast/", WORDS)
    (link,) = links_in_letters()
    wrong = link.replace(f"/termine/{event.pk}/", f"/termine/{other.pk}/")
    assert Client().post(wrong).status_code == 403
    assert not GuestPass.objects.exists()


def test_members_sign_in_instead(cast: Cast, event: Event) -> None:
    with pytest.raises(Refused):
        admit(event, email="MATE@x.de")
    assert signed_in(cast.mate).get(f"/termine/{event.pk}/als-gast/").status_code == 302


def test_guests_register_only_where_they_may(cast: Cast, event: Event) -> None:
    closed = announced(cast.office, audience="public")
    with pytest.raises(Refused):
        admit(closed)
    assert Client().get(f"/termine/{closed.pk}/als-gast/").status_code == 302
    guest = admit(event)
    with pytest.raises(Forbidden):
        register(member=guest, event=closed, answers={})
    with pytest.raises(Forbidden):
        register(member=cast.guest, event=event, answers={})
    register(member=guest, event=event, answers={})
    with pytest.raises(Refused) as refused:
        draft(cast.office, audience="members", guests_register=True)
    assert refused.value.field == "guests_register"
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(audience="members")


def test_a_guest_waits_and_signs_off_like_others(cast: Cast, event: Event) -> None:
    for member in (cast.author, cast.mate):
        register(member=member, event=event, answers={})
    guest = admit(event)
    waits = register(member=guest, event=event, answers={})
    assert waits.standing == "waiting"
    first = Registration.objects.get(member=cast.author)
    sign_off(actor=cast.author, registration=first)
    assert Registration.objects.get(member=guest).standing == "offered"
    sign_off(actor=guest, registration=Registration.objects.get(member=guest))
    assert Event.objects.get(pk=event.pk).seats_taken == 1


def test_the_mail_is_forgotten_when_the_event_is_over(cast: Cast, event: Event) -> None:
    later = announced(cast.office, audience="public", guests_register=True, starts=soon(30))
    stays, goes = admit(event), admit(event, email="carl@example.org")
    admit(later)
    Event.objects.filter(pk=event.pk).update(starts=soon(-2), ends=timezone.now())
    end_passes()
    found = dict(Member.objects.values_list("pk", "email"))
    assert (found[stays.pk], found[goes.pk]) == ("berta@example.org", None)
    assert [Member.objects.get(pk=one.pk).is_active for one in (stays, goes)] == [True, False]


def test_who_was_shown_out_does_not_come_back(cast: Cast, event: Event) -> None:
    guest = admit(event)
    other = announced(cast.office, audience="public", guests_register=True)
    admit(other)
    show_out(actor=cast.moderator, guest_pass=guest.guest_passes.get(event=event))
    with pytest.raises(Forbidden):
        admit(event)
    with pytest.raises(Forbidden):
        register(member=guest, event=event, answers={})


def test_what_is_missing_is_told_at_its_field(event: Event) -> None:
    wrong: list[tuple[str, Any]] = [("name", "B"), ("email", "keine Adresse"), ("email", "")]
    for field, value in wrong:
        answer = Client().post(f"/termine/{event.pk}/als-gast/", WORDS | {field: value})
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
        assert "Stadtwerke" in answer.content.decode()
    assert mail.outbox == []


def test_the_organisers_say_so_in_the_plan(cast: Cast) -> None:
    words = typed(audience="public", guests_register="on")
    assert signed_in(cast.office).post("/termine/neu/", words).status_code == 303
    assert Event.objects.get().guests_register
