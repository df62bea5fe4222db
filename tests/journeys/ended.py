"""A slot that is over for the journeys: `python -m tests.journeys.ended` prints where it is."""

import json
import os
from datetime import timedelta
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")


def main() -> None:
    """Store an event of the office with a slot in which somebody has asked and voted."""
    from django.utils import timezone

    from events.actions import (
        Plan,
        PollPlan,
        Slot,
        add_slot,
        announce_event,
        ask_question,
        close_poll,
        make_event,
        make_poll,
        mark_answered,
        open_poll,
        put_on_air,
        take_off_air,
        vote,
    )
    from events.models import AgendaItem, Question
    from members.models import Member, Role

    office = Member.objects.filter(role=Role.OFFICE).earliest("pk")
    crowd = list(Member.objects.filter(is_active=True, role=Role.MEMBER).order_by("pk")[:4])
    now = timezone.now()
    hour = timedelta(hours=1)
    plan = Plan("Forum der Worte", now - 2 * hour, now + hour, organisers=[office])
    event = announce_event(actor=office, event=make_event(actor=office, plan=plan))
    item = add_slot(actor=office, event=event, slot=Slot("Wärme im Rathaus", plan.starts, now))
    put_on_air(actor=office, item=item)
    item = AgendaItem.objects.select_related("event", "thread").get(pk=item.pk)
    for member, words in zip(
        crowd, ("Was kostet der Brief?", "Wer hat ihn gelesen?"), strict=False
    ):
        asked = ask_question(actor=member, item=item, text=words, key=uuid4()).question
        mark_answered(actor=office, question=Question.objects.get(pk=asked.pk))
    asks = PollPlan("single", "Was zuerst?", ["Wärme", "Wasser"])
    poll = open_poll(actor=office, poll=make_poll(actor=office, item=item, plan=asks))
    options = [option.pk for option in poll.options.order_by("position")]
    for place, member in enumerate(crowd):
        vote(actor=member, poll=poll, answer=[options[place % 2]])
    close_poll(actor=office, poll=poll)
    take_off_air(actor=office, event=event)
    minutes = f"{event.get_absolute_url()}protokoll/"
    print(json.dumps({"minutes": minutes, "edit": f"{minutes}{item.pk}/bearbeiten/",
                      "session": item.session_url}))  # fmt: skip


if __name__ == "__main__":
    django.setup()
    main()
