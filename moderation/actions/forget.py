"""Erasing what was removed, once nobody can object any more."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from discussions.actions import erase_comment
from discussions.models import Comment
from ideas.actions import erase_idea
from ideas.models import Idea
from moderation.models import CaseState, Decision, Measure
from moderation.queries import cases_about
from moderation.subjects import subject_of


def forget_removed() -> int:
    """Erase the words of every removal that stands and is past objecting; return how many."""
    return sum(_forget(decision.pk) for decision in _past_objecting())


def _past_objecting() -> QuerySet[Decision]:
    before = timezone.now() - timedelta(days=settings.APPEAL_DAYS)
    removed = Decision.objects.filter(measure=Measure.REMOVE, undone=None, created__lt=before)
    waiting = removed.exclude(before__has_key="erased")
    return waiting.exclude(appeal__is_granted=None, appeal__isnull=False)


@transaction.atomic
def _forget(pk: int) -> bool:
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=pk)
    subject = subject_of(decision.case)
    if decision.undone or not isinstance(subject, Comment | Idea):
        return False
    if cases_about(subject).exclude(state=CaseState.DECIDED).exists():
        return False  # it is still being talked about
    if isinstance(subject, Comment):
        erase_comment(comment=subject)
    else:
        erase_idea(idea=subject)
    decision.before = decision.before | {"erased": True}
    decision.save(update_fields=["before"])
    return True
