"""Guests come in by the code at the door, talk along in this event only, and lose access."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from discussions.actions import delete_comment, edit_comment, post_comment, react
from discussions.models import Admission, Comment
from events.actions import (
    Slot,
    add_slot,
    cancel_event,
    close_door,
    end_passes,
    enter_as_guest,
    show_out,
    welcome_guests,
)
from events.models import AgendaItem, Event, GuestPass
from ideaforge.errors import Conflict, Forbidden, Refused
from live.registry import readable
from members.models import Member
from tests.cast import JSON, Cast, at_once, make_idea, say, signed_in
from tests.events.plans import announced, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """An event for members that has begun, with an open door."""
    made = announced(cast.office, starts=soon(-0.01), organisers=[cast.moderator])
    return welcome_guests(actor=cast.moderator, event=made)


@pytest.fixture
def item(cast: Cast, event: Event) -> AgendaItem:
    return add_slot(actor=cast.office, event=event, slot=Slot("A", event.starts, event.ends))


def enter(event: Event, name: str = "Anna Muster", **more: Any) -> Member:
    return enter_as_guest(event=event, code=event.guest_code, name=name, **more)


def speak(who: Member, item: AgendaItem, text: str = "Gut.") -> Comment:
    return post_comment(author=who, thread=item.thread, text=text, key=uuid4()).comment


def test_a_guest_talks_along_in_this_event_and_nowhere_else(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    guest = enter(event, standing="Stadtwerke")
    assert (guest.role, guest.email, guest.office) == ("guest", None, "Gast, Stadtwerke")
    comment = speak(guest, item)
    react(actor=guest, comment=speak(cast.mate, item), kind="agree")
    edit_comment(author=guest, comment=comment, text="Besser.", before="Gut.")
    delete_comment(actor=guest, comment=comment)
    idea = make_idea(cast.author, cast.public)
    other = announced(cast.office, starts=soon(-0.01))
    elsewhere = add_slot(actor=cast.office, event=other, slot=Slot("B", other.starts, other.ends))
    with pytest.raises(Forbidden):
        post_comment(author=guest, thread=idea.thread, text="Nein.", key=uuid4())
    with pytest.raises(Forbidden):
        speak(guest, elsewhere)
    with pytest.raises(Forbidden):
        react(actor=guest, comment=say(cast.mate, idea), kind="agree")
    assert readable("event", guest, {event.pk, other.pk}) == {event.pk}
    threads = {item.thread_id, elsewhere.thread_id, idea.thread_id}
    assert readable("thread", guest, threads) == {item.thread_id, idea.thread_id}


def test_guests_talk_along_in_a_slot_that_is_added_later(cast: Cast, event: Event) -> None:
    guest = enter(event)
    late = add_slot(actor=cast.office, event=event, slot=Slot("C", event.starts, event.ends))
    speak(guest, late)
    with pytest.raises(Forbidden):
        speak(cast.guest, late)


def test_the_door_opens_for_the_code_of_today(cast: Cast, event: Event) -> None:
    old = event.guest_code
    renewed = welcome_guests(actor=cast.moderator, event=event, renew=True)
    for code in (old, uuid4(), "", None):
        with pytest.raises(Forbidden):
            enter_as_guest(event=event, code=code, name="Anna Muster")
    enter(renewed)
    assert welcome_guests(actor=cast.moderator, event=event).guest_code == renewed.guest_code
    close_door(actor=cast.moderator, event=event)
    with pytest.raises(Forbidden):
        enter_as_guest(event=event, code=renewed.guest_code, name="Anna Muster")
    assert GuestPass.objects.count() == 1


def test_the_door_opens_an_hour_before_and_closes_with_the_event(cast: Cast) -> None:
    event = welcome_guests(actor=cast.office, event=announced(cast.office))
    with pytest.raises(Refused):
        enter(event)
    Event.objects.update(starts=timezone.now() + timedelta(minutes=59))
    enter(event)
    Event.objects.update(starts=soon(-1), ends=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused):
        enter(event)


def test_there_are_as_many_guests_as_there_is_room_for(event: Event, settings: Any) -> None:
    settings.GUESTS_PER_EVENT = 2
    guest = enter(event)
    enter(event)
    with pytest.raises(Refused):
        enter(event)
    show_out(actor=event.organisers.get(), guest_pass=guest.guest_passes.get())
    enter(event)


@pytest.mark.parametrize("end", ["over", "cancelled"])
def test_access_ends_with_the_event_and_what_was_said_stays(
    cast: Cast, event: Event, item: AgendaItem, end: str
) -> None:
    guest = enter(event)
    client = signed_in(guest)
    comment = speak(guest, item)
    assert client.get(event.get_absolute_url()).status_code == 200
    end_passes()
    assert Member.objects.get(pk=guest.pk).is_active, "it has not ended"
    if end == "over":
        Event.objects.update(starts=soon(-2), ends=timezone.now() - timedelta(seconds=1))
    else:
        cancel_event(actor=cast.office, event=event, reason="Sturm.")
    end_passes()
    end_passes()
    assert not Member.objects.get(pk=guest.pk).is_active
    assert not Admission.objects.filter(member=guest).exists()
    assert client.get(event.get_absolute_url()).status_code == 404
    with pytest.raises(Forbidden):
        speak(guest, item)
    assert Comment.objects.get(pk=comment.pk).text == "Gut."


def test_organisers_show_a_guest_out(cast: Cast, event: Event, item: AgendaItem) -> None:
    guest, stays = enter(event), enter(event, "Bernd Bleibt")
    found = GuestPass.objects.get(guest=guest)
    for member in (cast.mate, cast.guest, stays):
        with pytest.raises(Forbidden):
            show_out(actor=member, guest_pass=found)
    show_out(actor=cast.moderator, guest_pass=found)
    with pytest.raises(Conflict):
        show_out(actor=cast.moderator, guest_pass=found)
    with pytest.raises(Forbidden):
        speak(guest, item)
    speak(stays, item)


def test_by_the_page_at_the_door(cast: Cast, event: Event, item: AgendaItem) -> None:
    url, client = f"/termine/{event.pk}/gast/{event.guest_code}/", Client()
    assert client.get(f"/termine/{event.pk}/gast/{uuid4()}/").status_code == 404
    wrong = client.post(url, {"name": " ", "standing": "Stadtwerke"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["name"])
    answer = client.post(url, {"name": "Anna Muster", "standing": "Stadtwerke"})
    assert (answer.status_code, answer["Location"]) == (303, event.get_absolute_url())
    posted = client.post(
        f"/diskussionen/{item.thread_id}/kommentare/", {"text": "Hier!", "key": str(uuid4())},
        headers=JSON,
    )  # fmt: skip
    assert posted.status_code == 201
    assert client.get(url)["Location"] == event.get_absolute_url()
    assert client.session.get_expiry_date() <= event.ends + timedelta(seconds=1)
    pages = ("/ideen/neu/", f"/termine/{event.pk}/gaeste/", f"/termine/{event.pk}/bearbeiten/")
    assert [client.get(page).status_code for page in pages] == [403, 404, 404]
    assert signed_in(cast.mate).get(url)["Location"] == event.get_absolute_url()


def test_the_page_of_the_door_is_for_organisers(cast: Cast, event: Event) -> None:
    url = f"/termine/{event.pk}/gaeste/"
    enter(event, "Kanarienvogel")
    for member in (cast.mate, cast.guest):
        assert signed_in(member).get(url).status_code == 404
        assert signed_in(member).post(url, {"deed": "close"}).status_code == 404
    client = signed_in(cast.moderator)
    page = client.get(url).content.decode()
    assert "Kanarienvogel" in page
    assert f"/gast/{event.guest_code}/" in page
    assert client.post(url, {"deed": "x"}).status_code == 400
    assert client.post(url, {"deed": "close"}).status_code == 303
    assert Event.objects.get().guest_code is None


@pytest.mark.django_db(transaction=True)
def test_many_at_the_door_at_once_all_come_in(settings: Any) -> None:
    from tests.cast import make_cast

    cast = make_cast()
    event = welcome_guests(actor=cast.office, event=announced(cast.office, starts=soon(-0.01)))
    settings.GUESTS_PER_EVENT = 15
    results = at_once([lambda: enter(event, "Anna Muster") for _ in range(20)])
    came = [one for one in results if isinstance(one, Member)]
    assert len(came) == GuestPass.objects.count() == 15
    assert all(isinstance(one, Refused) for one in results if one not in came)
