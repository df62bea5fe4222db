"""Reads of the weekly overview: what on a board waits for somebody to look at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from discussions.models import Comment, CommentState
from ideas.models import Idea, Stage, StageChange, State, Topic

# The rhythm of the overview itself.
NEW = timedelta(days=7)
# An idea that nobody has answered for so long looks as if nobody cared.
UNANSWERED = timedelta(days=7)
# Two months without a step: then support is worth more than another comment.
STANDING = timedelta(days=60)
# How long a pilot may be at a stage before somebody should ask. A quarter is enough to find out
# whether an idea carries, half a year for concept and prototype. A pilot needs all seasons, and
# what is to continue needs a budget, so these two have a year. Transfer has no end.
OVERDUE = {
    Stage.P1: timedelta(days=90),
    Stage.P2: timedelta(days=180),
    Stage.P3: timedelta(days=365),
    Stage.P4: timedelta(days=365),
}
SHOWN = 20  # of a list; what is more is counted
MOST_SUPPORTED = 10


@dataclass(frozen=True)
class Counts:
    """How much there is on a board."""

    new: int = 0
    unanswered: int = 0
    overdue: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits and nothing is new."""
        return not (self.new or self.unanswered or self.overdue)


@dataclass(frozen=True)
class Week:
    """The overview of a board: its lists, as far as they are shown, and their full lengths."""

    counts: Counts
    new: Sequence[Idea]
    unanswered: Sequence[Idea]
    supported: Sequence[Idea]
    overdue: Sequence[Idea]


def week_of(topic: Topic) -> Week:
    """Read the overview of a board; ideas have `since`, the time of their last step."""
    ideas = _standing(Idea.objects.filter(placements__tag=topic))
    return Week(
        counts=counts_of([topic.pk]).get(topic.pk, Counts()),
        new=_shown(ideas.filter(_is_new()).order_by("-published", "-pk")),
        unanswered=_shown(_unanswered(ideas).order_by("published", "pk")),
        supported=_shown(_supported(ideas), MOST_SUPPORTED),
        overdue=_shown(ideas.filter(_is_overdue()).order_by("since", "pk")),  # type: ignore[misc]
    )


def counts_of(topics: Iterable[int]) -> dict[int, Counts]:
    """Count what waits on many boards; three queries, however many there are."""
    wanted = list(topics)
    ideas = _standing(Idea.objects.filter(placements__tag__in=wanted))
    new = _by_topic(ideas.filter(_is_new()))
    unanswered = _by_topic(_unanswered(ideas))
    overdue = _by_topic(ideas.filter(_is_overdue()))
    return {pk: Counts(new.get(pk, 0), unanswered.get(pk, 0), overdue.get(pk, 0)) for pk in wanted}


def _standing(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    steps = StageChange.objects.filter(plan=OuterRef("pk")).order_by("-created")
    last = Subquery(steps.values("created")[:1])
    return ideas.filter(state=State.PUBLISHED).annotate(since=Coalesce(last, "published"))


def _is_new() -> Q:
    return Q(published__gt=timezone.now() - NEW)


def _unanswered(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    said = Comment.objects.filter(thread=OuterRef("thread"), state=CommentState.VISIBLE)
    by_others = said.exclude(author=OuterRef("author"))
    return ideas.filter(~Exists(by_others), published__lte=timezone.now() - UNANSWERED)


def _supported(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    stands = Q(pilot__stage__in=OVERDUE, since__lte=timezone.now() - STANDING)
    found = ideas.filter(Q(pilot__isnull=True) | stands, support_count__gt=0)
    return found.order_by("-support_count", "-published", "-pk")


def _is_overdue() -> Q:
    now: datetime = timezone.now()
    late = Q(pk__in=[])
    for stage, most in OVERDUE.items():
        late |= Q(pilot__stage=stage, since__lte=now - most)
    return late


def _by_topic(ideas: QuerySet[Idea]) -> dict[int, int]:
    rows = ideas.values("placements__tag").annotate(count=Count("pk", distinct=True)).order_by()
    return {row["placements__tag"]: row["count"] for row in rows}


def _shown(ideas: QuerySet[Idea], most: int = SHOWN) -> list[Idea]:
    return list(ideas.select_related("author", "municipality", "pilot", "thread")[:most])
