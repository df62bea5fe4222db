"""Puts a slot on air before many members, and says afterwards what the database holds of it.

`python -m bench.session_stage make 500` and `… told ITEM POLL` print a line of JSON.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
django.setup()

from uuid import uuid4  # noqa: E402

from django.utils import timezone  # noqa: E402

from bench.seed import sessions  # noqa: E402
from events.actions import (  # noqa: E402
    Plan,
    PollPlan,
    Slot,
    add_slot,
    announce_event,
    ask_question,
    make_event,
    make_poll,
    open_poll,
    put_on_air,
)
from events.models import AgendaItem, Event, Poll, Question  # noqa: E402
from live.models import Activity  # noqa: E402
from live.record import heads  # noqa: E402
from members.models import Member, Role  # noqa: E402

QUESTIONS, OPTIONS = 10, ["Wärme", "Wasser", "Wege", "Wohnen"]
ROW = 20  # tellings over which their rate is taken; single ones may jitter
TOLD = {"supports": "supports.counted", "votes": "votes.counted"}


def make(count: int) -> dict[str, Any]:
    """Store an event with a slot on air, questions, an open poll, and members who are signed in."""
    members = Member.objects.bulk_create(
        Member(
            name=f"Mitglied {number}", handle=f"im-saal-{number}", email=f"s{number}@example.org",
            office="Bürgermeister", password="!", role=Role.MEMBER,
        )
        for number in range(count)
    )  # fmt: skip
    office = Member.objects.create_user("buero@example.org", name="Büro", handle="buero",
                                        role=Role.OFFICE)  # fmt: skip
    item = _on_air(office)
    questions = [
        ask_question(actor=one, item=item, text=f"Was kostet das bei {one.name}?", key=uuid4())
        for one in members[:QUESTIONS]
    ]
    plan = PollPlan("single", "Was zuerst?", OPTIONS, shows_at_once=True)
    poll = open_poll(actor=office, poll=make_poll(actor=office, item=item, plan=plan))
    return {
        "item": item.pk, "thread": item.thread_id, "streams": _streams(item),
        "questions": [asked.question.pk for asked in questions], "poll": poll.pk,
        "options": [option.pk for option in poll.options.all()],
        "sessions": sessions(members, "saal"),
    }  # fmt: skip


def _on_air(office: Member) -> AgendaItem:
    now = timezone.now()
    plan = Plan(title="Forum", starts=now - timedelta(hours=1), ends=now + timedelta(hours=5))
    event: Event = announce_event(actor=office, event=make_event(actor=office, plan=plan))
    slot = Slot("Auftakt", event.starts, event.ends)
    put_on_air(actor=office, item=add_slot(actor=office, event=event, slot=slot))
    return AgendaItem.objects.select_related("event", "thread").get(event=event)


def told(item: int, poll: int) -> dict[str, Any]:
    """Return supports by question, the number of votes, and how often each was told a second."""
    supports = Question.objects.filter(item=item).values_list("pk", "support_count")
    found: dict[str, Any] = {"supports": {str(pk): count for pk, count in supports}}
    found["votes"] = Poll.objects.get(pk=poll).votes.count()
    found["heads"] = _heads(AgendaItem.objects.select_related("event", "thread").get(pk=item))
    found["rates"] = {name: _rate(verb) for name, verb in TOLD.items()}
    return found


def _streams(item: AgendaItem) -> list[str]:
    return [item.thread.stream, item.event.stream]


def _heads(item: AgendaItem) -> list[int]:
    streams = _streams(item)
    found = heads(streams)
    return [found[stream] for stream in streams]


def _rate(verb: str) -> float:
    """Return how many there were a second where they stood closest, over a few in a row."""
    deeds = Activity.objects.filter(verb=verb).order_by("pk")
    times = list(deeds.values_list("created", flat=True))
    spans = [after - before for before, after in zip(times, times[ROW:], strict=False)]
    return max((ROW / span.total_seconds() for span in spans), default=0.0)


if __name__ == "__main__":
    deed, *numbers = sys.argv[1:]
    print(json.dumps((make if deed == "make" else told)(*map(int, numbers))))
