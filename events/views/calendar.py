"""Calendars: the file of an event, a member's private feed, and the page with its address."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from events.access import calendar_key_of, get_calendar_member, get_event
from events.actions import renew_calendar
from events.calendar import calendar_of, feed_of, method_of, programme_of
from events.forms import CalendarForm
from ideaforge.answers import answer
from members.signed_in import member_of, members_only

CALENDAR = "text/calendar; charset=utf-8"


@cache_control(private=True, no_cache=True)
@require_safe
def event_calendar(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Give out the file of an event, or with `?programm=1` that of its agenda."""
    event = get_event(member_of(request), pk)
    with_slots = request.GET.get("programm") == "1"
    if with_slots and not event.items.exists():
        raise Http404
    content = programme_of(event) if with_slots else calendar_of(event)
    name = f"{event.slug}-programm" if with_slots else event.slug
    return HttpResponse(
        content,
        content_type=f"{CALENDAR}; method={method_of(event)}",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )


@csrf_exempt  # calendars try PROPFIND and PUT first, and are to hear 405 rather than 403
@cache_control(private=True, no_cache=True)
@conditional_page
@require_safe
def calendar_feed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give out a member's own calendar to whoever knows its address; no session is needed."""
    member = get_calendar_member(key)
    with translation.override(member.language):
        content = feed_of(member)
    headers = {
        "Content-Disposition": 'inline; filename="ideenschmiede.ics"',
        "Content-Language": member.language,
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return HttpResponse(content, content_type=CALENDAR, headers=headers)


@cache_control(private=True, no_store=True)
@members_only
@require_http_methods(["GET", "POST"])
def own_calendar(request: HttpRequest) -> HttpResponse:
    """Show the address of one's own calendar, and make a new one on request."""
    member = member_of(request)
    if request.method == "POST":
        form = CalendarForm(request.POST)
        form.is_valid()
        stored = renew_calendar(actor=member, ends=form.cleaned_data.get("ends"))
        address = reverse("calendar_feed", args=[stored.key])
        return answer(request, {"address": address}, to=reverse("own_calendar"))
    key = calendar_key_of(member)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[key])) if key else ""
    context = {"key": key, "address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
    return render(request, "events/calendar.html", context)
