"""The session page: what is on air, or one slot with its discussion."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from discussions.live import thread_page
from events.access import can_organise, get_event
from events.devices import remember_device
from events.live import air_part, head_part, spotlight_part, strip_part
from events.models import AgendaItem, Event, Minutes, MinutesReaders
from events.programme import heads_in, programme_of
from events.screen import screen_of
from live.presence import readers_of
from members.models import Member
from members.signed_in import member_of


@require_GET
def session(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show what is on air now, or what comes next; the page follows by itself."""
    member = member_of(request)
    event = get_event(member, pk)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(event.session_url)
    return _page(request, member, event, None)


@require_GET
def session_slot(request: HttpRequest, pk: int, slug: str, slot: int) -> HttpResponse:
    """Show one slot and its discussion, whatever is on air."""
    member = member_of(request)
    event = get_event(member, pk)
    if slug != event.slug:
        query = request.META.get("QUERY_STRING", "")
        target = reverse("session_slot", args=[pk, event.slug, slot])
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
    return _page(request, member, event, slot)


def _page(
    request: HttpRequest, member: Member | None, event: Event, own: int | None
) -> HttpResponse:
    heads = heads_in(event)  # first: they must not be newer than what is shown
    programme = programme_of(event)
    item = programme.on_air if own is None else programme.talk(own)
    context = {
        "event": event,
        "n": heads.get(event.stream, 0),
        "programme": programme,
        "item": item,
        "is_own_page": own is not None,
        "key": uuid4(),
        "here": readers_of(event.stream),
        "air_html": air_part(programme)[1],
        "strip_html": strip_part(programme)[1],
        "spotlight_html": spotlight_part(screen_of(event))[1],
    }
    if item is None:
        context["organises"] = can_organise(member, event)
    else:
        context |= _talk(request, member, item, heads.get(item.thread.stream, 0))
    with timezone.override(event.tz):
        page = render(request, "events/session.html", context)
    return remember_device(request, page, item)


def _talk(
    request: HttpRequest, member: Member | None, item: AgendaItem, n: int
) -> dict[str, object]:
    since = request.GET.get("ab", "")
    thread = thread_page(member, item.thread, since=since if since.isdecimal() else "", n=n)
    return {
        "thread": thread,
        "organises": thread.moderates,  # whoever organises the event moderates its threads
        "minutes": _minutes(member, item),
        "head_html": head_part(item.event, item)[1],
    }


def _minutes(member: Member | None, item: AgendaItem) -> Minutes | None:
    """Return what a link leads to; the page behind it asks who may read."""
    minutes: Minutes | None = None if item.is_on_air else getattr(item, "minutes", None)
    if minutes is None or not minutes.is_published:
        return None
    is_for = member is not None or minutes.readers == MinutesReaders.ALL
    return minutes if is_for else None
