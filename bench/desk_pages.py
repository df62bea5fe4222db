"""Fills the queue and a board, asks for them in this process, and prints a line of JSON each."""

import json
import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.table import quantile  # noqa: E402
from discussions.models import Comment  # noqa: E402
from ideas.actions import entrust  # noqa: E402
from ideas.models import IdeaTopic, Topic  # noqa: E402
from members.models import Member, Role  # noqa: E402
from moderation.models import Case, Kind, Report, Rule  # noqa: E402

ASKED = 15


def fill_queue(count: int) -> None:
    """Store cases about as many comments, every third reported twice."""
    now = timezone.now()
    reporter, other = Member.objects.order_by("pk")[:2]
    comments = Comment.objects.filter(state="visible").order_by("pk")[:count]
    cases = Case.objects.bulk_create(
        Case(
            kind=Kind.REPORT, comment=comment, thread_id=comment.thread_id,
            against_id=comment.author_id, report_count=1 + (place % 3 == 0),
            opened=now - timedelta(minutes=place),
        )
        for place, comment in enumerate(comments)
    )  # fmt: skip
    people = [(case, reporter) for case in cases]
    people += [(case, other) for case in cases[::3]]
    Report.objects.bulk_create(
        Report(case=case, reporter=member, rule=Rule.TOPIC, words="Gehört nicht hierher.")
        for case, member in people
    )


def fill_board(topic: Topic, count: int) -> None:
    """Let exactly so many ideas stand on a board."""
    here = set(topic.placements.values_list("content_object", flat=True))
    others = IdeaTopic.objects.exclude(content_object__in=here).order_by("pk")
    wanted = list(dict.fromkeys(others.values_list("content_object", flat=True)))
    missing = wanted[: max(0, count - len(here))]
    IdeaTopic.objects.bulk_create(IdeaTopic(tag=topic, content_object_id=pk) for pk in missing)


def ask(client: Client, path: str) -> dict[str, float]:
    """Return times in milliseconds and the number of queries of a page, once it is warm."""
    times = []
    for _time in range(ASKED + 2):
        began = time.perf_counter()
        answer = client.get(path)
        times.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    warm = times[2:]
    return {"p50": quantile(warm, 0.5), "p95": quantile(warm, 0.95), "queries": len(queries)}


def main(cases: int, ideas: int) -> None:
    """Measure each page before and after it was filled."""
    setup_test_environment()
    Member.objects.filter(pk=Member.objects.order_by("-pk")[1].pk).update(role=Role.OFFICE)
    office = Member.objects.filter(role=Role.OFFICE).first()
    moderator = Member.objects.filter(role=Role.MEMBER).order_by("-pk").first()
    assert office is not None
    assert moderator is not None
    boards = list(Topic.objects.order_by("pk"))
    entrust(actor=None, topic=boards[0], moderators=[moderator])
    clients = {"office": Client(), "moderator of one board": Client()}
    clients["office"].force_login(office)
    clients["moderator of one board"].force_login(moderator)
    fill_queue(30)
    small = {role: ask(client, "/moderation/") for role, client in clients.items()}
    Case.objects.all().delete()
    fill_queue(cases)
    for role, client in clients.items():
        name = f"queue with {cases:,} cases, {role}"
        show(name, ask(client, "/moderation/"), against=small[role]["p50"], beside="30 cases")
    boards[0].placements.filter(pin=None).exclude(
        pk__in=boards[0].placements.values("pk")[:30]
    ).delete()
    guest, path = Client(), boards[0].get_absolute_url()
    few = ask(guest, path)
    fill_board(boards[0], ideas)
    more = {"against": few["p50"], "beside": "30 ideas"}
    show(f"board with {ideas:,} ideas, guest", ask(guest, path), **more)
    show(f"board with {ideas:,} ideas, its moderator",
         ask(clients["moderator of one board"], path), **more)  # fmt: skip


def show(name: str, figures: dict[str, float], **more: object) -> None:
    """Print one page as a line of JSON."""
    print(json.dumps({"name": name, **figures, **more}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
