"""Makes two ideas, merges and parts them a few times in this process, and prints the times."""

import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from bench.words import Speaker  # noqa: E402
from ideas.actions import merge_ideas, part_ideas  # noqa: E402
from ideas.loading import CommentRecord, IdeaRecord, store_ideas  # noqa: E402
from ideas.models import Idea, Topic  # noqa: E402
from members.models import Member, Role  # noqa: E402

COMMENTS, SUPPORTS, BOTH, TIMES = 500, 300, 100, 5
START = timezone.now() - timedelta(days=30)
speaker = Speaker("merging")


def supporters() -> list[Member]:
    """Store members who support one of the ideas, or both."""
    rows = [
        Member(name=speaker.person(), handle=f"steht-dahinter-{number}", password="!")
        for number in range(2 * SUPPORTS - BOTH)
    ]
    return Member.objects.bulk_create(rows)


def comments(source: str, people: list[Member], begin: int) -> Iterator[CommentRecord]:
    """Return contributions of which every third answers the one before it."""
    for number in range(COMMENTS):
        yield CommentRecord(
            source=f"{source}:{number}", author=people[number % 40], text=speaker.text(300),
            created=START + timedelta(minutes=2 * number + begin),
            parent=f"{source}:{number - 1}" if number % 3 else "",
        )  # fmt: skip


def ideas(people: list[Member]) -> list[Idea]:
    """Store two ideas on the same board."""
    board = Topic.objects.order_by("pk")[0]
    stand = [people[:SUPPORTS], people[-SUPPORTS:]]
    records = [
        IdeaRecord(
            source=f"merging:{number}", author=people[number], title=speaker.compound(),
            text=speaker.text(600), created=START, topics=[board],
            supporters=[(member, START) for member in stand[number][2:]],
            comments=list(comments(f"merging:{number}", people, number)),
        )
        for number in range(2)
    ]  # fmt: skip
    store_ideas(records)
    return list(Idea.objects.filter(source__startswith="merging:").order_by("pk"))


def main() -> None:
    """Print the slowest of a few merges and of their undoing, in milliseconds."""
    office = Member.objects.create(name="Amt", handle="amt", role=Role.OFFICE)
    kept, gone = ideas(supporters())
    took: dict[str, list[float]] = {"merge": [], "undo": []}
    for _time in range(TIMES):
        began = time.perf_counter()
        merge = merge_ideas(actor=office, kept=kept, gone=gone, reason="Dasselbe.")
        merged = time.perf_counter()
        part_ideas(actor=office, merge=merge, reason="Doch nicht.")
        took["merge"].append(1000 * (merged - began))
        took["undo"].append(1000 * (time.perf_counter() - merged))
    print(json.dumps({deed: max(times) for deed, times in took.items()} | {"times": TIMES}))


if __name__ == "__main__":
    main()
