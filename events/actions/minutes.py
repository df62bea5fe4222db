"""Minutes of slots: begun when a slot is over, written by the organisers, published, taken back."""

from copy import copy
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions.event import organised
from events.models import (
    AgendaItem,
    Air,
    Event,
    Minutes,
    MinutesReaders,
    MinutesState,
    State,
)
from ideaforge.errors import Conflict, Refused
from ideaforge.text import RENDERER, render
from live.record import record
from members.models import Member


@dataclass(frozen=True)
class Words:
    """Clean words of the form: the organisers' own text, and the numbers of what is left out."""

    text: str = ""
    readers: str = MinutesReaders.PARTICIPANTS
    no_questions: list[int] = field(default_factory=list)
    no_comments: list[int] = field(default_factory=list)
    no_polls: list[int] = field(default_factory=list)


FIELDS = tuple(Words.__dataclass_fields__)


@transaction.atomic
def draft_minutes(*, event: Event) -> None:
    """Begin the minutes of every slot that is over and has none; again changes nothing.

    Nobody has done this, so it stands in no log.
    """
    over = event.items.filter(air=Air.OVER, is_break=False, minutes=None)
    Minutes.objects.bulk_create([Minutes(item=item) for item in over], ignore_conflicts=True)


@transaction.atomic
def begin_minutes(*, actor: Member, item: AgendaItem) -> Minutes:
    """Return the minutes of a slot for its organisers; begin them where nothing did so yet."""
    event = organised(actor, item.event)
    item = event.items.select_related("event").get(pk=item.pk)
    found = Minutes.objects.filter(item=item).first()
    if found is not None:
        return found
    if not can_have_minutes(item):
        raise Refused(_("Minutes are written when the slot is over."))
    minutes = Minutes.objects.create(item=item)
    record("minutes.begun", streams=[], actor=actor, obj=minutes)
    return minutes


def can_have_minutes(item: AgendaItem) -> bool:
    """Tell whether a slot is over: it went off air, or its time has passed without it."""
    if item.is_break or item.event.state != State.ANNOUNCED:
        return False
    passed = item.air == Air.PLANNED and item.ends <= timezone.now()
    return item.air == Air.OVER or passed


@transaction.atomic
def write_minutes(*, actor: Member, minutes: Minutes, words: Words, version: int) -> Minutes:
    """Change what the minutes say. Raises Conflict when somebody else has since `version`."""
    minutes = _locked(actor, minutes, version)
    _fill(minutes, words)
    record("minutes.written", streams=[], actor=actor, obj=minutes)
    return minutes


@transaction.atomic
def publish_minutes(*, actor: Member, minutes: Minutes, words: Words, version: int) -> Minutes:
    """Change what they say, and let others read them. Raises Conflict as `write_minutes`."""
    minutes = _locked(actor, minutes, version)
    minutes.state = MinutesState.PUBLISHED
    minutes.published = minutes.published or timezone.now()
    _fill(minutes, words)
    record("minutes.published", streams=[], actor=actor, obj=minutes)
    return minutes


@transaction.atomic
def unpublish_minutes(*, actor: Member, minutes: Minutes) -> Minutes:
    """Let only the organisers read them again."""
    minutes = _locked(actor, minutes, None)
    if minutes.is_published:
        minutes.state, minutes.published = MinutesState.DRAFT, None
        minutes.version += 1
        minutes.save(update_fields=["state", "published", "version"])
        record("minutes.unpublished", streams=[], actor=actor, obj=minutes)
    return minutes


def _locked(actor: Member, minutes: Minutes, version: int | None) -> Minutes:
    organised(actor, minutes.item.event)
    rows = Minutes.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("item__event").filter(pk=minutes.pk).first()
    if found is None:
        raise Conflict(_("This slot is no longer there."))
    if version is not None and found.version != version:
        raise Conflict(_("Somebody else has changed these minutes meanwhile."))
    return found


def draft_of(minutes: Minutes, words: Words) -> Minutes:
    """Return the minutes as they would be with these words; nothing is stored."""
    drafted = copy(minutes)
    _set(drafted, words)
    return drafted


def _set(minutes: Minutes, words: Words) -> None:
    for name in FIELDS:
        setattr(minutes, name, getattr(words, name))
    minutes.html, minutes.renderer = render(words.text), RENDERER


def _fill(minutes: Minutes, words: Words) -> None:
    _set(minutes, words)
    minutes.version += 1
    own = ["html", "renderer", "version", "state", "published"]
    minutes.save(update_fields=[*FIELDS, *own])
