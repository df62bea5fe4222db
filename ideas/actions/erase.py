"""Erasing for good what moderators have removed; the number it had stays."""

from django.db import transaction

from ideas.actions.write import locked
from ideas.models import Idea, PilotPlan, SearchText, State

ERASED = "–"


@transaction.atomic
def erase_idea(*, idea: Idea) -> None:
    """Forget the words of a removed idea, of its plan, and of all earlier versions."""
    idea = locked(idea)
    if idea.state != State.REMOVED:
        return
    idea.title, idea.text, idea.html, idea.lead = ERASED, "", "", ""
    idea.save(update_fields=["title", "text", "html", "lead"])
    SearchText.objects.filter(pk=idea.pk).delete()
    for plan in PilotPlan.objects.filter(pk=idea.pk):
        plan.history.all().delete()
        plan.delete()
    PilotPlan.history.filter(idea=idea.pk).delete()
    idea.tag_uses.all().delete()
    idea.history.all().delete()
