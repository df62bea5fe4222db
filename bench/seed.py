"""Filling a database for the bench; run as `python -m bench.seed SIZE` with the server's settings.

SIZE is a number of items of every kind, or `large`: 10,000 ideas, 100,000 comments, one thread of
600. Prints where to look, as JSON.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.words import TOPICS, TOWNS, Speaker  # noqa: E402
from ideaforge.slugs import german_slug  # noqa: E402
from ideas.actions import entrust, open_topic  # noqa: E402
from ideas.loading import CommentRecord, IdeaRecord, store_ideas  # noqa: E402
from ideas.models import Hue, Idea, Topic  # noqa: E402
from members.models import Land, Member, Municipality, Role  # noqa: E402

MEMBERS = 120
SESSIONS = 50
START = timezone.now()
speaker = Speaker("seed")


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


def sessions(members: list[Member]) -> list[str]:
    """Sign the first members in; return the keys of their sessions."""
    keys = [f"bench{number:027d}" for number in range(SESSIONS)]
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
        for key, member in zip(keys, members, strict=False)
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


def small(count: int, members: list[Member], towns: list[Municipality], boards: list[Topic]) -> int:
    """Store `count` of everything: pinned ideas and others, pilots, tags, supports, comments."""
    records = [
        IdeaRecord(
            source=f"bench:{kind}-{number}", author=members[number], title=_title(number, 3),
            text=speaker.text(600), created=START - timedelta(hours=number + 1),
            topics=[boards[2]], tags=[speaker.compound() for _ in range(min(count, 8))],
            municipality=towns[4],
            supporters=[(one, START) for one in members[:count]],
            plan={"need": speaker.text(200), "goal": speaker.text(200)} if kind == "pilot" else None,
            pins={boards[2].slug: number + 1} if pinned else {},
        )
        for kind in ("pilot", "idea") for pinned in (True, False)
        for number in range(0 if pinned else count, 2 * count if pinned else count)
    ] if False else _records(count, members, towns, boards)  # fmt: skip
    store_ideas(records)
    return Idea.objects.get(source="bench:0").pk
