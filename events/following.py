"""What follows in the hall from what happens to ideas, contributions, questions and slots."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from discussions.models import Comment
from events.actions.minutes import draft_minutes
from events.actions.outcomes import lead_to_idea
from events.models import Event, Question, Screen
from ideas.models import Idea
from live.models import Activity
from live.record import record, recorded

OUT = ("idea.published", "idea.shown")  # shown: moderators have let a newcomer's idea through
# What may take a contribution or a question off the screen of the hall, or bring it back.
TURNS = ("comment.edited", "comment.deleted", "comment.hidden", "comment.removed", "comment.shown",
         "comment.marked", "question.hidden", "question.shown")  # fmt: skip


@receiver(recorded, dispatch_uid="follow_an_idea")
def follow_an_idea(activity: Activity, obj: models.Model, **kwargs: Any) -> None:
    """Lead from what was said to the idea that it has become, once that is out."""
    if activity.verb in OUT and isinstance(obj, Idea) and obj.is_published:
        lead_to_idea(idea=obj)


@receiver(recorded, dispatch_uid="follow_the_air")
def follow_the_air(activity: Activity, obj: models.Model, **kwargs: Any) -> None:
    """Begin the minutes of every slot that is over."""
    if activity.verb == "air.changed" and isinstance(obj, Event):
        draft_minutes(event=obj)


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
