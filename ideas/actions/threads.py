"""Telling the threads of many ideas anew who reads and moderates them, in bulk."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from discussions.models import Admission, Thread
from ideas.access import audience_of
from ideas.actions.content import copy_audience
from ideas.models import ENTRUSTED, Idea, IdeaTopic

BATCH = 500  # ideas that are read and written at once


def tell_threads(ideas: Iterable[int]) -> list[str]:
    """Say of many ideas what `tell_thread` says of one; return the streams of their threads.

    The number of queries grows with the number of batches only.
    """
    numbers = sorted(set(ideas))
    threads: list[int] = []
    for start in range(0, len(numbers), BATCH):
        threads += _tell(numbers[start : start + BATCH])
    return [f"thread-{pk}" for pk in threads]


def _tell(numbers: Sequence[int]) -> list[int]:
    ideas = Idea.objects.filter(pk__in=numbers).select_related("thread")
    threads = [_told(idea) for idea in ideas.prefetch_related("placements__tag")]
    Thread.objects.bulk_update(threads, ["audience", "echoes", "holds_newcomers"])
    keys = [thread.pk for thread in threads]
    copy_audience(keys)
    entrust_threads(keys)
    return keys


def _told(idea: Idea) -> Thread:
    thread: Thread = idea.thread
    boards = [placement.tag for placement in idea.placements.all()]
    thread.audience = audience_of(idea.state, boards)
    thread.echoes = sorted(board.stream for board in boards) if idea.is_published else []
    thread.holds_newcomers = any(board.holds_newcomers for board in boards)
    return thread


def entrust_threads(threads: Sequence[int]) -> None:
    """Trust those with threads who look after the boards on which these stand now."""
    placed = IdeaTopic.objects.filter(
        content_object__thread__in=threads,
        content_object__state__in=ENTRUSTED,
        tag__moderators__is_active=True,
    )
    rights = placed.values_list("content_object__thread", "tag__moderators")
    # By numbers and one look for each: a database that has not counted its rows yet would join all.
    own = Idea.objects.filter(thread=OuterRef("thread"), author=OuterRef("member"))
    former = Admission.objects.filter(thread__in=threads, moderates=True)
    former.filter(~Exists(own)).delete()
    former.update(moderates=False)
    Admission.objects.bulk_create(
        [Admission(thread_id=t, member_id=m, moderates=True) for t, m in rights.distinct()],
        update_conflicts=True,
        unique_fields=["thread", "member"],
        update_fields=["moderates"],
    )
