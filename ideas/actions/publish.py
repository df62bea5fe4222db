"""Publishing an idea and withdrawing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.models import Thread
from ideaforge.errors import Forbidden
from ideas.access import can_curate, is_author, topics_visible_to
from ideas.actions.content import lock_boards, step_back, streams_of, tell_thread
from ideas.actions.write import content_of, locked, require_boards, require_complete
from ideas.models import Idea, State, Topic
from live.record import Account, record
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
    held = is_held_first(author, content.topics)
    idea.state = State.HELD if held else State.PUBLISHED
    idea.published = idea.published or timezone.now()
    idea.version += 1
    idea.save(update_fields=["state", "published", "version"])
    Thread.objects.filter(pk=idea.thread_id).update(last_activity=timezone.now())
    tell_thread(idea, content.topics)
    if held:
        why = _("First contribution of a new member")
        account = Account(why=why, member=author.pk, in_public=False)
        record("idea.held", streams=[], actor=author, obj=idea, account=account)
    else:
        record("idea.published", streams=streams_of(idea), actor=author, obj=idea)
    return idea


def is_held_first(author: Member, topics: list[Topic]) -> bool:
    """Tell whether moderators look at it first: a newcomer's idea on a board that asks for it."""
    holding = [topic for topic in topics if topic.holds_newcomers]
    if not holding or any(can_curate(author, topic) for topic in holding):
        return False
    return not Idea.objects.filter(author=author, state=State.PUBLISHED).exists()


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
