"""The slots of an event: put into the agenda, changed, taken out."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.actions import open_thread
from events.actions.event import organised
from events.actions.slots import tell_slots
from events.models import AgendaItem, Event, Minutes
from ideaforge.errors import Conflict, Refused
from ideaforge.text import RENDERER, render
from ideas.access import ideas_visible_to, topics_visible_to
from ideas.models import Idea, Topic
from live.record import record
from members.models import Member

TAKE_UP = "/termine/uebernehmen/"  # as in urls.py; the number of a contribution is added
SLOTS = 80  # of one event; a forum of two days has about thirty


@dataclass(frozen=True)
class Slot:
    """Clean words of the form; times are aware."""

    title: str
    starts: datetime
    ends: datetime
    text: str = ""
    speaker: str = ""
    room: str = ""
    is_break: bool = False
    topics: list[Topic] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)


WORDS = ("title", "starts", "ends", "text", "speaker", "room", "is_break")


@transaction.atomic
def add_slot(*, actor: Member, event: Event, slot: Slot) -> AgendaItem:
    """Put a slot into the agenda of an event."""
    event = organised(actor, event)
    if event.items.count() >= SLOTS:
        raise Refused(_("An agenda has room for %(count)d slots.") % {"count": SLOTS})
    _require_place(actor, event, slot)
    item = AgendaItem(event=event, thread=open_thread(take_up=TAKE_UP))
    _fill(item, slot)
    item.save(force_insert=True)
    _store_links(actor, item, slot)
    tell_slots(event)
    record("agenda.changed", streams=[event.stream], actor=actor, obj=event)
    return item


@transaction.atomic
def edit_slot(*, actor: Member, item: AgendaItem, slot: Slot, version: int) -> AgendaItem:
    """Change a slot. Raises Conflict when somebody else has changed it since `version`."""
    event = organised(actor, item.event)
    item = _stored(event, item)
    if item.version != version:
        raise Conflict(_("Somebody else has changed this slot meanwhile."))
    if slot.is_break and item.is_on_air:
        raise Refused(_("This slot is on air now; a break does not go on air."), field="is_break")
    _require_place(actor, event, slot)
    _fill(item, slot)
    item.version += 1
    item.save(update_fields=[*WORDS, "html", "renderer", "version"])
    _store_links(actor, item, slot)
    record("agenda.changed", streams=[event.stream], actor=actor, obj=event)
    return item


@transaction.atomic
def delete_slot(*, actor: Member, item: AgendaItem) -> None:
    """Take a slot out; one in which somebody has written stays."""
    event = organised(actor, item.event)
    item = _stored(event, item)
    thread = item.thread
    if item.is_on_air:
        raise Refused(_("This slot is on air now. Please end it first."))
    if thread.comments.exists() or item.questions.exists() or item.polls.exists():
        raise Refused(_("Somebody has written in this slot. It stays, so that nothing is lost."))
    if Minutes.objects.filter(item=item).exclude(text="").exists():
        raise Refused(_("This slot has minutes. It stays, so that nothing is lost."))
    item.delete()
    thread.delete()
    record("agenda.changed", streams=[event.stream], actor=actor, obj=event)


def _stored(event: Event, item: AgendaItem) -> AgendaItem:
    stored = event.items.select_for_update(of=("self",)).select_related("thread")
    found = stored.filter(pk=item.pk).first()
    if found is None:
        raise Conflict(_("This slot is no longer there."))
    return found


def _require_place(actor: Member, event: Event, slot: Slot) -> None:
    if slot.ends <= slot.starts:
        raise Refused(_("The slot ends before it begins."), field="ends")
    if not event.starts <= slot.starts < event.ends or slot.ends > event.ends:
        raise Refused(_("The slot lies outside the event."), field="starts")
    wanted = {idea.pk for idea in slot.ideas}
    if ideas_visible_to(actor).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(_("One of these ideas is no longer there."), field="ideas")


def _fill(item: AgendaItem, slot: Slot) -> None:
    for name in WORDS:
        setattr(item, name, getattr(slot, name))
    item.html, item.renderer = render(slot.text), RENDERER


def _store_links(actor: Member, item: AgendaItem, slot: Slot) -> None:
    # What the actor does not see could not be chosen, and stays.
    seen = topics_visible_to(actor).values("pk"), ideas_visible_to(actor).values("pk")
    item.topics.set([*slot.topics, *item.topics.exclude(pk__in=seen[0])])
    item.ideas.set([*slot.ideas, *item.ideas.exclude(pk__in=seen[1])])
