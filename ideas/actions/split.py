"""Splitting contributions off into an idea of their own, with a signpost where they stood.

Undoing brings everything back that stands in the new idea's discussion, also what came meanwhile:
the new idea is withdrawn, and nothing is lost with it. Once the new idea was edited or merged it is
an idea of its own, and stays.
"""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access import may_moderate
from discussions.actions.moving import (
    bring_back,
    lock_threads,
    put_comment,
    split_off,
    take_away,
)
from discussions.models import Comment, Thread
from ideaforge.errors import Conflict, Forbidden, Refused, require_reason
from ideas.access import audience_of, looks_after
from ideas.actions.content import Content, streams_of, tell_thread
from ideas.actions.merge import (
    NOT_PLACED,
    account_of,
    boards_of,
    lock_both,
    store_state,
)
from ideas.actions.publish import publish_idea
from ideas.actions.write import locked, require_complete, save_draft
from ideas.merging import is_over, opens, title_for
from ideas.models import Idea, Merge, Split, State
from live.record import record
from members.access import require_part
from members.models import Member
from members.telling import tell

MARKS = re.compile(r"([\\`*_\[\]()<>#!~|@])")


@transaction.atomic
def split_idea(
    *, actor: Member, source: Idea, comments: Sequence[int], content: Content, reason: str
) -> Idea:
    """Make an idea of these contributions (numbers of comments at the top of the discussion).

    The actor is its author; the authors of what was moved are told. Raises Refused where one of the
    contributions is no longer there, or the new idea would be open to more readers.
    """
    actor = require_part(actor)
    source = locked(source)
    source.thread = lock_threads(source.thread_id)[source.thread_id]
    _require(actor, source, comments, content, reason)
    place = _roots(source.thread, comments).order_by("place").values_list("place", flat=True)[0]
    idea = save_draft(author=actor, content=content)
    moved = split_off(source=source.thread, target=idea.thread, roots=comments)
    is_as_open = audience_of(State.PUBLISHED, content.topics) == source.audience
    seen = idea.title if is_as_open else ""  # by readers of the source, in the log and its thread
    # Takes the counters of all streams in their order; what is recorded after it needs fewer.
    record(
        "comments.split", streams=[*streams_of(source), *streams_of(idea)], actor=actor, obj=source,
        account=account_of(source, reason, count_words(moved), seen, member=source.author_id),
    )  # fmt: skip
    idea = publish_idea(author=actor, idea=idea)
    signpost = put_comment(
        author=actor, thread=source.thread, place=place, text=_direction(idea, seen)
    )
    split = Split.objects.create(
        source=source, idea=idea, signpost=signpost, member=actor, reason=reason
    )
    tell(members=_authors(moved, actor), kind="comments.split", obj=split)
    return idea


def _require(
    actor: Member, source: Idea, comments: Sequence[int], content: Content, reason: str
) -> None:
    if not may_moderate(actor, source.thread):
        raise Forbidden
    if not source.is_published:
        raise Refused(_("This idea is no longer published."))
    if not comments:
        raise Refused(_("Please choose at least one contribution."), field="comments")
    if _roots(source.thread, comments).count() != len(set(comments)):
        sentence = _("One of these contributions no longer stands here. Please choose again.")
        raise Refused(sentence, field="comments")
    require_complete(content)
    require_reason(reason)
    _require_as_closed(source, content)


def _require_as_closed(source: Idea, content: Content) -> None:
    audience = audience_of(State.PUBLISHED, content.topics)
    if opens(source, audience=audience, boards=[topic.pk for topic in content.topics]):
        sentence = _("The new idea may not be open to more readers than this one.")
        raise Refused(sentence, field="topics")


def _roots(thread: Thread, comments: Sequence[int]) -> QuerySet[Comment]:
    return thread.comments.filter(pk__in=comments, parent=None)


def count_words(moved: Sequence[Comment]) -> str:
    """Return how many contributions these are, in words."""
    count = len(moved)
    return ngettext("%(count)d contribution", "%(count)d contributions", count) % {"count": count}


def link_to(idea: Idea) -> str:
    """Return a link to an idea in Markdown, whatever marks its title has."""
    title = MARKS.sub(r"\\\1", idea.title)
    return f"[{title}]({idea.get_absolute_url()})"


def _direction(idea: Idea, title: str) -> str:
    if title:
        words = _("The moderators have made this an idea of its own: %(link)s")
        return words % {"link": link_to(idea)}
    words = _("The moderators have made this an [idea of its own](%(url)s) for fewer readers.")
    return words % {"url": reverse("idea_by_number", args=[idea.pk])}


def _authors(moved: Sequence[Comment], actor: Member) -> QuerySet[Member]:
    people = {comment.author_id for comment in moved} - {actor.pk}
    return Member.objects.filter(pk__in=people, is_active=True)


@transaction.atomic
def unsplit_idea(*, actor: Member, split: Split, reason: str) -> Idea:
    """Undo a split: the contributions go back, the signpost and the new idea are taken away.

    Returns the idea to which they go back. Raises Conflict where it was undone already.
    """
    actor = require_part(actor)
    source, idea = lock_both(split.source, split.idea)
    stored = Split.objects.filter(pk=split.pk).select_related("signpost").first()
    if stored is None:
        raise Conflict(_("Somebody was quicker: this was undone already."))
    stored.source, stored.idea = source, idea
    _require_undoable(actor, stored, reason)
    streams = [*streams_of(source), *streams_of(idea)]
    back = bring_back(
        source=source.thread, branch=idea.thread,
        since=stored.created, signpost=stored.signpost_id,
    )  # fmt: skip
    seen = title_for(idea, readers_of=source)
    record(
        "comments.returned", streams=streams, actor=actor, obj=source,
        account=account_of(source, reason, seen, count_words(back), member=source.author_id),
    )  # fmt: skip
    take_away(actor=actor, comment=stored.signpost)
    _take_off(actor, idea)
    tell(members=_authors(back, actor), kind="comments.returned", obj=source)
    stored.delete()  # the log says that it was; the signpost's row stays as any deleted one
    return source


def _require_undoable(actor: Member, split: Split, reason: str) -> None:
    if not (may_moderate(actor, split.source.thread) and looks_after(actor, split.idea)):
        raise Forbidden(_("Only who looks after both ideas can undo this."))
    if sentence := why_not_undone(split):
        raise Refused(sentence)
    require_reason(reason)


def why_not_undone(split: Split) -> str:
    """Return why a split cannot be undone now, or empty where it can."""
    if is_over(split.created):
        return _("A split can be undone for 30 days; these are over.")
    merged = Merge.objects.filter(undone=None, kept=split.idea).exists()
    if merged or State.MERGED in (split.idea.state, split.source.state):
        return _("One of these ideas was merged meanwhile. Please undo that first.")
    if split.idea.edited is not None:
        return _("The new idea was edited meanwhile: it is an idea of its own now, and stays.")
    return ""


def _take_off(actor: Member, idea: Idea) -> None:
    if not idea.is_published:
        return
    store_state(idea, State.WITHDRAWN)
    idea.placements.update(**NOT_PLACED)
    record("idea.withdrawn", streams=streams_of(idea), actor=actor, obj=idea)
    tell_thread(idea, boards_of(idea))
