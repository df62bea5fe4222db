"""Short ways to join and part discussions, and what has to hold of every one."""

import random
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from discussions.actions.moving import (
    below,
    join_threads,
    lock_threads,
    part_threads,
    split_off,
)
from discussions.models import DEPTH, DIGITS, Comment, CommentState, Thread
from ideas.models import Idea
from tests.cast import Cast

START = datetime(2026, 11, 1, tzinfo=UTC)


def dump(*threads: Thread) -> dict[str, Any]:
    """Return every stored value of threads, and of the comments that have ever stood there."""
    rows = Thread.objects.filter(pk__in=[thread.pk for thread in threads])
    return {
        "threads": list(rows.order_by("pk").values()),
        "comments": list(Comment.objects.order_by("pk").values()),
    }


def join(kept: Idea, gone: Idea) -> dict[str, Any]:
    with transaction.atomic():
        locked = lock_threads(kept.thread_id, gone.thread_id)
        return join_threads(kept=locked[kept.thread_id], gone=locked[gone.thread_id])


def part(kept: Idea, gone: Idea, note: dict[str, Any]) -> None:
    with transaction.atomic():
        locked = lock_threads(kept.thread_id, gone.thread_id)
        part_threads(kept=locked[kept.thread_id], gone=locked[gone.thread_id], note=note)


def split(source: Idea, target: Idea, *roots: Comment) -> None:
    with transaction.atomic():
        locked = lock_threads(source.thread_id, target.thread_id)
        numbers = [root.pk for root in roots]
        split_off(source=locked[source.thread_id], target=locked[target.thread_id], roots=numbers)


def words(idea: Idea) -> list[str]:
    return list(idea.thread.comments.order_by("place").values_list("text", flat=True))


def check(thread: Thread) -> None:
    """Prove what must hold for every thread at any time."""
    thread.refresh_from_db()
    rows = list(thread.comments.order_by("place"))
    numbers = [row.place[-DIGITS:] for row in rows]
    assert len(set(numbers)) == len(numbers), "no place twice"
    assert all(int(number) <= thread.numbers_given for number in numbers)
    by_number = {row.pk: row for row in rows}
    for row in rows:
        assert len(row.place) <= DEPTH * DIGITS
        if row.parent_id:
            parent = by_number[row.parent_id]
            assert row.place == below(parent.place, int(row.place[-DIGITS:]))
            assert row.place > parent.place
        else:
            assert row.depth == 1
    seen = [row for row in rows if row.state == CommentState.VISIBLE]
    assert thread.comment_count == len(seen)


def in_time(thread: Thread) -> bool:
    """Tell whether what stands beside each other is in order of time."""
    rows = thread.comments.order_by("place")
    beside: dict[str, list[datetime]] = {}
    for row in rows:
        beside.setdefault(row.place[:-DIGITS], []).append(row.created)
    return all(times == sorted(times) for times in beside.values())


def grow(chance: random.Random, cast: Cast, threads: list[Thread], count: int) -> None:
    """Store random comments in these threads, as posting does, and treat some of them."""
    people = [cast.author, cast.mate, cast.moderator, cast.office]
    for _number in range(count):
        thread = Thread.objects.get(pk=chance.choice(threads).pk)
        standing = list(thread.comments.filter(state=CommentState.VISIBLE))
        parent = chance.choice(standing) if standing and chance.random() < 0.6 else None
        number = thread.numbers_given + 1
        Comment.objects.create(
            thread=thread, author=chance.choice(people), key=uuid4(), text=f"{uuid4()}", html="x",
            parent=parent, place=below(parent.place if parent else "", number),
            state=chance.choice([*CommentState, *["visible"] * 8]),
        )  # fmt: skip
        thread.numbers_given = number
        thread.comment_count = thread.comments.filter(state=CommentState.VISIBLE).count()
        thread.last_activity = chance.choice([thread.last_activity, datetime.now(UTC)])
        thread.save()
