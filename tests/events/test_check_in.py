"""The door: in, out, back, undone; who has no place is told why, and who was quicker is named."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from events.actions import cancel_event, check_in, check_out, edit_event, undo_check_in
from events.door import hall_part, hour_at
from events.models import Event, Registration
from ideaforge.errors import Conflict, Forbidden, Refused
from live.frames import replay
from live.models import Activity, Entry
from live.registry import readable
from tests.cast import JSON, Cast, make_member, signed_in
from tests.events.plans import plan
from tests.events.seats import make_lounge, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """A lounge that runs now and that the author organises."""
    return make_lounge(cast.office, cast.author)


@pytest.fixture
def mate(cast: Cast, event: Event) -> Registration:
    """The registration of the mate."""
    return seat(event, cast.mate)


def hall(event: Event) -> tuple[str, str]:
    """Return how many are in the hall, and how many have come, as the page says."""
    html = hall_part(event)[1]
    return html.split("<b>")[1].split("</b>")[0], html.split("<small>")[1].split(" ")[0]


def test_in_out_back_and_undone(
    cast: Cast, event: Event, mate: Registration, events: list[str]
) -> None:
    seat(event, cast.moderator)
    events.clear()
    first = check_in(actor=cast.author, registration=mate)
    arrived = first.registration.arrived
    assert (first.is_new, first.registration.checked_in_by) == (True, cast.author)
    assert hall(event) == ("1", "1")
    assert check_out(actor=cast.author, registration=mate).is_new
    assert hall(event) == ("0", "1")
    back = check_in(actor=cast.office, registration=mate).registration
    assert (back.arrived, back.left, back.checked_in_by) == (arrived, None, cast.office)
    assert undo_check_in(actor=cast.author, registration=mate).is_new
    mate.refresh_from_db()
    assert (mate.arrived, mate.left, mate.checked_in_by) == (None, None, None)
    assert hall(event) == ("0", "0")
    assert events == ["hall.entered", "hall.left", "hall.entered", "hall.undone"]


def test_what_stands_so_already_is_said_and_stores_nothing(
    cast: Cast, event: Event, mate: Registration, events: list[str]
) -> None:
    undone = undo_check_in(actor=cast.author, registration=mate)
    with pytest.raises(Refused):
        check_out(actor=cast.author, registration=mate)
    first = check_in(actor=cast.author, registration=mate).registration
    events.clear()
    again = check_in(actor=cast.office, registration=mate)
    assert (again.is_new, undone.is_new) == (False, False)
    assert (again.registration.arrived, again.registration.checked_in_by) == (
        first.arrived, cast.author,
    )  # fmt: skip
    check_out(actor=cast.author, registration=mate)
    assert not check_out(actor=cast.office, registration=mate).is_new
    assert events == ["hall.left"]


@pytest.mark.parametrize(
    ("standing", "words"),
    [("waiting", "waiting list"), ("offered", "not accepted"), ("declined", "declined"),
     ("expired", "run out"), ("cancelled", "signed off")],
)  # fmt: skip
def test_who_has_no_place_does_not_come_in_and_it_is_said_why(
    cast: Cast, event: Event, standing: str, words: str, events: list[str]
) -> None:
    other = seat(event, cast.mate, standing)
    events.clear()
    with translation.override("en"), pytest.raises(Refused, match=f"Mate .*{words}"):
        check_in(actor=cast.author, registration=other)
    assert events == []
    page = signed_in(cast.author).get(f"/termine/{event.pk}/einlass/{other.key}/").content.decode()
    assert "Mate" in page
    assert 'name="deed"' not in page, "no button for what would be refused"
    answer = signed_in(cast.author).post(
        f"/termine/{event.pk}/einlass/{other.key}/", {"deed": "in"}, headers=JSON
    )
    assert (answer.status_code, "Mate" in answer.json()["error"]) == (400, True)


def test_the_door_opens_a_day_before_and_not_for_what_was_called_off(cast: Cast) -> None:
    now = timezone.now()
    later = make_lounge(cast.office, starts=now + timedelta(hours=25), ends=now + timedelta(days=2))
    eve = make_lounge(cast.office, starts=now + timedelta(hours=23), ends=now + timedelta(days=2))
    gone = make_lounge(cast.office)
    cancel_event(actor=cast.office, event=gone, reason="Sturm.")
    for event in (later, gone):
        with pytest.raises(Refused):
            check_in(actor=cast.office, registration=seat(event, cast.mate))
    assert check_in(actor=cast.office, registration=seat(eve, cast.mate)).is_new


def test_only_organisers_let_in_and_a_write_stop_is_about_words(
    cast: Cast, event: Event, mate: Registration
) -> None:
    other = make_member("andere")
    make_lounge(cast.office, other)
    for actor in (cast.mate, cast.moderator, cast.guest, other):
        for deed in (check_in, check_out, undo_check_in):
            with pytest.raises(Forbidden):
                deed(actor=actor, registration=mate)
    cast.author.silent_until = timezone.now() + timedelta(days=1)
    cast.author.save()
    assert check_in(actor=cast.author, registration=mate).is_new


def test_a_scan_reads_and_only_the_button_writes(
    cast: Cast, event: Event, mate: Registration
) -> None:
    client, path = signed_in(cast.author), f"/termine/{event.pk}/einlass/{mate.key}/"
    assert client.get(path).status_code == 200
    mate.refresh_from_db()
    assert mate.arrived is None
    answer = client.post(path, {"deed": "in"})
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert "Mate" in client.get(path).context["messages"].__iter__().__next__().message
    again = signed_in(cast.office).post(path, {"deed": "in"}, headers=JSON).json()
    mate.refresh_from_db()
    assert not again["is_new"]
    assert "Author" in again["said"]
    assert hour_at(event, mate.arrived) in again["said"]
    assert again["id"] == f"door-{mate.pk}"
    assert again["also"][0]["id"] == f"hall-{event.pk}-count"
    listed = client.post(f"{path}?aus=liste", {"deed": "out"})
    assert listed["Location"] == f"/termine/{event.pk}/einlass/#door-{mate.pk}"
    assert client.post(path, {"deed": "quatsch"}).status_code == 400
    assert client.post(path).status_code == 400


def test_the_own_code_leads_to_the_ticket_and_a_foreign_one_nowhere(
    cast: Cast, event: Event, mate: Registration
) -> None:
    path = f"/termine/{event.pk}/einlass/{mate.key}/"
    own = signed_in(cast.mate)
    assert own.get(path)["Location"] == f"/termine/{event.pk}/eintritt/"
    assert own.post(path, {"deed": "in"}).status_code == 403
    assert signed_in(cast.moderator).get(path).status_code == 404
    other = make_lounge(cast.office, cast.author)
    wrong = f"/termine/{other.pk}/einlass/{mate.key}/"
    assert signed_in(cast.author).get(wrong).status_code == 404
    mate.refresh_from_db()
    assert mate.arrived is None


def test_the_page_finds_names_and_shows_those_without_a_place_only_when_sought(
    cast: Cast, event: Event, mate: Registration, monkeypatch: Any
) -> None:
    seat(event, make_member("x", name="Jörg Müller"))
    client, path = signed_in(cast.author), f"/termine/{event.pk}/einlass/"
    found = client.get(f"{path}?name=mueller")
    assert [("Müller" in row) for row in found.context["rows"]] == [True]
    assert len(client.get(path).context["rows"]) == 2
    assert client.get(f"{path}?wer=in").context["show"] == "in"
    assert client.get(f"{path}?wer=quatsch").context["show"] == ""
    monkeypatch.setattr("events.views.door.AT_ONCE", 1)
    cut = client.get(path)
    assert (len(cut.context["rows"]), cut.context["is_cut"]) == (1, True)


def test_coming_and_going_stands_in_a_stream_that_only_organisers_join(
    cast: Cast, event: Event, mate: Registration
) -> None:
    check_in(actor=cast.author, registration=mate)
    streams = Entry.objects.filter(activity__verb="hall.entered")
    assert list(streams.values_list("stream", flat=True)) == [f"hall-{event.pk}"]
    frames = replay(event.hall_stream, 0)["de"].frames or []
    assert "Mate" in frames[-1].text
    assert f"hall-{event.pk}-count" in frames[-1].text
    for member, may in [(cast.author, True), (cast.office, True), (cast.mate, False),
                        (cast.moderator, False), (cast.guest, False), (None, False)]:  # fmt: skip
        assert (readable("hall", member, {event.pk}) == {event.pk}) == may, member
    public = replay(event.stream, 0)["de"].frames or []
    assert all("Mate" not in frame.text for frame in public)
    assert Activity.objects.filter(verb__startswith="hall.").count() == 1


def test_who_organises_no_longer_is_cut_off(
    cast: Cast, event: Event, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    cut: list[str] = []
    monkeypatch.setattr("events.actions.event.recheck", lambda *, streams: cut.extend(streams))
    kept = {"starts": event.starts, "ends": event.ends}
    with django_capture_on_commit_callbacks(execute=True):
        event = edit_event(actor=cast.office, event=event, version=event.version,
                           plan=plan(organisers=[cast.author, cast.mate], **kept))  # fmt: skip
    assert event.hall_stream not in cut
    with django_capture_on_commit_callbacks(execute=True):
        edit_event(actor=cast.office, event=event, version=event.version,
                   plan=plan(organisers=[cast.mate], **kept))  # fmt: skip
    assert event.hall_stream in cut
    assert readable("hall", cast.author, {event.pk}) == set()


def test_a_second_finger_that_comes_too_late_sends_nobody_out(cast: Cast) -> None:
    event = make_lounge(cast.office, cast.mate)
    own = seat(event, cast.author)
    check_in(actor=cast.office, registration=own)
    with pytest.raises(Conflict):
        check_out(actor=cast.mate, registration=own)
    own.refresh_from_db()
    assert own.left is None
    Registration.objects.filter(pk=own.pk).update(arrived=timezone.now() - timedelta(seconds=6))
    assert check_out(actor=cast.mate, registration=own).is_new, "later it was meant so"


def test_who_has_let_somebody_in_may_correct_it_at_once(cast: Cast) -> None:
    own = seat(make_lounge(cast.office), cast.author)
    check_in(actor=cast.office, registration=own)
    assert check_out(actor=cast.office, registration=own).is_new
