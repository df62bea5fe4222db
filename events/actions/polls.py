"""Polls as the organisers make, open and close them.

Closing counts, stores the result and deletes the votes, so that nobody can ever be traced. So a
closed poll stays closed; asking once more is another poll.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions.event import organised
from events.models import (
    OPTIONS,
    WITH_OPTIONS,
    AgendaItem,
    Event,
    Poll,
    PollKind,
    PollOption,
    PollState,
)
from events.results import result_of
from ideaforge.errors import Conflict, Refused
from live.record import record
from members.models import Member

POLLS = 30  # of one slot


@dataclass(frozen=True)
class PollPlan:
    """Clean words of the form."""

    kind: str
    text: str
    options: list[str] = field(default_factory=list)
    shows_at_once: bool = False
    most: int | None = None
    steps: int = 5


@transaction.atomic
def make_poll(*, actor: Member, item: AgendaItem, plan: PollPlan) -> Poll:
    """Store a poll as a draft that only the organisers see."""
    event = organised(actor, item.event)
    if item.polls.count() >= POLLS:
        raise Refused(_("A slot has room for %(count)d polls.") % {"count": POLLS})
    poll = Poll(item=item)
    _fill(poll, plan)
    poll.save(force_insert=True)
    _store_options(poll, plan)
    record("poll.made", streams=[event.console], actor=actor, obj=poll)
    return poll


@transaction.atomic
def change_poll(*, actor: Member, poll: Poll, plan: PollPlan, version: int) -> Poll:
    """Change a draft. Raises Conflict when somebody else has changed it since `version`."""
    event, poll = _steered(actor, poll)
    _require_draft(poll)
    if poll.version != version:
        raise Conflict(_("Somebody else has changed this poll meanwhile."))
    _fill(poll, plan)
    poll.version += 1
    poll.save(update_fields=["kind", "text", "shows_at_once", "most", "steps", "version"])
    poll.options.all().delete()
    _store_options(poll, plan)
    record("poll.changed", streams=[event.console], actor=actor, obj=poll)
    return poll


@transaction.atomic
def open_poll(*, actor: Member, poll: Poll) -> Poll:
    """Let everybody who takes part vote."""
    event, poll = _steered(actor, poll)
    if poll.is_open:
        return poll
    _require_draft(poll)
    if not poll.item.is_heard:
        raise Refused(_("A poll opens while its slot is on air."))
    poll.state, poll.opened = PollState.OPEN, timezone.now()
    poll.save(update_fields=["state", "opened"])
    record("poll.opened", streams=event.streams, actor=actor, obj=poll)
    return poll


@transaction.atomic
def close_poll(*, actor: Member, poll: Poll) -> Poll:
    """Count, store the result for good, and delete the votes."""
    event, poll = _steered(actor, poll)
    if poll.state == PollState.CLOSED:
        return poll
    if not poll.is_open:
        raise Refused(_("This poll was never open."))
    count_and_forget(actor, event, poll)
    return poll


@transaction.atomic
def copy_poll(*, actor: Member, poll: Poll) -> Poll:
    """Ask the same again: make a draft with the same words."""
    options = [option.text for option in poll.options.all()]
    plan = PollPlan(poll.kind, poll.text, options, poll.shows_at_once, poll.most, poll.steps)
    return make_poll(actor=actor, item=poll.item, plan=plan)


@transaction.atomic
def delete_poll(*, actor: Member, poll: Poll) -> None:
    """Throw a draft away."""
    event, poll = _steered(actor, poll)
    _require_draft(poll)
    record("poll.deleted", streams=[event.console], actor=actor, obj=poll)
    poll.delete()


def count_and_forget(actor: Member | None, event: Event, poll: Poll) -> None:
    """Close a poll that the caller has locked."""
    answers = list(poll.votes.values_list("answer", flat=True))
    poll.result = result_of(poll, answers)
    poll.state, poll.closed = PollState.CLOSED, timezone.now()
    poll.save(update_fields=["result", "state", "closed"])
    poll.votes.all().delete()
    record("poll.closed", streams=event.streams, actor=actor, obj=poll)


def _steered(actor: Member, poll: Poll) -> tuple[Event, Poll]:
    event = organised(actor, poll.item.event)
    rows = Poll.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("item__event", "item__thread").filter(pk=poll.pk).first()
    if found is None:
        raise Conflict(_("This poll is no longer there."))
    return event, found


def _require_draft(poll: Poll) -> None:
    if poll.state != PollState.DRAFT:
        raise Conflict(_("This poll was opened already, so it stays as it is."))


def _fill(poll: Poll, plan: PollPlan) -> None:
    needs = plan.kind in WITH_OPTIONS
    if needs and not 2 <= len(plan.options) <= OPTIONS:
        raise Refused(
            _("Please give 2 to %(most)d answers, one a line.") % {"most": OPTIONS},
            field="options",
        )
    poll.kind, poll.text, poll.steps = plan.kind, plan.text, plan.steps
    poll.shows_at_once = plan.shows_at_once
    poll.most = plan.most if plan.kind == PollKind.MULTIPLE else None


def _store_options(poll: Poll, plan: PollPlan) -> None:
    texts = plan.options if plan.kind in WITH_OPTIONS else []
    PollOption.objects.bulk_create(
        PollOption(poll=poll, text=text, position=place) for place, text in enumerate(texts)
    )
