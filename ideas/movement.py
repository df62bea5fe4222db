"""Reads of what moves: the fleet of pilots on their track, and what was done lately."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from discussions.models import Comment, CommentState
from ideas.access import ideas_visible_to
from ideas.models import IdeaTopic, Stage
from live.models import Activity
from members.models import Member

MOVING = ("idea.published", "stage.set", "comment.posted")
RECENT = 80  # activities among which moves are looked for
FLEET = 80  # boats; more would not be told apart


@dataclass(frozen=True)
class Boat:
    """A pilot of the fleet, in the colour of its main topic."""

    pk: int
    title: str
    stage: str
    municipality: str
    topic: str
    hue: str


@dataclass(frozen=True)
class Person:
    """Who moved something, as far as a sentence shows it."""

    pk: int
    name: str
    municipality_id: str | None


@dataclass
class Move:
    """One thing that has moved: who did what with which idea, the latest first."""

    verb: str
    idea: int
    title: str
    stage: str
    when: datetime
    actors: list[Person] = field(default_factory=list)
    is_new: bool = False


def fleet_for(member: Member | None) -> dict[str, list[Boat]]:
    """Return the newest pilots by their stage; those at rest under `resting`."""
    pilots = ideas_visible_to(member).filter(pilot__isnull=False).order_by("-published", "-pk")
    rows = list(pilots.values_list("pk", "title", "pilot__stage", "municipality__name")[:FLEET])
    topics = _main_topics([row[0] for row in rows])
    fleet: dict[str, list[Boat]] = defaultdict(list)
    for pk, title, stage, municipality in rows:
        place = "resting" if stage in (Stage.PAUSED, Stage.ENDED) else stage
        topic, hue = topics.get(pk, ("", "blue"))
        fleet[place].append(Boat(pk, title, stage, municipality or "", topic, hue))
    return dict(fleet)


def _main_topics(ideas: Sequence[int]) -> dict[int, tuple[str, str]]:
    placements = IdeaTopic.objects.filter(content_object__in=ideas).order_by("-pk")
    rows = placements.values_list("content_object", "tag__name", "tag__hue")
    return {idea: (name, hue) for idea, name, hue in rows}  # the first placement comes last


def moves_for(member: Member | None, since: datetime | None, limit: int = 8) -> list[Move]:
    """Return what has moved lately, newest first; comments on one idea are one move."""
    recent = list(
        Activity.objects.filter(verb__in=MOVING, actor__isnull=False)
        .order_by("-pk")
        .annotate(name=F("actor__name"), municipality=F("actor__municipality"))[:RECENT]
    )
    idea_of = _ideas_of(recent)
    rows = ideas_visible_to(member).filter(pk__in=set(idea_of.values()))
    ideas = {pk: words for pk, *words in rows.values_list("pk", "title", "pilot__stage")}
    moves: dict[tuple[str, int], Move] = {}
    for activity in recent:
        idea = idea_of.get(activity.pk, 0)
        if idea not in ideas:
            continue
        title, stage = ideas[idea]
        move = moves.setdefault(
            (activity.verb, idea), Move(activity.verb, idea, title, stage or "", activity.created)
        )
        person = Person(activity.actor_id or 0, activity.name, activity.municipality)
        if person not in move.actors:
            move.actors.append(person)
        move.is_new = since is not None and move.when > since
    return list(moves.values())[:limit]


def _ideas_of(activities: Iterable[Activity]) -> dict[int, int]:
    comments = {a.object_id for a in activities if a.model == "discussions.comment"}
    rows = Comment.objects.filter(pk__in=comments, state=CommentState.VISIBLE)
    of_comment = dict(rows.values_list("pk", F("thread__idea__pk")))
    found = {}
    for activity in activities:
        if activity.model == "discussions.comment":
            idea = of_comment.get(activity.object_id)
        else:
            idea = activity.object_id
        if idea is not None:
            found[activity.pk] = idea
    return found
