"""What a contribution has led to elsewhere; whoever made it says so."""

from django.db import transaction
from django.db.models import F

from discussions.models import Comment, Thread
from live.record import record
from members.models import Member


@transaction.atomic
def link_outcome(*, actor: Member, comment: Comment, path: str) -> None:
    """Lead from a contribution to what has come of it: a path of this site, or empty for nothing.

    The link says no title, so it tells nothing to those who may not read what it leads to.
    """
    thread = Thread.objects.select_for_update(no_key=True).get(pk=comment.thread_id)
    found = thread.comments.exclude(outcome=path).filter(pk=comment.pk)
    if found.update(outcome=path, version=F("version") + 1):
        record("comment.linked", streams=[thread.stream], actor=actor, obj=comment)
