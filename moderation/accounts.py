"""The log of every act: hears each deed of curation and moderation, and keeps its account."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from discussions.models import Comment, Thread
from ideas.models import Idea
from live.models import Activity
from live.record import Account, recorded
from live.streams import parse_stream
from moderation.models import Act


@receiver(recorded, dispatch_uid="keep_account")
def keep_account(
    activity: Activity, obj: models.Model, account: Account | None, **kwargs: Any
) -> None:
    """Store the account of a deed in the deed's own transaction."""
    if account is None:
        return
    place = parse_stream(account.place)
    Act.objects.create(
        activity=activity,
        topic_id=place[1] if place else None,
        thread_id=_thread_of(obj),
        member_id=account.member,
        why=account.why,
        before=account.before,
        after=account.after,
        in_public=account.in_public,
    )


def _thread_of(obj: models.Model) -> int | None:
    if isinstance(obj, Thread):
        return obj.pk
    return obj.thread_id if isinstance(obj, Comment | Idea) else None
