"""Who comes to an event of the demo: rows as registering leaves them, with every step."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from events.loading.past import Calendar, Row, minutes_after
from events.models import (
    SEATED,
    Cause,
    Event,
    Registration,
    RegistrationField,
    RegistrationStep,
    Standing,
)
from live.chronicle import Past
from members.models import Member

LATEST = timedelta(hours=5)  # before now or the event, whichever is sooner
HELD = timedelta(hours=44)  # from now on, for the first who is offered a place
NEXT_HELD = timedelta(hours=9)  # less for each that follows

# From where to where, why, and the place in the queue is said.
Way = list[tuple[str, Standing, Cause]]
WAYS: dict[str, Way] = {
    "registered": [("", Standing.REGISTERED, Cause.OWN)],
    "cancelled": [
        ("", Standing.REGISTERED, Cause.OWN),
        (Standing.REGISTERED, Standing.CANCELLED, Cause.OWN),
    ],
    "offered": [
        ("", Standing.WAITING, Cause.FULL),
        (Standing.WAITING, Standing.OFFERED, Cause.FREE),
    ],
    "waiting": [("", Standing.WAITING, Cause.FULL)],
}
NUMBERED = ("offered", "waiting")


@dataclass(frozen=True)
class Coming:
    """One person of the file: which way they went, when they began it, and their number."""

    key: str
    way: str
    when: datetime
    number: int | None


def store_people(
    event: Event, row: Row, people: dict[str, Member], calendar: Calendar
) -> list[Past]:
    """Store registrations with answers, steps and arrivals; return the deeds for the log."""
    fields = _fields(event, row)
    coming = list(_coming(row, calendar))
    rows = [_registration(event, one, people, place, fields) for place, one in enumerate(coming)]
    _arrive(rows, row, event)
    _offer(rows, calendar.now)
    Registration.objects.bulk_create(rows)
    deeds = [deed for one, stored in zip(coming, rows, strict=True) for deed in _steps(one, stored)]
    event.seats_taken = sum(one.standing in SEATED for one in rows)
    event.waiting_numbers = sum(one.number is not None for one in rows)
    event.save(update_fields=["seats_taken", "waiting_numbers"])
    return deeds + _arrivals(event, rows, people["hollmann"])


def _fields(event: Event, row: Row) -> list[tuple[RegistrationField, list[object]]]:
    found = []
    for position, asked in enumerate(row.get("field", []), start=1):
        words = {name: asked[name] for name in ("label", "kind") if name in asked}
        field = RegistrationField.objects.create(
            event=event, position=position, options=asked.get("options", []),
            is_required=asked.get("is_required", False), **words,
        )  # fmt: skip
        found.append((field, asked.get("answers", [])))
    return found


def _coming(row: Row, calendar: Calendar) -> Iterator[Coming]:
    chance = random.Random(row["key"])  # noqa: S311 - the same demo on every machine
    last = min(calendar.now, calendar.starts) - LATEST
    span = max(last - calendar.announced, timedelta(hours=1))
    named = [(key, way) for way in WAYS for key in row["people"].get(way, [])]
    # Who waits has come after everybody who has a place.
    times = sorted(chance.random() for _one in named)
    numbers = 0
    for (key, way), share in zip(named, times, strict=True):
        numbers += way in NUMBERED
        when = calendar.announced + span * share
        yield Coming(key, way, when, numbers if way in NUMBERED else None)


def _registration(
    event: Event, one: Coming, people: dict[str, Member], place: int,
    fields: list[tuple[RegistrationField, list[object]]],
) -> Registration:  # fmt: skip
    given = {str(field.pk): said[place % len(said)] for field, said in fields if said}
    standing = WAYS[one.way][-1][1]
    answers = {key: answer for key, answer in given.items() if answer != ""}
    return Registration(
        event=event, member=people[one.key], standing=standing, number=one.number,
        answers=answers, created=one.when, changed=one.when,
    )  # fmt: skip


def _offer(rows: list[Registration], now: datetime) -> None:
    offered = [one for one in rows if one.standing == Standing.OFFERED]
    for place, one in enumerate(offered):
        one.offered_until = now + HELD - place * NEXT_HELD


def _arrive(rows: list[Registration], row: Row, event: Event) -> None:
    seated = [one for one in rows if one.standing == Standing.REGISTERED]
    for place, one in enumerate(seated[: row["people"].get("arrived", 0)]):
        one.arrived = minutes_after(event.starts, place * 1.4 - 8)
    for one in seated[: row["people"].get("left", 0)]:
        one.left = minutes_after(event.starts, 150)


def _steps(one: Coming, stored: Registration) -> list[Past]:
    """Store the steps of a registration, an hour or two apart."""
    stream, deeds, steps = stored.event.stream, [], []
    for place, (before, after, cause) in enumerate(WAYS[one.way]):
        when = min(one.when + place * timedelta(hours=2), timezone.now())
        own = cause != Cause.FREE
        steps.append(
            RegistrationStep(
                registration=stored, before=before, after=after, cause=cause, created=when,
                number=one.number if after == Standing.WAITING else None,
                until=stored.offered_until if after == Standing.OFFERED else None,
                actor=stored.member if own else None,
            )
        )  # fmt: skip
        actor = stored.member if own else None
        deeds.append(Past(f"registration.{after}", actor, stored, [stream], when))
    RegistrationStep.objects.bulk_create(steps)
    return deeds


def _arrivals(event: Event, rows: list[Registration], office: Member) -> list[Past]:
    came = [one for one in rows if one.arrived is not None]
    left = [one for one in came if one.left is not None]
    Registration.objects.filter(pk__in=[one.pk for one in came]).update(checked_in_by=office)
    stream = [event.hall_stream]
    return [
        *(Past("hall.entered", office, one, stream, one.arrived) for one in came if one.arrived),
        *(Past("hall.left", office, one, stream, one.left) for one in left if one.left),
    ]
