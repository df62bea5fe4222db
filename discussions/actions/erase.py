"""Erasing for good what moderators have removed; the place it had stays."""

from django.db import transaction

from discussions.models import Comment, CommentState

ERASED = "–"


@transaction.atomic
def erase_comment(*, comment: Comment) -> None:
    """Forget the words of a removed comment and of its earlier versions."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.state != CommentState.REMOVED:
        return
    comment.text, comment.html = ERASED, ""
    comment.save(update_fields=["text", "html"])
    comment.mentions.clear()
    comment.history.all().delete()
