"""Where ideas stand on a board: featured, pinned, in a section, or among the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ideas.access import listed_on
from ideas.models import Idea, RemovedSection, Section, Topic

RESTORABLE = timedelta(days=30)  # how long a section that was taken away can come back
SHOWN = 6  # cards of a section; the others are behind a link
LATEST = ("-thread__last_activity", "-pk")
IN_FRONT = Q(here__is_featured=True) | Q(here__pin__isnull=False)
BEHIND = Q(here__is_featured=False, here__pin__isnull=True)


@dataclass(frozen=True)
class Shelf:
    """A section and the numbers of its ideas, the latest activity first."""

    section: Section
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Places:
    """The ideas of a board behind the featured and pinned ones: by section, and the rest."""

    shelves: list[Shelf]
    rest: list[int]

    @property
    def shown(self) -> list[int]:
        """The numbers of the ideas whose cards stand in sections."""
        return [number for shelf in self.shelves for number in shelf.numbers[:SHOWN]]

    @property
    def elsewhere(self) -> list[int]:
        """The numbers of those that a section has and does not show."""
        return [number for shelf in self.shelves for number in shelf.numbers[SHOWN:]]


def in_front(topic: Topic) -> QuerySet[Idea]:
    """Return what a board shows first: its featured idea, then the pinned ones in their order.

    `leads` is true of the featured one, and `why` is the line that says why.
    """
    front = listed_on(topic, IN_FRONT).annotate(
        leads=F("here__is_featured"),
        why=F("here__featured_because"),
    )
    return front.order_by("-leads", "here__pin", "here__pk")  # type: ignore[misc]


def others_on(topic: Topic, *conditions: Q) -> QuerySet[Idea]:
    """Return the ideas of a board behind those, the latest activity first."""
    return listed_on(topic, BEHIND, *conditions).order_by(*LATEST)


def standing_in(section: Section) -> QuerySet[Idea]:
    """Return the ideas of a section: put there by hand, or pilots at one of its stages."""
    by_stage = Q(here__section__isnull=True, pilot__stage__in=section.stages)
    return others_on(section.topic, Q(here__section=section) | by_stage)


def sections_of(topic: Topic) -> list[Section]:
    """Return the sections of a board in their order."""
    return list(topic.sections.all())


def removed_from(topic: Topic) -> list[RemovedSection]:
    """Return the sections that were taken away and can come back, the latest first."""
    since = timezone.now() - RESTORABLE
    return list(topic.removed_sections.filter(removed__gte=since))


def places_on(topic: Topic, sections: Sequence[Section]) -> Places:
    """Return the numbers of a board's ideas by where they stand; the hand wins over the stage."""
    others = others_on(topic)
    if not sections:
        return Places([], list(others.values_list("pk", flat=True)))
    shelves = {section.pk: Shelf(section) for section in sections}
    places = Places(list(shelves.values()), [])
    for number, shelf in _shelved(others, sections):
        (shelves[shelf].numbers if shelf else places.rest).append(number)
    return places


def _shelved(others: QuerySet[Idea], sections: Sequence[Section]) -> list[tuple[int, int | None]]:
    of_stage = {stage: section.pk for section in sections for stage in section.stages}
    rows = others.values_list("pk", "here__section", "pilot__stage")  # type: ignore[misc]
    return [(pk, by_hand or of_stage.get(stage)) for pk, by_hand, stage in rows]
