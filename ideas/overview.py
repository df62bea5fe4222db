"""Reads that look over everything: totals, and the boards with their last eight weeks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils import timezone

from discussions.models import Comment, CommentState
from ideas.access import ideas_visible_to, topics_visible_to
from ideas.models import Idea, Topic
from members.models import Member

WEEKS = 8
FRESH = 30  # seconds for which counts over everything are kept


@dataclass(frozen=True)
class Figures:
    """What stands on the boards that a reader sees: totals, and numbers per topic."""

    ideas: int
    pilots: int
    comments: int
    municipalities: int
    by_topic: dict[int, tuple[int, int]]  # topic -> ideas, pilots
    weeks: dict[int, list[int]]  # topic -> contributions in each of eight weeks, oldest first


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
