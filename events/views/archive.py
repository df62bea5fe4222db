"""What was, and what became of it since."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from events.access import get_event, minutes_in
from events.archive import past_of, sought, with_outcomes, years_of
from events.born import ideas_born_in
from events.forms import ArchiveForm
from members.signed_in import member_of

PER_PAGE = 20


@require_GET
def archive(request: HttpRequest) -> HttpResponse:
    """Show past events, the latest first, with their minutes and ideas."""
    member = member_of(request)
    everything = past_of(member)
    filters = ArchiveForm(request.GET, years=years_of(everything))
    wish = filters.wish()
    found = sought(member, everything, wish)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        "page": page, "filters": filters, "found": len(found), "is_filtered": bool(wish),
        "rows": with_outcomes(member, list(page)), "query": query.urlencode(),
    }  # fmt: skip
    return render(request, "events/archive.html", context)


@require_GET
def event_ideas(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show the ideas that an event has led to, and how to join in."""
    member = member_of(request)
    event = get_event(member, pk)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(reverse("event_ideas", args=[pk, event.slug]))
    context = {
        "event": event,
        "ideas": ideas_born_in(member, event),
        "has_minutes": minutes_in(member, event).exists(),
    }
    return render(request, "events/ideas.html", context)
