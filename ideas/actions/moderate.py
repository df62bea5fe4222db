"""Taking an idea out of sight and putting it back, by those who moderate its discussion."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import may_moderate
from discussions.models import Thread
from ideaforge.errors import Forbidden, Refused
from ideas.actions.content import step_back, streams_of, tell_thread
from ideas.actions.write import content_of, locked
from ideas.models import ENTRUSTED, Idea, State
from live.record import record
from members.access import require_part
from members.models import Member


@transaction.atomic
def hide_idea(*, actor: Member, idea: Idea) -> Idea:
    """Take an idea out of everybody's sight but its author's and the moderators'."""
    return _take_out(actor, idea, State.HIDDEN, "idea.hidden")


@transaction.atomic
def remove_idea(*, actor: Member, idea: Idea) -> Idea:
    """Take an idea out of everybody's sight, its author's too; moderators can bring it back."""
    return _take_out(actor, idea, State.REMOVED, "idea.removed")


@transaction.atomic
def show_idea(*, actor: Member, idea: Idea) -> Idea:
    """Undo holding, hiding or removing."""
    idea = _entrusted(actor, idea)
    if idea.is_published:
        return idea
    now = timezone.now()
    if idea.state == State.HELD:
        idea.published = now
        Thread.objects.filter(pk=idea.thread_id).update(last_activity=now)
    _store(idea, State.PUBLISHED)
    tell_thread(idea, content_of(idea).topics)
    record("idea.shown", streams=streams_of(idea), actor=actor, obj=idea)
    return idea


def _take_out(actor: Member, idea: Idea, state: State, verb: str) -> Idea:
    idea = _entrusted(actor, idea)
    if idea.state == state:
        return idea
    _store(idea, state)
    step_back(idea)
    record(verb, streams=streams_of(idea), actor=actor, obj=idea)
    tell_thread(idea, content_of(idea).topics)
    return idea


def _entrusted(actor: Member, idea: Idea) -> Idea:
    actor = require_part(actor)
    idea = locked(idea)
    if not may_moderate(actor, idea.thread):
        raise Forbidden
    if idea.state not in ENTRUSTED:
        raise Refused(_("This idea is no longer published."))
    return idea


def _store(idea: Idea, state: State) -> None:
    idea.state = state
    Idea.objects.filter(pk=idea.pk).update(
        state=state, published=idea.published, version=F("version") + 1
    )
    idea.refresh_from_db(fields=["version"])
