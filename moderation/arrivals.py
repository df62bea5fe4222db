"""What becomes a case by itself: held contributions, and offers from one board to another.

Hears of each in the very transaction of its deed.
"""

from typing import Any

from django.db import models
from django.dispatch import receiver

from discussions.models import Comment
from ideas.models import Idea, MoveOffer
from live.models import Activity
from live.record import Account, recorded
from moderation.actions.cases import close_case, open_case
from moderation.models import Case, CaseState, Kind
from moderation.subjects import field_of


@receiver(recorded, dispatch_uid="open_arriving_case")
def open_arriving_case(
    activity: Activity, obj: models.Model, account: Account | None, **kwargs: Any
) -> None:
    """Open the case of what arrives, and close that of an offer which was settled."""
    if activity.verb in ("comment.held", "idea.held") and isinstance(obj, Comment | Idea):
        _held(obj, account.why if account else "")
    elif activity.verb == "offer.made" and isinstance(obj, MoveOffer):
        open_case(kind=Kind.OFFER, actor=activity.actor, offer=obj, topic=obj.target)
    elif activity.verb.startswith("offer.") and isinstance(obj, MoveOffer):
        for case in Case.objects.filter(offer=obj).exclude(state=CaseState.DECIDED):
            close_case(actor=activity.actor, case=case)


def _held(subject: Comment | Idea, why: str) -> None:
    open_case(
        kind=Kind.HELD,
        actor=None,
        thread=subject.thread,
        against=subject.author,
        why_held=why,
        **{field_of(subject): subject},
    )
