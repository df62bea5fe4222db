"""Reacting to a comment: once per member and kind, and back."""

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from discussions.access import require_readable, require_voice
from discussions.actions.moving import require_unmoved
from discussions.models import Comment, Reaction, Thread
from ideaforge.errors import Refused
from live.record import record
from members.models import Member


@transaction.atomic
def react(*, actor: Member, comment: Comment, kind: str) -> int:
    """Give a reaction, or take it back where it is given; return n in the thread's stream."""
    require_readable(require_voice(actor, comment.thread), comment.thread)
    thread = Thread.objects.select_for_update(no_key=True).get(pk=comment.thread_id)
    stored = Comment.objects.get(pk=comment.pk)
    require_unmoved(stored, thread)
    if not stored.is_visible:
        raise Refused(_("This contribution is no longer there."))
    given, is_new = Reaction.objects.get_or_create(comment=comment, member=actor, kind=kind)
    if not is_new:
        given.delete()
    counts = Reaction.objects.filter(comment=comment).values_list("kind").annotate(Count("pk"))
    Comment.objects.filter(pk=comment.pk).update(
        reactions=dict(counts.order_by("kind")), version=F("version") + 1
    )
    verb = "comment.reacted" if is_new else "comment.unreacted"
    return record(verb, streams=[comment.thread.stream], actor=actor, obj=comment)[
        comment.thread.stream
    ]
