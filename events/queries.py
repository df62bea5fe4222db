"""Page-sized reads of events and their agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from discussions.models import Comment, CommentState, Thread
from events.access import events_visible_to
from events.models import (
    AgendaItem,
    Air,
    Event,
    Readers,
    Registration,
    RegistrationStep,
    Standing,
    State,
)
from ideas.access import topics_with_board
from ideas.models import Idea
from ideas.models import State as IdeaState
from members.models import Member


def upcoming_events(member: Member | None) -> QuerySet[Event]:
    """Return what is coming or running, the next first, with the member's own `standing`."""
    events = events_visible_to(member).filter(ends__gt=timezone.now())
    return with_own(events, member).order_by("starts", "pk")


def past_events(member: Member | None) -> QuerySet[Event]:
    """Return what is over, the latest first; what was never announced is none of it."""
    events = events_visible_to(member).filter(ends__lte=timezone.now(), state=State.ANNOUNCED)
    return with_own(events, member).order_by("-starts", "-pk")


def with_own(events: QuerySet[Event], member: Member | None) -> QuerySet[Event]:
    """Annotate the member's own `standing`, and whether a slot `is_on_air`."""
    own = Registration.objects.filter(event=OuterRef("pk"), member=member)
    on_air = AgendaItem.objects.filter(event=OuterRef("pk"), air=Air.ON_AIR)
    return events.select_related("host").annotate(
        standing=Subquery(own.values("standing")[:1]), is_on_air=Exists(on_air)
    )


# Visibility of boards and audience of ideas, by whether only members read the event.
_OPEN = {False: ["public"], True: ["public", "members"]}


@dataclass(frozen=True)
class Day:
    """One day of an agenda, in the zone of the event."""

    day: date
    items: list[AgendaItem]


def agenda_of(event: Event) -> list[Day]:
    """Return the slots by day, with topics and ideas that everybody who reads the event reads."""
    # The same for all readers: what only some of them may read stands on no agenda.
    of_members = event.audience != Readers.PUBLIC
    topics = Prefetch("topics", topics_with_board().filter(visibility__in=_OPEN[of_members]))
    published = Idea.objects.filter(state=IdeaState.PUBLISHED, audience__in=_OPEN[of_members])
    ideas = Prefetch("ideas", published.order_by("pk"))
    items = event.items.prefetch_related(topics, ideas).order_by("starts", "room", "pk")
    return by_day(event, items)


def by_day(event: Event, items: Iterable[AgendaItem]) -> list[Day]:
    """Sort slots into days."""
    days: dict[date, list[AgendaItem]] = {}
    for item in items:
        days.setdefault(item.starts.astimezone(event.tz).date(), []).append(item)
    return [Day(day, slots) for day, slots in days.items()]


def registration_of(member: Member | None, event: Event) -> Registration | None:
    """Return the member's own registration, whatever its standing."""
    if member is None:
        return None
    return Registration.objects.filter(event=event, member=member).first()


def places_in_queues(registrations: Iterable[int]) -> dict[int, int]:
    """Return the place, from 1, of those of these registrations that wait."""
    before = Registration.objects.filter(
        event=OuterRef("event"), standing=Standing.WAITING, number__lte=OuterRef("number")
    )
    counted = before.order_by().values("event").annotate(count=Count("pk")).values("count")
    waiting = Registration.objects.filter(pk__in=list(registrations), standing=Standing.WAITING)
    return dict(waiting.annotate(place=Subquery(counted)).values_list("pk", "place"))


def last_causes(registrations: Iterable[int]) -> dict[int, str]:
    """Return why each of these registrations stands where it stands."""
    steps = RegistrationStep.objects.filter(registration__in=list(registrations)).order_by("pk")
    return dict(steps.values_list("registration", "cause"))


def organisers_of(event: Event) -> Sequence[Member]:
    """Return who organises an event, with their municipality."""
    return list(event.organisers.select_related("municipality"))


LAST = 12  # contributions that the organisers' console shows


def last_words(thread: Thread) -> Sequence[Comment]:
    """Return what was said last in a thread, the newest first, with who said it."""
    comments = thread.comments.filter(state=CommentState.VISIBLE)
    return list(comments.select_related("author__municipality").order_by("-pk")[:LAST])


NEXT = 3  # events that home announces
AIR_SHOWS = ("title", "speaker", "room")


def on_the_way(member: Member | None) -> list[Event]:
    """Return what is on air, then the next events; one query, with what is on air in each.

    `air_title`, `air_speaker` and `air_room` are None where nothing is on air.
    """
    on_air = AgendaItem.objects.filter(event=OuterRef("pk"), air=Air.ON_AIR)
    events = events_visible_to(member).select_related("host").filter(state=State.ANNOUNCED)
    told = {f"air_{name}": Subquery(on_air.values(name)[:1]) for name in AIR_SHOWS}
    found = events.annotate(**told).filter(Q(ends__gt=timezone.now()) | Q(air_title__isnull=False))
    return list(found.order_by(F("air_title").asc(nulls_last=True), "starts", "pk")[: NEXT + 1])
