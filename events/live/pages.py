"""How deeds look on the page of an event, and who may join its stream."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from events.access import events_organised_by, events_visible_to
from events.door import door_html, hall_part
from events.models import Event, Registration, Standing
from events.participants import door_element, participants_of
from events.queries import agenda_of
from live.registry import Fragment, audience, shows
from members.models import Member

Part = tuple[str, str]  # the id of an element, and its HTML


@audience("event", counts_readers=True)
def readable_events(member: Member | None, numbers: set[int]) -> set[int]:
    """Return which events the member may read of."""
    found = events_visible_to(member).filter(pk__in=numbers)
    return set(found.values_list("pk", flat=True))


@shows("event", "event")
def whole_pages(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Say that the event itself has changed: pages fetch themselves again."""
    said = _("The organisers have changed this event.")
    return {pk: Fragment(f"event-{pk}", None, renews=True, said=said) for pk in ids}


def agenda_part(event: Event) -> Part:
    """Return id and HTML of the agenda, the same for every reader."""
    context = {"event": event, "days": agenda_of(event)}
    return f"{event.stream}-agenda", _rendered("events/_agenda.html", event, context)


@shows("event", "registration")
def places(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return how many places are left, whoever has registered."""
    part = places_part(Event.objects.get(pk=event_pk))
    return dict.fromkeys(ids, Fragment(*part))


def places_part(event: Event) -> Part:
    """Return id and HTML of the number of free places; the same for every reader."""
    waiting = event.registrations.filter(standing=Standing.WAITING).count()
    context = {"event": event, "waiting": waiting}
    return f"{event.stream}-places", _rendered("events/_places.html", event, context)


@shows("member", "registration")
def own_turns(member_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the sign that organisers have signed the member off; the page asks for the rest."""
    rows = Registration.objects.filter(pk__in=ids).values_list("pk", "event")
    return {pk: Fragment(*turn_part(Event(pk=event))) for pk, event in rows}


def turn_part(event: Event) -> Part:
    """Return id and HTML of the sign."""
    element = f"{event.stream}-turn"
    return element, format_html('<span id="{}" class="turn" hidden></span>', element)


@audience("hall")
def halls(member: Member | None, numbers: set[int]) -> set[int]:
    """Return the events whose coming and going the member follows: organisers and the office."""
    found = events_organised_by(member).filter(pk__in=numbers)
    return set(found.values_list("pk", flat=True))


@shows("hall", "hall")
def people_at_the_door(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return people as the door shows them, with how many are in the hall."""
    event = Event.objects.get(pk=event_pk)
    people = participants_of(event, only=ids)
    also = [hall_part(event)]
    html = dict(zip([one.pk for one in people], door_html(event, people), strict=True))
    return {pk: Fragment(door_element(pk), html.get(pk), also) for pk in ids}


def _rendered(template: str, event: Event, context: dict[str, object]) -> str:
    with timezone.override(event.tz):
        return render_to_string(template, context).strip()
