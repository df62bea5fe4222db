"""Planning an event: who may, what is refused and where it is said, and what calendars hear of."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.actions import announce_event, cancel_event, edit_event, make_event
from events.models import Event, Phase
from ideaforge.errors import Conflict, Forbidden, Refused
from live.frames import fragment_now
from tests.cast import Cast, signed_in
from tests.events.plans import announced, draft, plan, soon, typed

pytestmark = pytest.mark.django_db


def test_only_the_office_begins_an_event(cast: Cast) -> None:
    for member in (cast.author, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            make_event(actor=member, plan=plan())
    event = draft(cast.office)
    assert (event.state, event.phase) == ("draft", Phase.DRAFT)


def test_its_organisers_change_and_announce_it_and_nobody_else(cast: Cast) -> None:
    event = draft(cast.office, organisers=[cast.mate])
    for member in (cast.author, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            edit_event(actor=member, event=event, plan=plan(), version=1)
        with pytest.raises(Forbidden):
            announce_event(actor=member, event=event)
        with pytest.raises(Forbidden):
            cancel_event(actor=member, event=event, reason="x")
    with pytest.raises(Refused, match="nichts abzusagen"):
        cancel_event(actor=cast.mate, event=event, reason="Sturm.")
    assert announce_event(actor=cast.mate, event=event).phase == Phase.OPEN


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends", {"ends": soon(9)}), ("ends", {"ends": soon(10)}),
        ("closes", {"opens": soon(3), "closes": soon(3)}),
        ("closes", {"closes": soon(11)}),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_refused_at_their_field(
    cast: Cast, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        draft(cast.office, starts=soon(10), **changes)
    assert refused.value.field == field
    assert not Event.objects.exists()


def test_the_phase_follows_the_clock(cast: Cast) -> None:
    later = {"opens": soon(2), "closes": soon(5), "capacity": 1}
    event = announced(cast.office, **later)
    assert (event.phase, event.takes_registrations) == (Phase.ANNOUNCED, False)
    event.opens = soon(-1)
    assert (event.phase, event.takes_registrations) == (Phase.OPEN, True)
    event.seats_taken = 1
    assert (event.phase, event.takes_registrations) == (Phase.FULL, True)
    event.closes = soon(-0.5)
    assert (event.phase, event.takes_registrations) == (Phase.CLOSED, False)
    event.starts = soon(-0.1)
    assert event.phase == Phase.RUNNING
    event.ends = soon(-0.01)
    assert (event.phase, event.takes_registrations) == (Phase.OVER, False)


def test_two_who_change_it_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    event = draft(cast.office)
    edit_event(actor=cast.office, event=event, plan=plan(title="Neu"), version=event.version)
    with pytest.raises(Conflict):
        edit_event(actor=cast.office, event=event, plan=plan(title="Alt"), version=event.version)
    assert Event.objects.get().title == "Neu"


def test_calendars_hear_of_what_they_show_and_of_nothing_else(cast: Cast) -> None:
    event = draft(cast.office, starts=soon(10))

    def changed(**fields: object) -> int:
        stored = Event.objects.get()
        fields = {"starts": stored.starts, "ends": stored.ends, "title": stored.title} | fields
        return edit_event(
            actor=cast.office, event=stored, plan=plan(**fields), version=stored.version
        ).sequence

    assert changed(title="Entwurf") == 0, "nobody has it in a calendar yet"
    announce_event(actor=cast.office, event=event)
    assert changed(text="Mehr dazu.") == 0
    assert changed(place="Rathaus") == 1
    assert changed(place="Rathaus", starts=soon(10.1)) == 2
    assert changed(place="Rathaus", capacity=20) == 2
    assert cancel_event(actor=cast.office, event=event, reason="Sturm.").sequence == 3


def test_fewer_places_than_are_taken_are_refused(cast: Cast) -> None:
    event = announced(cast.office, capacity=10)
    Event.objects.update(seats_taken=6)
    with pytest.raises(Refused) as refused:
        edit_event(actor=cast.office, event=event, plan=plan(capacity=5), version=event.version)
    assert refused.value.field == "capacity"
    edit_event(actor=cast.office, event=event, plan=plan(capacity=6), version=event.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(seats_taken=7)


def test_what_is_called_off_says_why_and_stays_so(cast: Cast, events: list[str]) -> None:
    event = announced(cast.office)
    with pytest.raises(Refused):
        cancel_event(actor=cast.office, event=event, reason="")
    events.clear()
    assert cancel_event(actor=cast.office, event=event, reason="Sturm.").phase == Phase.CANCELLED
    assert events == ["event.cancelled"]
    with pytest.raises(Conflict):
        cancel_event(actor=cast.office, event=event, reason="Noch einmal.")
    with pytest.raises(Refused):
        announce_event(actor=cast.office, event=event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(cancelled_because="")


def test_an_event_that_is_over_is_not_announced(cast: Cast) -> None:
    event = draft(cast.office, starts=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused, match="vorbei"):
        announce_event(actor=cast.office, event=event)


def test_open_pages_fetch_themselves_again(cast: Cast) -> None:
    event = announced(cast.office)
    fragment = fragment_now(event.stream, "event.edited", event.pk)
    assert (fragment.renews, fragment.said) == (
        True, "Die Organisation hat diesen Termin geändert.",
    )  # fmt: skip


def test_planning_by_form_in_the_zone_of_the_event(cast: Cast) -> None:
    client = signed_in(cast.office)
    words = typed(zone="America/New_York", starts="2027-03-10T19:00", ends="2027-03-10T22:00",
                  capacity="25", organisers="Mate (mate)")  # fmt: skip
    answer = client.post("/termine/neu/", words)
    event = Event.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, event.get_absolute_url())
    assert f"{event.starts:%H:%M %Z}" == "00:00 UTC"
    assert list(event.organisers.all()) == [cast.mate]
    page = client.get(f"/termine/{event.pk}/bearbeiten/").content.decode()
    assert 'value="2027-03-10T19:00"' in page
    wrong = client.post("/termine/neu/", words | {"ends": "2027-03-10T18:00", "title": "Bleibt"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["ends"])
    assert "Bleibt" in wrong.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("starts", "morgen"), ("starts", "2027-03-28T02:30"), ("zone", "Mars/Olympus"),
     ("capacity", "0"), ("capacity", "9" * 20), ("title", " "), ("organisers", "Niemand"),
     ("audience", "alle"), ("kind", "party"), ("cover", "x"), ("municipality", "Atlantis")],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_at_its_field(cast: Cast, field: str, value: str) -> None:
    words = typed(text="Mühsam getippt") | {field: value}
    answer = signed_in(cast.office).post("/termine/neu/", words)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert "Mühsam getippt" in answer.content.decode()
    assert not Event.objects.exists()


def test_a_stale_form_comes_back_with_all_words_and_can_be_sent_again(cast: Cast) -> None:
    event, client = announced(cast.office), signed_in(cast.office)
    stale = typed(event, title="Meine Worte")
    edit_event(actor=cast.office, event=event, plan=plan(title="Ihre"), version=event.version)
    url = f"/termine/{event.pk}/bearbeiten/"
    answer = client.post(url, stale)
    assert (answer.status_code, "Meine Worte" in answer.content.decode()) == (400, True)
    again = stale | {"version": str(answer.context["form"]["version"].value())}
    assert client.post(url, again).status_code == 303
    assert Event.objects.get().title == "Meine Worte"
