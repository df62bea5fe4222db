"""Guests who leave: who was shown out stays out, who was registered hears, no address is left."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from events.actions import admit_guest, cancel_event, end_passes, register, show_out
from events.models import Event
from ideaforge.errors import Forbidden
from members.models import Member, Notice
from members.tasks import post_letters
from members.telling import letters
from tests.cast import Cast
from tests.events.plans import announced, soon

pytestmark = pytest.mark.django_db
MAIL = "berta@example.org"


@pytest.fixture
def event(cast: Cast) -> Event:
    """A public event for which guests register."""
    return announced(
        cast.office, audience="public", guests_register=True, organisers=[cast.moderator]
    )


@pytest.fixture
def guest(event: Event) -> Member:
    """A guest who may register."""
    return admit_guest(event=event, name="Berta Gast", email=MAIL)


def test_who_was_shown_out_stays_out_with_the_same_mail(
    cast: Cast, event: Event, guest: Member
) -> None:
    show_out(actor=cast.moderator, guest_pass=guest.guest_passes.get())
    end_passes()
    with pytest.raises(Forbidden):
        admit_guest(event=event, name="Berta", email=MAIL)


def test_whoever_is_shown_out_gives_the_place_back(cast: Cast) -> None:
    event = announced(
        cast.office, audience="public", guests_register=True, capacity=1, organisers=[cast.mate]
    )
    guest = admit_guest(event=event, name="Berta Gast", email=MAIL)
    register(member=guest, event=event, answers={})
    waits = register(member=cast.author, event=event, answers={})
    assert waits.standing == "waiting"
    show_out(actor=cast.mate, guest_pass=guest.guest_passes.get())
    waits.refresh_from_db()
    assert waits.standing == "offered"


def test_strangers_get_no_letter_about_what_is_over(event: Event) -> None:
    words, url = {"name": "Berta", "email": MAIL}, f"/termine/{event.pk}/als-gast/"
    Client().post(url, words)
    assert len(mail.outbox) == 1, "the control"
    Event.objects.filter(pk=event.pk).update(starts=soon(-2), ends=soon(-1))
    Client().post(url, words | {"email": "other@example.org"})
    assert len(mail.outbox) == 1


def test_elsewhere_they_come_in(cast: Cast, event: Event, guest: Member) -> None:
    show_out(actor=cast.moderator, guest_pass=guest.guest_passes.get())
    other = announced(cast.office, audience="public", guests_register=True)
    assert admit_guest(event=other, name="Berta", email=MAIL) == guest
    assert Member.objects.get(pk=guest.pk).is_active


def test_of_a_guest_no_address_is_left(event: Event, guest: Member) -> None:
    EmailAddress.objects.create(user=guest, email=MAIL, primary=True, verified=True)
    end_passes()
    assert Member.objects.get(pk=guest.pk).email == MAIL, "the event is still to come"
    Event.objects.filter(pk=event.pk).update(starts=soon(-2), ends=soon(-1))
    end_passes()
    assert (Member.objects.get(pk=guest.pk).email, EmailAddress.objects.count()) == (None, 0)


@pytest.mark.parametrize("strikes", [False, True], ids=["the control", "the clock strikes first"])
def test_a_registered_guest_hears_of_the_calling_off(
    cast: Cast, event: Event, guest: Member, *, strikes: bool
) -> None:
    register(member=guest, event=event, answers={})
    Notice.objects.update(mailed=timezone.now())
    cancel_event(actor=cast.office, event=event, reason="Sturm")
    if strikes:
        end_passes()
    mail.outbox.clear()
    post_letters.func()
    assert [MAIL] in [letter.to for letter in mail.outbox]


def test_one_letter_that_cannot_be_written_stops_no_other(
    cast: Cast, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for member in (cast.author, cast.mate, cast.moderator):
        register(member=member, event=event, answers={})
    broken = Notice.objects.order_by("pk").first()

    def breaks(notices: list[Notice]) -> Any:
        if notices[0] == broken:
            raise ValueError("broken")
        return letters(notices)

    monkeypatch.setattr("members.tasks.letters", breaks)
    mail.outbox.clear()
    post_letters.func()
    assert broken is not None
    waiting = Notice.objects.filter(mailed=None)
    assert [notice.pk for notice in waiting] == [broken.pk], "it is tried again"
    assert len(mail.outbox) == 2
