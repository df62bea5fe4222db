"""Past deeds for the log, written in bulk when content is loaded; nobody reads along then."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from live.models import Activity, Entry, Stream


@dataclass(frozen=True)
class Past:
    """One deed that has happened before the platform kept a log."""

    verb: str
    actor: Any
    obj: Any
    streams: list[str]
    created: datetime


def write_chronicle(deeds: Iterable[Past]) -> None:
    """Store past deeds in the order of their time, each with its place in its streams.

    Must run in a transaction. Nothing is broadcast; open pages notice by the heads of streams.
    """
    ordered = sorted(deeds, key=lambda deed: deed.created)
    activities = Activity.objects.bulk_create(
        Activity(
            verb=deed.verb,
            actor=deed.actor,
            model=deed.obj._meta.label_lower,
            object_id=deed.obj.pk,
            created=deed.created,
        )
        for deed in ordered
    )
    places: dict[str, list[Activity]] = defaultdict(list)
    for activity, deed in zip(activities, ordered, strict=True):
        for stream in deed.streams:
            places[stream].append(activity)
    Stream.objects.bulk_create([Stream(name=name) for name in places], ignore_conflicts=True)
    entries = []
    for name in sorted(places):
        Stream.objects.filter(name=name).update(last=F("last") + len(places[name]))
        last = Stream.objects.values_list("last", flat=True).get(name=name)
        first = last - len(places[name]) + 1
        entries += [
            Entry(stream_id=name, n=first + place, activity=activity)
            for place, activity in enumerate(places[name])
        ]
    Entry.objects.bulk_create(entries)
