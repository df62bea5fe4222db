"""The calendar of events, and the page of one."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from events.access import can_organise, get_event
from events.archive import what_is_left
from events.live import agenda_part, air_part, places_part
from events.programme import programme_of
from events.queries import organisers_of, upcoming_events
from events.taking_part import taking_part
from live.record import heads
from members.signed_in import member_of


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Show what is coming, the next first."""
    member = member_of(request)
    found = list(upcoming_events(member))
    context = {"events": found, "is_office": member is not None and member.is_office}
    return render(request, "events/list.html", context)


@require_GET
def event(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Show an event; an old or missing slug leads to the current one."""
    member = member_of(request)
    found = get_event(member, pk)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    own = [member.stream] if member is not None else []
    told = heads([found.stream, *own])  # first: they must not be newer than what is shown
    context = {
        "event": found,
        "n": told[found.stream],
        "own_n": told[own[0]] if own else 0,
        "agenda_html": agenda_part(found)[1],
        "air_html": air_part(programme_of(found))[1],
        "places_html": places_part(found)[1],
        "has_agenda": found.items.exists(),
        "organisers": organisers_of(found),
        "part": taking_part(member, found),
        "organises": can_organise(member, found),
        **what_is_left(member, found),
    }
    with timezone.override(found.tz):
        return render(request, "events/detail.html", context)
