"""Telling open pages how many have supported or voted: at most twice a second, and never too few.

A support or a vote marks its row as not told. After its commit whoever takes the right to tell (a
conditional UPDATE, so one process at a time) tells everything that is marked; whoever comes too
early plans one telling for when the right is free. Where no loop runs, the next one tells it, or
the clock.
"""

import logging
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.models import AgendaItem, Poll, PollState, Question, Vote
from live import serving
from live.clock import every_minute
from live.record import record

logger = logging.getLogger("events")
PAUSE = timedelta(seconds=0.5)  # between two tellings of the same numbers
MARGIN = 0.01  # seconds; a timer may strike a little early

Teller = Callable[[int], float | None]
_planned: dict[tuple[str, int], AbstractEventLoop] = {}
_guard = threading.Lock()
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tally")


def tell_supports(item_pk: int) -> None:
    """Tell pages how many support the questions of a slot, now or within half a second."""
    if not _is_planned("supports", item_pk):
        _tell("supports", item_pk)


def tell_votes(poll_pk: int) -> None:
    """Tell pages how many have voted, now or within half a second."""
    if not _is_planned("votes", poll_pk):
        _tell("votes", poll_pk)


@every_minute
def tell_what_is_left() -> None:
    """Tell what a process that ended, or one without a loop, has left untold."""
    untold = Question.objects.filter(is_told=False).values_list("item", flat=True)
    for pk in sorted(set(untold)):
        _tell("supports", pk)
    unread = Vote.objects.filter(poll=OuterRef("pk"), is_told=False)
    polls = Poll.objects.filter(Exists(unread), state=PollState.OPEN)
    for pk in polls.order_by("pk").values_list("pk", flat=True):
        _tell("votes", pk)


@transaction.atomic
def _supports(item_pk: int) -> float | None:
    untold = Question.objects.filter(item=item_pk, is_told=False)
    if (wait := _take(AgendaItem.objects.filter(pk=item_pk), untold)) is None:
        return None
    if wait > 0:
        return wait
    item = AgendaItem.objects.select_related("event").get(pk=item_pk)
    record("supports.counted", streams=item.event.streams, actor=None, obj=item)
    return None


@transaction.atomic
def _votes(poll_pk: int) -> float | None:
    untold = Vote.objects.filter(poll=poll_pk, is_told=False)
    if (wait := _take(Poll.objects.filter(pk=poll_pk), untold)) is None:
        return None
    if wait > 0:
        return wait
    poll = Poll.objects.select_related("item__event").get(pk=poll_pk)
    record("votes.counted", streams=poll.item.event.streams, actor=None, obj=poll)
    return None


def _take(owner: QuerySet[Any], untold: QuerySet[Any]) -> float | None:
    """Take the right to tell and mark the rows; return 0, or the seconds until the right is free.

    None where there is nothing to tell.
    """
    if not untold.exists():
        return None
    now = timezone.now()
    if not owner.filter(Q(told=None) | Q(told__lte=now - PAUSE)).update(told=now):
        return _until_free(owner.values_list("told", flat=True).first(), now)
    # In one order, as everybody who locks several of them.
    rows = untold.select_for_update(no_key=True).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    untold.model.objects.filter(pk__in=numbers).update(is_told=True)
    return 0.0


def _until_free(told: datetime | None, now: datetime) -> float | None:
    if told is None:
        return None  # the slot or the poll is no longer there
    left = (told + PAUSE - now).total_seconds()
    return min(max(left, 0.0), PAUSE.total_seconds()) + MARGIN


TELLERS: dict[str, Teller] = {"supports": _supports, "votes": _votes}


def _tell(kind: str, pk: int) -> None:
    wait = TELLERS[kind](pk)
    if wait is not None:
        _plan(kind, pk, wait)


def _is_planned(kind: str, pk: int) -> bool:
    """Tell whether a telling that has not begun will read what is committed by now."""
    loop = serving.loop()
    with _guard:
        return loop is not None and _planned.get((kind, pk)) is loop


def _plan(kind: str, pk: int, wait: float) -> None:
    loop = serving.loop()
    if loop is None:
        return
    with _guard:
        if _planned.get((kind, pk)) is loop:
            return
        _planned[kind, pk] = loop
    loop.call_soon_threadsafe(loop.call_later, wait, _begin, kind, pk)


def _begin(kind: str, pk: int) -> None:
    with _guard:  # first: a vote that comes from now on may plan the next one
        loop = _planned.pop((kind, pk))
    loop.run_in_executor(_thread, _work, kind, pk)


def _work(kind: str, pk: int) -> None:
    close_old_connections()
    try:
        _tell(kind, pk)
    except Exception:
        logger.exception("events: %s of %s were not told and are tried again", kind, pk)
        _plan(kind, pk, PAUSE.total_seconds())
    finally:
        close_old_connections()
