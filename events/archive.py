"""The archive: past events with their minutes, and what became of the ideas that were born there.

All past events that a member reads are looked through at once, a few dozen a year: so words are
found as people write them, whatever the database, and the number of queries never grows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Q, QuerySet, Sum
from django.utils import timezone

from events.access import minutes_visible_to
from events.born import has_led_to_ideas, ideas_by
from events.models import OPEN_TO_ALL, Adoption, AgendaItem, Event, Minutes, MinutesState
from events.queries import past_events
from ideaforge.text import plain
from ideas.models import Idea
from ideas.words import fold, stems
from members.models import Member


@dataclass
class Past:
    """A past event as the archive lists it; `minutes` counts the slots with published ones."""

    event: Event
    contributions: int = 0
    minutes: int = 0
    ideas: list[Idea] = field(default_factory=list)


def years_of(events: Iterable[Event]) -> list[int]:
    """Return the years of events in their own zones, the latest first."""
    return sorted({_year(event) for event in events}, reverse=True)


def _year(event: Event) -> int:
    return event.starts.astimezone(event.tz).year


def past_of(member: Member | None) -> list[Event]:
    """Return every past event that a member reads, the latest first."""
    return list(past_events(member))


def sought(member: Member | None, events: Sequence[Event], wish: Mapping[str, str]) -> list[Event]:
    """Return the events that fit every filter."""
    found = [
        event for event in events
        if wish.get("kind") in (None, event.kind)
        and wish.get("year") in (None, str(_year(event)))
    ]  # fmt: skip
    if (query := wish.get("query")) is None:
        return found
    wanted = stems(query)
    words = _words(member, found)
    return [event for event in found if wanted and all(stem in words[event.pk] for stem in wanted)]


def _words(member: Member | None, events: Sequence[Event]) -> dict[int, str]:
    """Return the folded words of events: their own, their agenda's, and the minutes'."""
    parts: dict[int, list[str]] = {
        one.pk: [one.title, one.text, one.place, str(one.host or "")] for one in events
    }
    slots = AgendaItem.objects.filter(event__in=parts)
    for event, *words in slots.values_list("event", "title", "speaker", "text"):
        parts[event] += words
    minutes = _published(member).filter(item__event__in=parts)
    for event, html in minutes.values_list("item__event", "html"):
        parts[event].append(plain(html))
    return {event: fold("\n".join(words)) for event, words in parts.items()}


def _published(member: Member | None) -> QuerySet[Minutes]:
    return minutes_visible_to(member).filter(state=MinutesState.PUBLISHED)


def with_outcomes(member: Member | None, events: Sequence[Event]) -> list[Past]:
    """Add to the events of a page what was said and what became of it."""
    numbers = [event.pk for event in events]
    slots = AgendaItem.objects.filter(event__in=numbers).order_by().values_list("event")
    said = dict(slots.annotate(number=Sum("thread__comment_count")))
    is_open = Q(questions__state__in=OPEN_TO_ALL)
    asked = dict(slots.annotate(number=Count("questions", filter=is_open)))
    minutes = _published(member).filter(item__event__in=numbers).order_by()
    written = dict(minutes.values_list("item__event").annotate(number=Count("pk")))
    born = Adoption.objects.filter(item__event__in=numbers)
    ideas = ideas_by(member, born, "item__event")
    return [
        Past(
            event, said.get(event.pk, 0) + asked.get(event.pk, 0), written.get(event.pk, 0),
            ideas[event.pk],
        )
        for event in events
    ]  # fmt: skip


def what_is_left(member: Member | None, event: Event) -> dict[str, bool]:
    """Tell whether an event has led to minutes and ideas that the member reads, in one query."""
    if event.starts > timezone.now():
        return {}
    found = Event.objects.filter(pk=event.pk).values_list(
        Exists(minutes_visible_to(member).filter(item__event=event)),
        has_led_to_ideas(member, event),
    )
    return dict(zip(("has_minutes", "has_ideas"), found[0], strict=True))
