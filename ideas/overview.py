"""Reads that look over everything: boards with their eight weeks, the fleet, what has moved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from discussions.models import Comment, CommentState
from ideas.access import ideas_visible_to, topics_visible_to
from ideas.models import Idea, PilotPlan, Stage, Topic
from ideas.queries import topics_of, with_card
from live.models import Activity
from members.models import Member

WEEKS = 8
FRESH = 30  # seconds for which counts over everything are kept
MOVING = ("idea.published", "stage.set", "comment.posted")
FLEET = 80  # boats; more would not be told apart


@dataclass(frozen=True)
class Figures:
    """What stands on the boards that a reader sees: totals, and numbers per topic."""

    ideas: int
    pilots: int
    comments: int
    municipalities: int
    by_topic: dict[int, tuple[int, int]]  # topic -> ideas, pilots
    weeks: dict[int, list[int]]  # topic -> contributions in each of eight weeks, oldest first


@dataclass
class Move:
    """One thing that has moved: who did what with which idea."""

    verb: str
    idea: Idea
    when: datetime
    actors: list[Member] = field(default_factory=list)
    is_new: bool = False

    @property
    def actor(self) -> Member:
        """Who did it last."""
        return self.actors[0]

    @property
    def others(self) -> int:
        """How many more did the same."""
        return len(self.actors) - 1


def figures_for(member: Member | None) -> Figures:
    """Count what the reader sees; kept for half a minute, since it looks over everything."""
    key = f"figures:{member.pk if member else 'guest'}"
    figures: Figures | None = cache.get(key)
    if figures is None:
        figures = _count(member)
        cache.set(key, figures, FRESH)
    return figures


def _count(member: Member | None) -> Figures:
    ideas = ideas_visible_to(member)
    totals = ideas.aggregate(
        ideas=Count("pk"), pilots=Count("pilot"), places=Count("municipality", distinct=True)
    )
    per_topic = ideas.values_list("placements__tag").annotate(Count("pk"), Count("pilot"))
    comments = Comment.objects.filter(state=CommentState.VISIBLE, thread__in=ideas.values("thread"))
    return Figures(
        ideas=totals["ideas"],
        pilots=totals["pilots"],
        comments=comments.count(),
        municipalities=totals["places"],
        by_topic={topic: (count, pilots) for topic, count, pilots in per_topic.order_by()},
        weeks=_weeks(ideas, comments),
    )


def _weeks(ideas: QuerySet[Idea], comments: QuerySet[Comment]) -> dict[int, list[int]]:
    now = timezone.now()
    since = now - timedelta(weeks=WEEKS)
    said = comments.filter(created__gt=since).values_list(
        "thread__idea__placements__tag", "created"
    )
    posted = ideas.filter(published__gt=since).values_list("placements__tag", "published")
    weeks: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for topic, when in (*said, *posted.order_by()):
        if when is not None and when <= now:
            weeks[topic][WEEKS - 1 - (now - when) // timedelta(weeks=1)] += 1
    return dict(weeks)


def boards_for(member: Member | None, since: datetime | None = None) -> list[Topic]:
    """Return the boards with their counts, and the contributions of the last eight weeks."""
    figures = figures_for(member)
    boards = list(topics_visible_to(member))
    for board in boards:
        ideas, pilots = figures.by_topic.get(board.pk, (0, 0))
        weeks = figures.weeks.get(board.pk, [0] * WEEKS)
        board.idea_count, board.pilot_count = ideas, pilots  # type: ignore[attr-defined]
        board.weeks, board.weeks_max = weeks, max(*weeks, 1)  # type: ignore[attr-defined]
    return boards


def fleet_for(member: Member | None) -> dict[str, list[dict[str, object]]]:
    """Return the pilots by the step they have reached, those at rest under `resting`."""
    pilots = with_card(ideas_visible_to(member).filter(pilot__isnull=False))
    boats: dict[str, list[dict[str, object]]] = defaultdict(list)
    for idea in pilots.order_by("-thread__last_activity")[:FLEET]:
        plan: PilotPlan = idea.pilot
        topics = topics_of(idea)
        place = "resting" if plan.stage in (Stage.PAUSED, Stage.ENDED) else plan.stage
        boats[place].append(
            {"idea": idea, "plan": plan, "hue": topics[0].hue if topics else "blue",
             "topic": topics[0] if topics else None, "place": len(boats[place])}
        )  # fmt: skip
    return dict(boats)


def moves_for(member: Member | None, since: datetime | None, limit: int = 8) -> list[Move]:
    """Return what has moved lately, newest first; comments on one idea are one move."""
    recent = list(
        Activity.objects.filter(verb__in=MOVING, actor__isnull=False)
        .select_related("actor__municipality")
        .order_by("-pk")[:80]
    )
    idea_of = _ideas_of(recent)
    visible = with_card(ideas_visible_to(member)).filter(pk__in=set(idea_of.values()))
    ideas = {idea.pk: idea for idea in visible}
    moves: dict[tuple[str, int], Move] = {}
    for activity in recent:
        idea = ideas.get(idea_of.get(activity.pk, 0))
        if idea is None or activity.actor is None:
            continue
        move = moves.setdefault(
            (activity.verb, idea.pk), Move(activity.verb, idea, activity.created)
        )
        if activity.actor not in move.actors:
            move.actors.append(activity.actor)
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
