"""The ideas that were born in a hall, as they are today."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import Adoption, AgendaItem, Event
from ideas.access import ideas_visible_to
from ideas.merging import where_they_live
from ideas.models import Idea, Support
from members.models import Member


def ideas_by(
    member: Member | None, adoptions: QuerySet[Adoption], place: str
) -> dict[int, list[Idea]]:
    """Return the ideas that adoptions have led to and a member reads, by a field of theirs.

    One that was merged is named as that in which it lives on, and each once.
    """
    led = adoptions.filter(idea__isnull=False).order_by("pk").values_list(place, "idea")
    pairs = list(led)
    today = where_they_live(number for _place, number in pairs)
    readable = ideas_visible_to(member).filter(pk__in=today.values())
    known = {one.pk: one for one in readable.select_related("author__municipality", "pilot")}
    found: dict[int, dict[int, Idea]] = defaultdict(dict)
    for where, number in pairs:
        if (idea := known.get(today[number])) is not None:
            found[where][idea.pk] = idea
    return defaultdict(list, {where: list(ideas.values()) for where, ideas in found.items()})


def ideas_born_in(member: Member | None, event: Event) -> QuerySet[Idea]:
    """Return the ideas that an event has led to and its slots speak of, as the member reads them.

    Each says whether it `is_born` there and whether the member supports it: `is_supported`.
    """
    led = Adoption.objects.filter(item__event=event, idea__isnull=False).values_list("idea")
    spoken = AgendaItem.ideas.through.objects.filter(agendaitem__event=event).values_list("idea")
    born = {number for (number,) in led}
    today = where_they_live(born | {number for (number,) in spoken})
    children = Idea.objects.filter(pk__in={today[number] for number in born}, pk=OuterRef("pk"))
    own = Support.objects.filter(idea=OuterRef("pk"), member=member)
    found = ideas_visible_to(member).filter(pk__in=today.values())
    named = found.annotate(is_born=Exists(children), is_supported=Exists(own))
    related = named.select_related("author__municipality", "municipality", "pilot", "thread")
    return related.order_by("-is_born", "pk")


def has_led_to_ideas(member: Member | None, event: Event) -> Exists:
    """Return the condition that there is such an idea, also one into which another was merged."""
    led = Q(adoption__item__event=event) | Q(agenda_items__event=event)
    joined = Q(merges__undone=None, merges__gone__adoption__item__event=event)
    return Exists(ideas_visible_to(member).filter(led | joined))
