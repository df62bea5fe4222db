"""A running forum for the journeys: `python -m tests.journeys.stage` prints its numbers."""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")


def main() -> None:
    """Store an event of the office with three talks and a break; the first is on air."""
    from django.utils import timezone

    from events.actions import Plan, Slot, add_slot, announce_event, make_event, put_on_air
    from members.models import Member

    office = Member.objects.filter(role="office").earliest("pk")
    now = timezone.now().replace(second=0, microsecond=0)
    starts, ends = now - timedelta(hours=1), now + timedelta(hours=6)
    plan = Plan("Forum der Reise", starts, ends, audience="public", organisers=[office])
    event = announce_event(actor=office, event=make_event(actor=office, plan=plan))
    items = []
    for hours, title in enumerate(("Wärme im Rathaus", "Pause", "Wasser im Keller", "Ausblick")):
        begins = starts + timedelta(hours=hours)
        words = Slot(title, begins, begins + timedelta(hours=1), is_break=title == "Pause",
                     speaker="Dr. Deich", room="Saal")  # fmt: skip
        items.append(add_slot(actor=office, event=event, slot=words))
    put_on_air(actor=office, item=items[0])
    print(json.dumps({
        "event": event.get_absolute_url(), "session": event.session_url, "pk": event.pk,
        "slots": [item.pk for item in items], "threads": [item.thread_id for item in items],
    }))  # fmt: skip


def somebody_comes(number: str) -> None:
    """Record that the number of free places has changed."""
    from django.db import transaction

    from events.models import Event
    from live.record import record

    event = Event.objects.get(pk=number)
    with transaction.atomic():
        record("registration.made", streams=[event.stream], actor=None, obj=event)


if __name__ == "__main__":
    django.setup()
    somebody_comes(sys.argv[2]) if sys.argv[1:] else main()
