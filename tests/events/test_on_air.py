"""On air by hand: one slot of an event, only its organisers, and the discussion follows."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from discussions.actions import close_thread, reopen_thread
from events.actions import Slot, delete_slot, edit_slot, put_on_air, take_off_air
from events.models import AgendaItem, Event
from ideaforge.errors import Conflict, Forbidden, Refused
from live.frames import replay
from live.models import Activity
from tests.cast import Cast
from tests.events.plans import draft
from tests.events.sessions import on_air, running, slot, strike_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """A running event that the mate organises."""
    return running(cast.office, cast.mate)


@pytest.fixture
def pair(event: Event) -> tuple[AgendaItem, AgendaItem]:
    """Two slots."""
    return slot(event, "Wärme", 2), slot(event, "Wasser", 3)


def stored(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.select_related("thread", "event").get(pk=item.pk)


def test_what_was_on_air_is_over_in_the_same_moment(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem], events: list[str]
) -> None:
    events.clear()
    first = put_on_air(actor=cast.mate, item=pair[0])
    assert (on_air(event), first.went_off, events) == (["Wärme"], None, ["air.changed"])
    second = put_on_air(actor=cast.office, item=pair[1])
    first = stored(pair[0])
    assert (on_air(event), first.air, events) == (["Wasser"], "over", ["air.changed"] * 2)
    assert first.went_off == second.went_on is not None


def test_one_tap_twice_is_one_deed(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem], events: list[str]
) -> None:
    events.clear()
    first = put_on_air(actor=cast.mate, item=pair[0])
    again = put_on_air(actor=cast.mate, item=pair[0])
    assert (again.went_on, events) == (first.went_on, ["air.changed"])
    take_off_air(actor=cast.mate, event=event)
    take_off_air(actor=cast.mate, event=event)
    assert (on_air(event), events) == ([], ["air.changed"] * 2)


def test_ending_what_is_no_longer_on_air_ends_nothing_else(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem]
) -> None:
    put_on_air(actor=cast.mate, item=pair[0])
    put_on_air(actor=cast.mate, item=pair[1])
    with pytest.raises(Conflict, match="Wasser"):
        take_off_air(actor=cast.mate, event=event, item=pair[0])
    assert on_air(event) == ["Wasser"]


@pytest.mark.parametrize("who", ["author", "moderator", "guest"])
def test_only_organisers_say_what_is_on_air(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem], who: str
) -> None:
    with pytest.raises(Forbidden):
        put_on_air(actor=getattr(cast, who), item=pair[0])
    put_on_air(actor=cast.mate, item=pair[0])
    with pytest.raises(Forbidden):
        take_off_air(actor=getattr(cast, who), event=event)
    assert on_air(event) == ["Wärme"]


def test_breaks_drafts_and_slots_of_another_event_do_not_go_on_air(cast: Cast) -> None:
    event = running(cast.office)
    with pytest.raises(Refused):
        put_on_air(actor=cast.office, item=slot(event, "Pause", 0, is_break=True))
    planned = draft(cast.office)
    with pytest.raises(Refused):
        put_on_air(actor=cast.office, item=slot(planned, "Auftakt", 0))
    gone = slot(event, "Gestrichen", 1)
    delete_slot(actor=cast.office, item=gone)
    with pytest.raises(Conflict):
        put_on_air(actor=cast.office, item=AgendaItem(pk=9_999, event=event))
    assert AgendaItem.objects.filter(air="on").count() == 0


def test_what_is_on_air_is_neither_deleted_nor_made_a_break(
    cast: Cast, pair: tuple[AgendaItem, AgendaItem]
) -> None:
    item = put_on_air(actor=cast.mate, item=pair[0])
    with pytest.raises(Refused):
        delete_slot(actor=cast.mate, item=item)
    words = Slot(item.title, item.starts, item.ends, is_break=True)
    with pytest.raises(Refused) as refused:
        edit_slot(actor=cast.mate, item=item, slot=words, version=item.version)
    assert refused.value.field == "is_break"
    take_off_air(actor=cast.mate, event=item.event)
    delete_slot(actor=cast.mate, item=item)


def test_the_frame_says_what_is_on_air_now_also_when_it_is_replayed_late(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem]
) -> None:
    put_on_air(actor=cast.mate, item=pair[0])
    put_on_air(actor=cast.mate, item=pair[1])
    frames = [json.loads(one.text) for one in replay(event.stream, 0)["de"].frames or []]
    airs = [frame for frame in frames if frame["id"] == f"{event.stream}-air"]
    assert len(airs) == 2
    for frame in airs:
        assert f'data-slot="{pair[1].pk}"' in frame["html"]
        ids = [part["id"] for part in frame["also"]]
        assert ids == [f"{event.stream}-strip", f"{event.stream}-agenda"]


def test_late_words_still_arrive_and_then_the_discussion_ends_once(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem], monkeypatch: Any
) -> None:
    now = timezone.now()
    put_on_air(actor=cast.mate, item=pair[0])
    take_off_air(actor=cast.mate, event=event)
    strike_at(monkeypatch, now + timedelta(minutes=9))
    assert not stored(pair[0]).thread.is_closed
    strike_at(monkeypatch, now + timedelta(minutes=11))
    closed = stored(pair[0]).thread
    assert closed.is_closed
    assert closed.closed_because
    strike_at(monkeypatch, now + timedelta(minutes=12))
    closings = Activity.objects.filter(verb="thread.closed", object_id=closed.pk)
    assert [one.actor for one in closings] == [None]
    assert not stored(pair[1]).thread.is_closed, "a slot that is still to come"


def test_on_air_again_the_discussion_is_open_again_unless_a_moderator_has_closed_it(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem], monkeypatch: Any
) -> None:
    now = timezone.now()
    for item in pair:
        put_on_air(actor=cast.mate, item=item)
    take_off_air(actor=cast.mate, event=event)
    close_thread(actor=cast.mate, thread=stored(pair[1]).thread, because="Zu laut.")
    strike_at(monkeypatch, now + timedelta(minutes=11))
    assert [stored(item).thread.is_closed for item in pair] == [True, True]
    for item in pair:
        put_on_air(actor=cast.mate, item=item)
    assert [stored(item).thread.closed_because for item in pair] == ["", "Zu laut."]


def test_who_opens_a_discussion_after_the_clock_is_not_contradicted(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem], monkeypatch: Any
) -> None:
    now = timezone.now()
    put_on_air(actor=cast.mate, item=pair[0])
    take_off_air(actor=cast.mate, event=event)
    strike_at(monkeypatch, now + timedelta(minutes=11))
    reopen_thread(actor=cast.mate, thread=stored(pair[0]).thread)
    strike_at(monkeypatch, now + timedelta(minutes=30))
    assert not stored(pair[0]).thread.is_closed


def test_links_lead_to_the_slots_own_page_once_it_was_on_air(
    cast: Cast, event: Event, pair: tuple[AgendaItem, AgendaItem]
) -> None:
    first, second = (stored(item) for item in pair)
    assert first.get_absolute_url() == f"{event.get_absolute_url()}#{first.element}"
    put_on_air(actor=cast.mate, item=first)
    own_page = f"{event.session_url}{first.pk}/"
    assert stored(first).get_absolute_url() == own_page
    assert "#" in stored(second).get_absolute_url()
