"""How pages learn what is on air: the notice, the agenda as a strip, the head of a slot."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import timezone

from events.live.pages import Part, agenda_part
from events.models import AgendaItem, Event
from events.programme import Programme, programme_of
from live.registry import Fragment, shows


@shows("event", "air")
def airs(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return what is on air now, with the agenda in both its forms."""
    event = Event.objects.get(pk=event_pk)
    programme = programme_of(event)
    also = [strip_part(programme), agenda_part(event)]
    return dict.fromkeys(ids, Fragment(*air_part(programme), also))


@shows("event", "agenda")
def agendas(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the agenda as it is now, and what it says of the slot on air."""
    event = Event.objects.get(pk=event_pk)
    programme = programme_of(event)
    also = [strip_part(programme), air_part(programme)]
    if programme.on_air is not None:
        also.append(head_part(event, programme.on_air))
    return dict.fromkeys(ids, Fragment(*agenda_part(event), also))


def air_part(programme: Programme) -> Part:
    """Return id and HTML of the notice of what is on air, the same for every reader."""
    return f"{programme.event.stream}-air", _rendered("_air", programme)


def strip_part(programme: Programme) -> Part:
    """Return id and HTML of the day's agenda in short lines."""
    return f"{programme.event.stream}-strip", _rendered("_strip", programme)


def head_part(event: Event, item: AgendaItem) -> Part:
    """Return id and HTML of a slot's title, speaker, room and time."""
    context = {"event": event, "item": item}
    with timezone.override(event.tz):
        html = render_to_string("events/_slot_head.html", context).strip()
    return f"{item.element}-head", html


def _rendered(template: str, programme: Programme) -> str:
    event = programme.event
    context = {"event": event, "programme": programme, "item": programme.on_air}
    with timezone.override(event.tz):
        return render_to_string(f"events/{template}.html", context).strip()
