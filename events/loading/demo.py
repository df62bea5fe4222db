"""The events of the demo: written by hand, laid around today, loaded through the actions."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from discussions.models import Thread
from events.actions import (
    Plan,
    Slot,
    Words,
    add_slot,
    announce_event,
    begin_minutes,
    enter_as_guest,
    make_event,
    publish_minutes,
    welcome_guests,
)
from events.loading.past import Calendar, Row, dated, minutes_after
from events.loading.people import store_people
from events.loading.sessions import play_slots
from events.models import AgendaItem, Event, Minutes, MinutesReaders
from ideas.loading.demo import demo_people
from ideas.loading.more import also_loads
from ideas.models import Idea, Topic
from live.chronicle import write_chronicle
from members.models import Member, Municipality

CONTENT = Path(__file__).resolve().parent.parent / "demo"
TWO_DAYS = 2880  # minutes from the end of an event to its minutes
PLANNED = 4320  # minutes from the first draft to the announcement
WORDS = ("title", "kind", "cover", "place", "address", "directions", "audience", "capacity",
         "by_schedule", "guests_register")  # fmt: skip
SLOT_WORDS = ("title", "speaker", "room", "is_break")


@also_loads
def load_events() -> str:
    """Load the events of the demo; a second run adds nothing."""
    people = demo_people()
    rows = read_events()
    with translation.override(settings.LANGUAGE_CODE):
        new = sum(_load(row, people) for row in rows)
    return f"Demo: {len(rows)} events; {new} new."


def read_events() -> list[Row]:
    """Return the files of the events in their order."""
    paths = sorted((CONTENT / "events").glob("*.toml"))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def read_scene() -> dict[str, Any]:
    """Return the script of what happens in the event that runs."""
    return tomllib.loads((CONTENT / "live.toml").read_text(encoding="utf-8"))


def source_of(key: str) -> str:
    """Return what an event of the demo is stored under."""
    return f"demo:{key}"


@transaction.atomic
def _load(row: Row, people: dict[str, Member]) -> bool:
    if Event.objects.filter(source=source_of(row["key"])).exists():
        return False
    calendar = Calendar(row, timezone.now())
    people = dict(people)
    event = _make(row, people, calendar)
    slots = _add_slots(event, row, people, calendar)
    people |= _guests(event, row, calendar)
    write_chronicle(store_people(event, row, people, calendar))
    play_slots(event, row, slots, people, calendar.now)
    publish_all_minutes(row, slots, calendar)
    return True


def _make(row: Row, people: dict[str, Member], calendar: Calendar) -> Event:
    """Make an event and announce it; one of the past gets its end only then."""
    office, now = people["hollmann"], calendar.now
    end = max(calendar.ends, minutes_after(now, 60))
    with dated(minutes_after(calendar.announced, -PLANNED)):
        event = make_event(actor=office, plan=_plan(row, people, calendar, ends=end))
    with dated(calendar.announced):
        event = announce_event(actor=office, event=event)
    event.ends, event.announced = calendar.ends, calendar.announced
    event.created, event.source = event.announced, source_of(row["key"])
    event.save(update_fields=["ends", "announced", "created", "source"])
    return event


def _plan(row: Row, people: dict[str, Member], calendar: Calendar, ends: datetime) -> Plan:
    words = {name: row[name] for name in WORDS if name in row}
    closes = minutes_after(calendar.starts, -1440 * row["closes"]) if "closes" in row else None
    return Plan(
        **words, starts=calendar.starts, ends=ends, text=row["text"].strip(), closes=closes,
        host=Municipality.objects.get(ags=row["host"]),
        organisers=[people[key] for key in row["organisers"]],
        invited=[people[key] for key in row.get("invited", [])],
    )  # fmt: skip


def _add_slots(
    event: Event, row: Row, people: dict[str, Member], calendar: Calendar
) -> list[AgendaItem]:
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    with dated(calendar.announced):
        items = [
            add_slot(actor=people["hollmann"], event=event, slot=_slot(one, topics, calendar))
            for one in row["slot"]
        ]
    threads = Thread.objects.filter(agendaitem__event=event)
    threads.update(last_activity=min(calendar.announced, calendar.now))
    event.items.update(created=calendar.announced)
    return items


def _slot(row: Row, topics: dict[str, Topic], calendar: Calendar) -> Slot:
    starts, ends = calendar.slot(row)
    words = {name: row[name] for name in SLOT_WORDS if name in row}
    sources = [f"demo:{key}" for key in row.get("ideas", [])]
    return Slot(
        **words, starts=starts, ends=ends, text=row.get("text", "").strip(),
        topics=[topics[slug] for slug in row.get("topics", [])],
        ideas=list(Idea.objects.filter(source__in=sources)),
    )  # fmt: skip


def _guests(event: Event, row: Row, calendar: Calendar) -> dict[str, Member]:
    """Open the door of what runs now, and let in who is a guest there."""
    if not calendar.is_now:
        return {}
    with dated(calendar.starts):
        event = welcome_guests(actor=event.organisers.order_by("pk")[0], event=event)
        return {
            guest["key"]: enter_as_guest(
                event=event, code=event.guest_code, name=guest["name"], standing=guest["standing"]
            )
            for guest in row.get("guest", [])
        }


def publish_all_minutes(row: Row, slots: list[AgendaItem], calendar: Calendar) -> None:
    """Publish the minutes of an event that is over, with the organisers' words of its file."""
    when = minutes_after(calendar.ends, TWO_DAYS)
    if when > calendar.now:
        return
    for item, one in zip(slots, row["slot"], strict=True):
        if "minutes" not in one:
            continue
        office = item.event.organisers.order_by("pk")[0]
        words = Words(text=one["minutes"].strip(), readers=MinutesReaders.ALL)
        with dated(when):
            begun = begin_minutes(actor=office, item=item)
            publish_minutes(actor=office, minutes=begun, words=words, version=begun.version)
        Minutes.objects.filter(pk=begun.pk).update(created=when, published=when)
