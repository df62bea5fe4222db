"""What the organisers put on the screen of the hall; what stood in the spotlight is kept."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.models import Comment
from events.actions.event import organised
from events.models import (
    AgendaItem,
    Event,
    Poll,
    PollState,
    Question,
    Screen,
    Shows,
    Spotlight,
)
from ideaforge.errors import Conflict, Refused
from live.record import record
from members.models import Member

Chosen = Comment | Question | Poll
T = TypeVar("T", Comment, Question, Poll)


@transaction.atomic
def show_on_screen(
    *, actor: Member, event: Event, shows: Shows, chosen: Chosen | None = None
) -> Screen:
    """Let the hall see one thing; `chosen` is the contribution, question or poll, if it is one.

    Raises Refused for what not everybody reads, and for what must not be quoted.
    """
    event = organised(actor, event)
    wanted = _checked(event, chosen)
    screen = _stored(event)
    if _is_same(screen, shows, wanted):
        return screen
    for name, value in {"comment": None, "question": None, "poll": None, **wanted}.items():
        setattr(screen, name, value)
    screen.shows, screen.since = shows, timezone.now()
    screen.save(update_fields=["shows", "comment", "question", "poll", "since"])
    _keep(wanted)
    record("screen.changed", streams=event.streams, actor=actor, obj=event)
    return screen


def clear_screen(*, actor: Member, event: Event) -> Screen:
    """Show nothing but the mark and, small, what is on air."""
    return show_on_screen(actor=actor, event=event, shows=Shows.NOTHING)


def leave_screen(question: Question) -> None:
    """Take a question off the screen that is about to be withdrawn; the caller has locked it."""
    rows = Screen.objects.filter(question=question)
    if rows.update(shows=Shows.SLOT, question=None, since=timezone.now()):
        event = question.item.event
        record("screen.changed", streams=event.streams, actor=question.author, obj=event)


def _stored(event: Event) -> Screen:
    return Screen.objects.select_for_update(no_key=True).get_or_create(event=event)[0]


def _is_same(screen: Screen, shows: Shows, wanted: dict[str, Any]) -> bool:
    # Tapped again after it was changed, it is chosen anew.
    there = all(getattr(screen, name) == value for name, value in wanted.items())
    return screen.shows == shows == screen.stands and there


def _checked(event: Event, chosen: Chosen | None) -> dict[str, Any]:
    """Return what was chosen, locked, by its field; refuse what the hall may not see."""
    if isinstance(chosen, Comment):
        return {"comment": _comment(event, chosen)}
    if isinstance(chosen, Question):
        return {"question": _question(event, chosen)}
    return {} if chosen is None else {"poll": _poll(event, chosen)}


# Locked before the screen, as whoever hides or withdraws it does.
def _comment(event: Event, chosen: Comment) -> Comment:
    rows = Comment.objects.filter(thread__agendaitem__event=event)
    comment = _found(rows.select_related("thread__agendaitem"), chosen)
    if not comment.is_visible:
        raise Refused(_("This contribution is no longer there."))
    if comment.off_record:
        raise Refused(_("Its author has asked not to quote it."))
    return comment


def _question(event: Event, chosen: Question) -> Question:
    rows = Question.objects.filter(item__event=event).select_related("item")
    question = _found(rows, chosen)
    if not question.is_open_to_all:
        raise Refused(_("Nobody else reads this question. Please show it first."))
    return question


def _poll(event: Event, chosen: Poll) -> Poll:
    poll = _found(Poll.objects.filter(item__event=event), chosen)
    if poll.state == PollState.DRAFT:
        raise Refused(_("Nobody else knows this poll. Please open it first."))
    return poll


def _found(rows: QuerySet[T], chosen: T) -> T:
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=chosen.pk).first()
    if found is None:
        raise Conflict(_("This is not, or no longer, part of the event."))
    return found


def _keep(wanted: dict[str, Any]) -> None:
    for name in ("comment", "question"):
        if (one := wanted.get(name)) is not None:
            item: AgendaItem = one.thread.agendaitem if name == "comment" else one.item
            Spotlight.objects.get_or_create(item=item, **{name: one})
