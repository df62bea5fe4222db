"""Cases about contributions go where these go: so who looks after the discussion decides them."""

from typing import Any

from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery
from django.dispatch import receiver

from discussions.models import Comment
from live.models import Activity
from live.record import recorded
from moderation.models import Case

MOVED = ("comments.joined", "comments.parted", "comments.split", "comments.returned")


@receiver(recorded, dispatch_uid="follow_comments")
def follow_comments(activity: Activity, obj: models.Model, **kwargs: Any) -> None:
    """Let cases follow once the contributions have moved.

    Afterwards: who decides a case has locked it and may be waiting for the discussion.
    """
    if activity.verb in MOVED:
        transaction.on_commit(follow, robust=True)


def follow() -> None:
    """Say of each case about a contribution in which discussion that stands now."""
    # Without a discussion it was handed over to the office, and stays there.
    known = Case.objects.filter(comment__isnull=False, thread__isnull=False)
    elsewhere = known.exclude(thread=F("comment__thread"))
    thread = Comment.objects.filter(pk=OuterRef("comment")).values("thread")
    Case.objects.filter(pk__in=elsewhere.values("pk")).update(thread=Subquery(thread))
