"""Whether one's words may be quoted elsewhere, e.g. in minutes."""

from django.db import transaction
from django.db.models import F

from discussions.access import can_edit, require_talking
from discussions.models import Comment, Thread
from ideaforge.errors import Forbidden
from live.record import record
from members.models import Member


@transaction.atomic
def mark_off_record(*, author: Member, comment: Comment, on: bool) -> None:
    """Ask not to quote one's own words elsewhere, or allow it again; also when nobody may write."""
    require_talking(author, comment.thread)
    thread = Thread.objects.select_for_update(no_key=True).get(pk=comment.thread_id)
    stored = thread.comments.get(pk=comment.pk)
    if not can_edit(author, stored) or not stored.is_visible:
        raise Forbidden
    if stored.off_record != on:
        version = F("version") + 1
        Comment.objects.filter(pk=comment.pk).update(off_record=on, version=version)
        record("comment.marked", streams=[thread.stream], actor=author, obj=comment)
