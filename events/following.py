"""What follows in the hall from what happens to ideas."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from discussions.actions import link_outcome
from events.models import Adoption
from ideas.models import Idea
from live.models import Activity
from live.record import recorded


@receiver(recorded, dispatch_uid="lead_to_idea")
def lead_to_idea(activity: Activity, obj: models.Model, **kwargs: Any) -> None:
    """Lead from a contribution to the idea that it has become, once that is out."""
    if activity.verb != "idea.published" or not isinstance(obj, Idea):
        return
    adoption = Adoption.objects.select_related("comment").filter(idea=obj).first()
    if adoption is not None and adoption.comment is not None:
        link_outcome(actor=obj.author, comment=adoption.comment, path=f"/ideen/{obj.pk}/")
