"""Publishing an idea and withdrawing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.models import Thread
from ideaforge.errors import Forbidden
from ideas.access import is_author, topics_visible_to
from ideas.actions.content import lock_boards, step_back, streams_of, tell_thread
from ideas.actions.write import content_of, locked, require_boards, require_complete
from ideas.models import Idea, State
from live.record import record
from members.access import require_part
from members.models import Member


@transaction.atomic
def publish_idea(*, author: Member, idea: Idea) -> Idea:
    """Put a draft, or a withdrawn idea, on its boards."""
    require_part(author)
    idea = locked(idea)
    if not is_author(author, idea):
        raise Forbidden
    if idea.is_published:
        return idea
    if idea.state not in (State.DRAFT, State.WITHDRAWN):
        raise Forbidden(_("The moderators look after this idea; only they can put it back."))
    content = content_of(idea)
    require_complete(content)
    lock_boards(topic.pk for topic in content.topics)
    # A board that was closed to the author meanwhile stops nothing; it makes the idea less open.
    seen = topics_visible_to(author).filter(pk__in=[topic.pk for topic in content.topics])
    require_boards(author, list(seen))
    idea.state = State.PUBLISHED
    idea.published = idea.published or timezone.now()
    idea.version += 1
    idea.save(update_fields=["state", "published", "version"])
    Thread.objects.filter(pk=idea.thread_id).update(last_activity=timezone.now())
    tell_thread(idea, content.topics)
    record("idea.published", streams=streams_of(idea), actor=author, obj=idea)
    return idea


@transaction.atomic
def withdraw_idea(*, actor: Member, idea: Idea) -> Idea:
    """Take an idea off its boards; its author can still read it and put it back."""
    require_part(actor)
    idea = locked(idea)
    if not is_author(actor, idea) and not actor.is_office:
        raise Forbidden
    if not idea.is_published:
        return idea
    idea.state = State.WITHDRAWN
    idea.version += 1
    idea.save(update_fields=["state", "version"])
    step_back(idea)
    record("idea.withdrawn", streams=streams_of(idea), actor=actor, obj=idea)
    tell_thread(idea, content_of(idea).topics)
    return idea
