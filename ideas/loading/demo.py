"""Reading the demo content: TOML files written by hand, checked by the tests."""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ideas import actions
from ideas.loading.records import CommentRecord, IdeaRecord, StepRecord
from ideas.loading.store import store_ideas
from ideas.models import Hue, Topic
from members.actions import free_handle
from members.models import Land, Member, Municipality

HUES = {
    "digitalisierung": Hue.BLUE,
    "bildung": Hue.AMBER,
    "klimaschutz": Hue.GREEN,
    "energiepolitik": Hue.CORAL,
    "stadtentwicklung": Hue.CYAN,
    "kommunikation": Hue.VIOLET,
    "partizipation": Hue.PLUM,
    "kooperation": Hue.OLIVE,
}
CONTENT = Path(__file__).resolve().parent.parent / "demo"


def load_demo() -> dict[str, int]:
    """Store municipalities, members, boards and ideas of the demo; a second run adds nothing."""
    with transaction.atomic():
        places = _municipalities()
        people = _members(places)
        topics = _topics(people)
        records = list(_ideas(people, places, topics))
        new = store_ideas(records)
    return {"members": len(people), "topics": len(topics), "ideas": len(records), "new": new}


def read(name: str) -> dict[str, Any]:
    """Return one file of the content."""
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def demo_people() -> dict[str, Member]:
    """Return the members of the demo by the key that its files call them by."""
    rows = read("members.toml")["member"]
    sources = {row["key"]: f"demo:{row.get('demo') or row['key']}" for row in rows}
    members = Member.objects.filter(source__in=sources.values())
    known = {member.source: member for member in members}
    return {key: known[source] for key, source in sources.items()}


def _municipalities() -> dict[str, Municipality]:
    lands = {land.label: land.value for land in Land}
    rows = [
        Municipality(**{**row, "land": lands[row["land"]]})
        for row in read("municipalities.toml")["municipality"]
    ]
    Municipality.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.ags: row for row in rows}


def _members(places: dict[str, Municipality]) -> dict[str, Member]:
    people = {}
    for row in read("members.toml")["member"]:
        source = f"demo:{row.get('demo') or row['key']}"
        member = Member.objects.filter(source=source).first()
        if member is None:
            member = Member.objects.create_user(
                row["email"], name=row["name"], handle=free_handle(row["name"]),
                office=row.get("office", ""), role=row["role"], source=source,
                municipality=places.get(row.get("municipality", "")),
            )  # fmt: skip
        people[row["key"]] = member
    return people


def _topics(people: dict[str, Member]) -> dict[str, Topic]:
    topics = {}
    for place, row in enumerate(read("topics.toml")["topic"]):
        topic = Topic.objects.filter(slug=row["slug"]).first()
        if topic is None:
            topic = actions.open_topic(
                actor=None, name=row["name"], slug=row["slug"], glyph=row["slug"],
                hue=HUES[row["slug"]], cover=row.get("cover", ""),
                position=place, description=row["description"], wanted=row["wanted"],
                visibility=row["visibility"],
            )  # fmt: skip
            moderators = [people[key] for key in row["moderators"]]
            actions.entrust(actor=None, topic=topic, moderators=moderators)
        topics[topic.slug] = topic
    return topics


def _ideas(
    people: dict[str, Member], places: dict[str, Municipality], topics: dict[str, Topic]
) -> Iterator[IdeaRecord]:
    now = timezone.now()
    pins: dict[str, int] = {}
    for slug in topics:
        for row in read(f"ideas/{slug}.toml")["idea"]:
            yield _idea(row, people, places, topics, now, pins)


def _idea(
    row: dict[str, Any],
    people: dict[str, Member],
    places: dict[str, Municipality],
    topics: dict[str, Topic],
    now: datetime,
    pins: dict[str, int],
) -> IdeaRecord:
    source, created = f"demo:{row['key']}", now - timedelta(days=row["days_ago"])
    for slug in row.get("pinned", []):
        pins[slug] = pins.get(slug, 0) + 1
    plan = dict(row.get("pilot", {}))
    steps = plan.pop("steps", [])
    chance = random.Random(row["key"])  # noqa: S311 - the same demo on every machine
    return IdeaRecord(
        source=source,
        author=people[row["author"]],
        title=row["title"],
        text=row["text"].strip(),
        created=created,
        topics=[topics[slug] for slug in row["topics"]],
        tags=row.get("tags", []),
        municipality=places.get(row.get("municipality", "")),
        supporters=[
            (people[key], created + (now - created) * chance.random())
            for key in row.get("supports", [])
        ],
        plan={name: words.strip() for name, words in plan.items()} or None,
        steps=[
            StepRecord(
                step["stage"], people[row["author"]], step["reason"],
                now - timedelta(days=step["days_ago"]),
            )
            for step in steps
        ],
        pins={slug: pins[slug] for slug in row.get("pinned", [])},
        comments=[_comment(comment, source, people, now) for comment in row.get("comment", [])],
    )  # fmt: skip


def _comment(
    row: dict[str, Any], source: str, people: dict[str, Member], now: datetime
) -> CommentRecord:
    parent = row.get("reply_to")
    return CommentRecord(
        source=f"{source}:{row['key']}",
        author=people[row["author"]],
        text=row["text"].strip(),
        created=now - timedelta(days=row["days_ago"]),
        parent=f"{source}:{parent}" if parent else "",
        reactions={
            kind: [people[key] for key in who] for kind, who in row.get("reactions", {}).items()
        },
    )
