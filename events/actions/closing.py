"""The end of a slot's podium: what is left over is answered in writing, and keys lead nowhere."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.actions.polls import count_and_forget
from events.models import LATE, AgendaItem, Air, Poll, PollState, Question, QuestionState, State
from live.clock import every_minute
from live.record import record

AFTERWARDS = timedelta(hours=12)  # a slot that nobody took off air is closed so long after all


@every_minute
def close_podiums() -> None:
    """Close the podium of every slot that is over."""
    for pk in _over().values_list("pk", flat=True):
        _close_if_over(pk)


@transaction.atomic
def _close_if_over(pk: int) -> None:
    # Asked again under the lock: an organiser may have put it on air again.
    AgendaItem.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if _over().filter(pk=pk).exists():
        close_podium(item=AgendaItem(pk=pk))


@transaction.atomic
def close_podium(*, item: AgendaItem) -> None:
    """Leave open questions for answers in writing, close polls, and delete the salt of devices.

    Without the salt nobody, the operators included, can tell whether a device that they hold has
    asked. Doing it again changes nothing.
    """
    rows = AgendaItem.objects.select_for_update(of=("self",), no_key=True)
    item = rows.select_related("event").get(pk=item.pk)
    for poll in _open_polls(item):
        count_and_forget(None, item.event, poll)
    questions = Question.objects.filter(item=item, is_counted=False)
    locked = questions.select_for_update(no_key=True).order_by("pk")
    numbers = list(locked.values_list("pk", flat=True))
    if not numbers and not item.salt:
        return
    found = Question.objects.filter(pk__in=numbers)
    found.update(is_counted=True, is_pinned=False, is_told=True)
    found.filter(state=QuestionState.SHOWN).update(state=QuestionState.LATER)
    item.salt = ""
    item.save(update_fields=["salt"])
    record("podium.closed", streams=item.event.streams, actor=None, obj=item)


def _open_polls(item: AgendaItem) -> list[Poll]:
    rows = Poll.objects.select_for_update(no_key=True).filter(item=item, state=PollState.OPEN)
    return list(rows.order_by("pk"))


def _over() -> QuerySet[AgendaItem]:
    now = timezone.now()
    late = Q(went_off=None) | Q(went_off__lte=now - LATE)
    over = Q(air=Air.OVER) & late
    forgotten = Q(event__ends__lte=now - AFTERWARDS) | Q(event__state=State.CANCELLED)
    open_questions = Question.objects.filter(item=OuterRef("pk"), is_counted=False)
    open_polls = Poll.objects.filter(item=OuterRef("pk"), state=PollState.OPEN)
    left = ~Q(salt="") | Exists(open_questions) | Exists(open_polls)
    return AgendaItem.objects.filter(over | forgotten).filter(left).order_by("pk")
