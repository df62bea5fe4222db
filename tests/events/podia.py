"""Slots on air with questions and polls, through the project's own actions."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from discussions.actions import close_thread
from events.actions import PollPlan, Slot, add_slot, ask_question, make_poll, open_poll, vote
from events.models import AgendaItem, Air, Event, Poll, Question
from members.models import Member
from tests.cast import Cast
from tests.events.plans import announced, soon

OPTIONS = ["Wärme", "Wasser", "Wege"]


def on_air(cast: Cast, **rules: Any) -> AgendaItem:
    """Store a slot that is on air now; the moderator organises its event, members read it."""
    audience = rules.pop("audience", "members")
    event = announced(cast.office, audience=audience, starts=soon(0.01),
                      organisers=[cast.moderator])  # fmt: skip
    Event.objects.filter(pk=event.pk).update(starts=soon(-0.05))
    event.refresh_from_db()
    slot = Slot("Auftakt", event.starts, event.starts + timedelta(hours=1))
    item = add_slot(actor=cast.office, event=event, slot=slot)
    now = timezone.now()
    AgendaItem.objects.filter(pk=item.pk).update(air=Air.ON_AIR, went_on=now, **rules)
    return stored(item)


def stored(item: AgendaItem) -> AgendaItem:
    """Return a slot as it is stored now."""
    return AgendaItem.objects.select_related("event", "thread").get(pk=item.pk)


def over(item: AgendaItem, *, minutes: int = 11) -> AgendaItem:
    """Take a slot off air, so many minutes ago."""
    ended = timezone.now() - timedelta(minutes=minutes)
    AgendaItem.objects.filter(pk=item.pk).update(air=Air.OVER, went_off=ended)
    return stored(item)


def closed(item: AgendaItem) -> AgendaItem:
    """Close the thread of a slot, as the clock does after its end."""
    close_thread(actor=None, thread=item.thread, because="Vorbei.")
    return stored(item)


def ask(
    member: Member, item: AgendaItem, text: str = "Was kostet das?", *,
    key: UUID | None = None, device: str = "",
) -> Question:  # fmt: skip
    """Ask the podium, and return the question as it is stored."""
    asked = ask_question(actor=member, item=item, text=text, key=key or uuid4(), device=device)
    return again(asked.question)


def again(question: Question) -> Question:
    """Return a question as it is stored now."""
    return Question.objects.select_related("item__event", "item__thread").get(pk=question.pk)


def poll(actor: Member, item: AgendaItem, kind: str = "single", **fields: Any) -> Poll:
    """Make a poll and open it."""
    fields.setdefault("options", OPTIONS)
    plan = PollPlan(kind, fields.pop("text", "Was zuerst?"), **fields)
    return open_poll(actor=actor, poll=make_poll(actor=actor, item=item, plan=plan))


def options_of(asked: Poll) -> list[int]:
    """Return the numbers of a poll's options in their order."""
    return [option.pk for option in asked.options.order_by("position")]


def choose(member: Member, asked: Poll, *places: int) -> None:
    """Vote for options by their place, from 0."""
    numbers = options_of(asked)
    vote(actor=member, poll=asked, answer=[numbers[place] for place in places])


def page_of(item: AgendaItem) -> str:
    """Return where everybody finds questions and polls of a slot."""
    return f"/termine/{item.event_id}-lounge/live/{item.pk}/fragen/"


def console_of(item: AgendaItem) -> str:
    """Return where the organisers steer them."""
    return f"/termine/{item.event_id}/live/{item.pk}/fragen/regie/"
