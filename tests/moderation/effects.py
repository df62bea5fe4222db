"""What each measure changes, and everything that one could change."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from discussions.models import Comment, Thread
from members.models import Member
from moderation.models import Measure

SOON = timezone.now() + timedelta(days=2)


def state(comment: Comment) -> dict[str, Any]:
    """Return everything that a measure could change."""
    thread = Thread.objects.get(pk=comment.thread_id)
    author = Member.objects.get(pk=comment.author_id)
    return {
        "state": Comment.objects.get(pk=comment.pk).state,
        "closed": thread.closed_because,
        "slow": thread.slow_minutes,
        "count": thread.comment_count,
        "silent": author.silent_until,
        "active": author.is_active,
    }


EFFECTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    Measure.LEAVE: ({}, {}),
    Measure.HIDE: ({}, {"state": "hidden", "count": 0}),
    Measure.REMOVE: ({}, {"state": "removed", "count": 0}),
    Measure.ASK: ({}, {}),
    Measure.LOCK: ({}, {"closed": "Herabsetzend."}),
    Measure.SLOW: ({"minutes": 5}, {"slow": 5}),
    Measure.WARN: ({}, {}),
    Measure.SILENCE: ({"until": SOON}, {"silent": SOON}),
    Measure.SUSPEND: ({}, {"active": False}),
}
