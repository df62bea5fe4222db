"""The demo's events as the tests load and look at them."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.loading.demo import read_events, source_of
from events.loading.past import Row
from events.models import Event
from ideas.loading.demo import read


def load() -> str:
    """Run `manage.py demo` and return what it said."""
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def load_at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    """Load at another hour of another day."""
    monkeypatch.setattr(timezone, "now", lambda: when)
    load()


def event_of(key: str) -> Event:
    """Return an event of the demo."""
    return Event.objects.get(source=source_of(key))


def people_keys() -> set[str]:
    """Return by which keys the files may call members."""
    return {row["key"] for row in read("members.toml")["member"]}


def parts(name: str) -> Iterator[tuple[Row, Row, Row]]:
    """Yield event, slot and part for all parts of a kind, e.g. every question."""
    for event in read_events():
        for slot in event["slot"]:
            for part in slot.get(name, []):
                yield event, slot, part
