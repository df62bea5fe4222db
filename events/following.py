"""What follows in the hall from what happens to ideas, contributions and questions."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from discussions.actions import link_outcome
from discussions.models import Comment
from events.models import Adoption, Event, Question, Screen
from ideas.models import Idea
from live.models import Activity
from live.record import record, recorded

# What may take a contribution or a question off the screen of the hall, or bring it back.
TURNS = ("comment.edited", "comment.deleted", "comment.hidden", "comment.removed", "comment.shown",
         "comment.marked", "question.hidden", "question.shown")  # fmt: skip


@receiver(recorded, dispatch_uid="lead_to_idea")
def lead_to_idea(activity: Activity, obj: models.Model, **kwargs: Any) -> None:
    """Lead from a contribution to the idea that it has become, once that is out."""
    if activity.verb != "idea.published" or not isinstance(obj, Idea):
        return
    adoption = Adoption.objects.select_related("comment").filter(idea=obj).first()
    if adoption is not None and adoption.comment is not None:
        link_outcome(actor=obj.author, comment=adoption.comment, path=f"/ideen/{obj.pk}/")


@receiver(recorded, dispatch_uid="follow_on_screen")
def follow_on_screen(activity: Activity, obj: models.Model, **kwargs: Any) -> None:
    """Tell the hall, and those at home, when what stands on the screen was hidden or changed.

    Only told, in the same commit: that it stands there no more follows from its own state.
    """
    if activity.verb not in TURNS:
        return
    name = "comment" if isinstance(obj, Comment) else "question"
    assert isinstance(obj, Comment | Question)
    shown = Screen.objects.filter(**{name: obj.pk}).values("event")
    for event in Event.objects.filter(pk__in=shown):
        record("screen.changed", streams=event.streams, actor=activity.actor, obj=event)
