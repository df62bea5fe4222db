"""Featuring one idea of a board, with a line that says why."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideaforge.errors import Refused
from ideas.actions.curating import account, placed
from ideas.models import Idea, IdeaTopic, Topic
from live.record import record
from members.models import Member


@transaction.atomic
def feature_idea(*, actor: Member, topic: Topic, idea: Idea, because: str) -> None:
    """Put an idea before all others of its board; whichever stood there gives its place back."""
    placement = placed(actor, topic, idea)
    if not because:
        raise Refused(_("Please say in a line why."), field="because")
    if placement.featured_because == because:
        return
    former = topic.placements.filter(is_featured=True).select_related("content_object").first()
    if former is not None and former.pk != placement.pk:
        reason = _("Another idea is featured: %(title)s") % {"title": idea.title}
        _take(actor, topic, former, reason)
    IdeaTopic.objects.filter(pk=placement.pk).update(is_featured=True, featured_because=because)
    told = account(topic, because, placement.featured_because, because)
    record("feature.set", streams=[topic.stream], actor=actor, obj=idea, account=told)


@transaction.atomic
def unfeature_idea(*, actor: Member, topic: Topic, idea: Idea, reason: str = "") -> None:
    """Let a featured idea stand where it stood before."""
    placement = placed(actor, topic, idea)
    if placement.is_featured:
        _take(actor, topic, placement, reason)


def _take(actor: Member, topic: Topic, placement: IdeaTopic, reason: str) -> None:
    IdeaTopic.objects.filter(pk=placement.pk).update(is_featured=False, featured_because="")
    told = account(topic, reason, placement.featured_because)
    idea = placement.content_object
    record("feature.taken", streams=[topic.stream], actor=actor, obj=idea, account=told)
