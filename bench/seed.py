"""Filling a database for the bench; run as `python -m bench.seed SIZE` with the server's settings.

SIZE is a number of items of every kind, or `large`: 10,000 ideas, 100,000 comments, one thread of
600. Prints where to look, as JSON.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.words import TOPICS, TOWNS, Speaker  # noqa: E402
from ideaforge.slugs import german_slug  # noqa: E402
from ideaforge.statistics import refresh_statistics  # noqa: E402
from ideas.actions import entrust, open_topic  # noqa: E402
from ideas.loading import CommentRecord, IdeaRecord, store_ideas  # noqa: E402
from ideas.models import Hue, Idea, Topic  # noqa: E402
from members.models import Land, Member, Municipality, Role  # noqa: E402

MEMBERS = 120
SESSIONS = 50
START = timezone.now()
speaker = Speaker("seed")
facts: dict[str, Any] = {}


def places() -> list[Municipality]:
    """Store municipalities in all Länder."""
    lands = Land.values
    return Municipality.objects.bulk_create(
        Municipality(
            ags=f"{lands[number % len(lands)]}{number:06d}", name=name, kind="Stadt",
            land=lands[number % len(lands)], inhabitants=20_000 + 777 * number,
        )
        for number, name in enumerate(TOWNS, start=1)
    )  # fmt: skip


def people(towns: list[Municipality]) -> list[Member]:
    """Store members with a municipality each; none can sign in by a password."""
    rows = [
        Member(
            name=speaker.person(), handle=f"mitglied-{number}", email=f"m{number}@example.org",
            office="Bürgermeisterin", municipality=towns[number % len(towns)], password="!",
            role=Role.MEMBER,
        )
        for number in range(MEMBERS)
    ]  # fmt: skip
    return Member.objects.bulk_create(rows)


def sessions(members: list[Member], name: str = "bench") -> list[str]:
    """Sign members in; return the keys of their sessions."""
    keys = [f"{name}{number:0{32 - len(name)}d}" for number in range(len(members))]
    Session.objects.bulk_create(
        Session(
            session_key=key,
            expire_date=START + timedelta(days=3650),
            session_data=SessionStore().encode(
                {
                    SESSION_KEY: str(member.pk),
                    BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
                    HASH_SESSION_KEY: member.get_session_auth_hash(),
                }
            ),
        )
        for key, member in zip(keys, members, strict=True)
    )
    return keys


def topics(members: list[Member]) -> list[Topic]:
    """Open the eight boards, each with a moderator."""
    opened = []
    for number, (name, hue) in enumerate(zip(TOPICS, Hue, strict=True)):
        slug = german_slug(name)
        topic = open_topic(
            actor=None, name=name, slug=slug, glyph=slug, hue=hue, position=number,
            description=speaker.text(200), wanted=speaker.sentence(),
        )  # fmt: skip
        entrust(actor=None, topic=topic, moderators=[members[-1 - number]])
        opened.append(topic)
    return opened


def few(count: int, members: list[Member], boards: list[Topic]) -> None:
    """Store `count` of each: pinned pilots, pinned ideas, other pilots, other ideas."""
    records = [_record(number, count, members, boards[2]) for number in range(4 * count)]
    for record, comments in ((records[2 * count], count), (records[3 * count], 20 * count)):
        record.comments = list(_comments(record, comments, members))
    store_ideas(records)
    name(Idea.objects.get(source=records[2 * count].source), "idea")
    name(Idea.objects.get(source=records[3 * count].source), "long")


def _record(number: int, count: int, members: list[Member], board: Topic) -> IdeaRecord:
    author, kind = members[number % count], number // count
    plan = {"need": speaker.text(200), "goal": speaker.text(200)}
    created = START - timedelta(hours=number + 1)
    return IdeaRecord(
        source=f"bench:{number}", author=author, title=f"{speaker.compound()} {number}",
        text=speaker.text(600), created=created, topics=[board],
        tags=[f"{speaker.compound()} {tag}" for tag in range(min(count, 8))],
        municipality=Municipality.objects.filter(land=Land.HESSEN).first(),
        supporters=[(member, created) for member in members[:count]],
        plan=plan if kind % 2 == 0 else None,
        pins={board.slug: number + 1} if kind < 2 else {},
    )  # fmt: skip


def _comments(idea: IdeaRecord, count: int, members: list[Member]) -> Iterator[CommentRecord]:
    for number in range(count):
        yield CommentRecord(
            source=f"{idea.source}:{number}", author=members[number % min(count, 30)],
            text=speaker.text(300), created=idea.created + timedelta(minutes=number),
            parent=f"{idea.source}:{number - 1}" if number % 3 == 2 else "",
            reactions={"agree": members[: min(count, 5)]},
        )  # fmt: skip


def name(idea: Idea, key: str) -> None:
    """Remember an idea that the bench visits."""
    facts[key] = {"path": idea.get_absolute_url(), "thread": idea.thread_id}


def main(size: str) -> None:
    """Fill the empty database and print what the bench has to know of it."""
    with transaction.atomic():
        towns = places()
        members = people(towns)
        boards = topics(members)
        facts["sessions"] = sessions(members[:SESSIONS])
        if size == "large":
            from bench.large import many

            for key, idea in many(members, towns, boards).items():
                name(idea, key)
        else:
            few(int(size), members, boards)
    refresh_statistics()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(json.dumps(facts))


if __name__ == "__main__":
    main(sys.argv[1])
