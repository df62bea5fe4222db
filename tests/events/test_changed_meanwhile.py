"""What changes while something else is under way: clocks, hours, versions, a slot on air again."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.actions import (
    PollPlan,
    Slot,
    add_slot,
    change_poll,
    check_in,
    closing,
    edit_event,
    edit_slot,
    expire_offers,
    make_poll,
    put_on_air,
)
from events.actions.forget import forget_past_answers
from events.models import Event, Poll, Standing
from ideaforge.errors import Refused
from live.models import Activity
from tests.cast import Cast, make_idea, signed_in
from tests.events import podia
from tests.events.plans import announced, draft, plan, soon
from tests.events.seats import seat

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def at(month: int, day: int, hour: int) -> datetime:
    """Return an hour of the autumn in which clocks go back on 31 October."""
    return datetime(2027, month, day, hour, tzinfo=BERLIN)


def test_slots_keep_their_hour_over_the_change_of_the_clock(cast: Cast) -> None:
    event = draft(cast.office, starts=at(10, 30, 10), ends=at(10, 31, 18))
    slot = Slot("Zweiter Tag", at(10, 31, 9), at(10, 31, 10))
    second = add_slot(actor=cast.office, event=event, slot=slot)
    later = plan(starts=at(11, 6, 10), ends=at(11, 7, 18))
    edit_event(actor=cast.office, event=event, version=event.version, plan=later)
    second.refresh_from_db()
    assert second.starts.astimezone(BERLIN) == at(11, 7, 9)


def test_a_slot_keeps_topics_and_ideas_that_its_organiser_does_not_see(cast: Cast) -> None:
    event = announced(cast.office, organisers=[cast.mate])
    secret = make_idea(cast.office, cast.closed)
    words: dict[str, Any] = {"topics": [cast.closed], "ideas": [secret]}
    item = add_slot(
        actor=cast.office, event=event, slot=Slot("A", event.starts, event.ends, **words)
    )
    changed = Slot("B", event.starts, event.ends, topics=[cast.public])
    edit_slot(actor=cast.mate, item=item, slot=changed, version=item.version)
    assert set(item.topics.all()) == {cast.closed, cast.public}
    assert list(item.ideas.all()) == [secret]
    edit_slot(actor=cast.office, item=item, slot=changed, version=item.version + 1)
    assert (set(item.topics.all()), list(item.ideas.all())) == ({cast.public}, [])


def test_no_slot_ends_after_its_event(cast: Cast) -> None:
    event = draft(cast.office)
    slot = Slot("Schluss", event.ends - timedelta(hours=1), event.ends)
    add_slot(actor=cast.office, event=event, slot=slot)
    shorter = plan(starts=event.starts, ends=event.ends - timedelta(minutes=30))
    with pytest.raises(Refused) as refused:
        edit_event(actor=cast.office, event=event, version=event.version, plan=shorter)
    assert (refused.value.field, "Schluss" in str(refused.value.message)) == ("ends", True)


def test_an_offer_ends_with_the_beginning_also_when_that_is_put_forward(cast: Cast) -> None:
    event = announced(cast.office, capacity=1, starts=soon(30))
    own = seat(event, cast.mate, "offered", offered_until=soon(3))
    event.refresh_from_db()
    sooner = plan(capacity=1, starts=soon(1))
    edit_event(actor=cast.office, event=event, version=event.version, plan=sooner)
    own.refresh_from_db()
    assert own.offered_until is not None
    assert own.offered_until <= sooner.starts


def test_who_queues_again_before_the_clock_has_struck_is_in_the_queue(cast: Cast) -> None:
    event = announced(cast.office, capacity=1)
    past = timezone.now() - timedelta(seconds=5)
    own = seat(event, cast.mate, "offered", offered_until=past)
    client, url = signed_in(cast.mate), f"/termine/{event.pk}/anmelden/"
    assert url in client.get(event.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 303
    expire_offers()
    own.refresh_from_db()
    assert own.standing != Standing.EXPIRED
    assert own.offered_until is None or own.offered_until > timezone.now()


def test_a_podium_that_went_on_air_again_is_not_closed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = podia.on_air(cast)
    podia.choose(cast.mate, podia.poll(cast.moderator, item), 0)
    item, over = podia.over(item), closing._over

    class Late:
        """The list of what is over, after which an organiser is quicker."""

        def values_list(self, *names: str, **how: Any) -> list[Any]:
            """Return what was over a moment ago."""
            found = list(over().values_list(*names, **how))
            monkeypatch.setattr(closing, "_over", over)
            put_on_air(actor=cast.moderator, item=item)
            return found

    monkeypatch.setattr(closing, "_over", Late)
    closing.close_podiums()
    assert Poll.objects.get().state == "open"


def test_a_draft_of_a_poll_that_was_changed_meanwhile_can_be_stored_in_the_end(cast: Cast) -> None:
    item = podia.on_air(cast)
    first, second = (PollPlan("single", words, ["x", "y"]) for words in ("A?", "B?"))
    poll = make_poll(actor=cast.moderator, item=item, plan=first)
    change_poll(actor=cast.moderator, poll=poll, plan=second, version=1)
    client, url = signed_in(cast.moderator), f"/umfragen/{poll.pk}/bearbeiten/"
    words = {"kind": "single", "text": "C?", "options": "x\ny", "version": "1"}
    refused = client.post(url, words)
    assert refused.status_code == 400
    version = str(refused.context["form"]["version"].value())
    assert client.post(url, words | {"version": version}).status_code == 303
    assert Poll.objects.get().text == "C?"


def test_who_organises_a_draft_no_longer_hears_no_more_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    event = draft(cast.office, organisers=[cast.mate])
    told: list[str] = []
    monkeypatch.setattr(
        "events.actions.event.recheck", lambda **who: told.extend(who.get("streams", []))
    )
    alone = plan(starts=event.starts, organisers=[])
    with django_capture_on_commit_callbacks(execute=True):
        edit_event(actor=cast.office, event=event, version=event.version, plan=alone)
    assert event.stream in told


def test_hours_of_arrival_are_forgotten_in_the_log_too(cast: Cast) -> None:
    event = announced(cast.office, starts=soon(0.5))
    own = seat(event, cast.mate)
    check_in(actor=cast.office, registration=own)
    arrived = Activity.objects.filter(model="events.registration", object_id=own.pk)
    hour = timezone.now() - timedelta(hours=1)
    assert arrived.filter(created__gt=hour, actor=cast.office).exists(), "there was something"
    Event.objects.filter(pk=event.pk).update(starts=soon(-101), ends=soon(-100))
    forget_past_answers()
    assert not arrived.filter(created__gt=hour).exists()
    assert not arrived.exclude(actor=None).exists()
