"""Reads for the office: all topics with their figures, and what merging two of them would do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from ideas.access import topics_with_board
from ideas.actions.topic_merge import stricter
from ideas.models import Idea, IdeaTopic, MoveOffer, OfferState, State, Topic
from members.models import Member


def topics_to_manage() -> list[Topic]:
    """Return all topics in their order with `idea_count` and their moderators."""
    shown = Count("placements", filter=Q(placements__content_object__state=State.PUBLISHED))
    moderators = Prefetch("moderators", Member.objects.order_by("name"))
    topics = topics_with_board().annotate(idea_count=shown).prefetch_related(moderators)
    return list(topics.order_by("position", "name"))


@dataclass(frozen=True)
class Merging:
    """What merging would do: ideas that move, those on both boards, and who reads them then."""

    moved: int
    both: int
    pins: int
    offers: int
    visibility: str
    becomes_stricter: bool
    moderators: Sequence[Member]


def merging(topic: Topic, into: Topic) -> Merging:
    """Count what merging a topic into another one would do."""
    there = IdeaTopic.objects.filter(tag=into).values("content_object")
    both = Idea.objects.filter(placements__tag=topic, pk__in=there).count()
    visibility = stricter(topic, into)
    offers = MoveOffer.objects.filter(Q(source=topic) | Q(target=topic), state=OfferState.OPEN)
    front = Q(pin__isnull=False) | Q(is_featured=True)
    return Merging(
        moved=topic.placements.count() - both,
        both=both,
        pins=topic.placements.filter(front).count(),
        offers=offers.count(),
        visibility=visibility,
        becomes_stricter=visibility != into.visibility,
        moderators=list(into.moderators.order_by("name")),
    )
