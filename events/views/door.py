"""The door on the phone of an organiser, and the ticket on the phone of a member."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from events import actions
from events.access import can_organise, get_by_key, get_event, get_organised, get_ticket
from events.actions import Passed
from events.codes import qr_svg
from events.door import door_html, hall_part, hour_at
from events.forms import DeedForm
from events.models import Event, Registration
from events.participants import Presence, folded, is_named, participants_of
from ideaforge.answers import answer, wants_json
from ideaforge.errors import Refused
from live.frames import body_of, fragment_now
from live.record import heads
from members.signed_in import member_of, members_only

AT_ONCE = 500  # rows of the door; in a larger house one asks for a name
DEEDS = {"in": actions.check_in, "out": actions.check_out, "undo": actions.undo_check_in}
FROM_LIST = "aus"  # in the address of a deed: it was done in the list


@members_only
@require_GET
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody by name, each with one button, and who is in the hall now."""
    event = get_organised(member_of(request), pk)
    n = heads([event.hall_stream])[event.hall_stream]  # first: not newer than what is shown
    words, show = request.GET.get("name", "")[:100], request.GET.get("wer", "")
    everybody = participants_of(event)
    found = [one for one in everybody if is_named(one, folded(words).split())]
    context = {
        "event": event, "n": n, "words": words, "rows": door_html(event, found[:AT_ONCE]),
        "hall_html": hall_part(event)[1], "everybody": len(everybody),
        "is_cut": len(found) > AT_ONCE, "at_once": AT_ONCE,
        "show": show if show in Presence.values else "", "presences": Presence.choices,
    }  # fmt: skip
    return render(request, "events/check_in.html", context)


@members_only
@require_http_methods(["GET", "POST"])
def check_in_person(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Show the person whose code was scanned, with one button; members see their own ticket."""
    member = member_of(request)
    event = get_event(member, pk)
    registration = get_by_key(event, key)
    if not can_organise(member, event):
        if registration.member_id != member.pk:
            raise Http404
        if request.method == "GET":
            return redirect("ticket", pk)
    if request.method == "POST":
        return _pass(request, event, registration)
    n = heads([event.hall_stream])[event.hall_stream]
    people = participants_of(event, only=[registration.pk])
    context = {"event": event, "n": n, "person": people[0], "row": door_html(event, people)[0],
               "hall_html": hall_part(event)[1]}  # fmt: skip
    return render(request, "events/check_in_person.html", context)


def _pass(request: HttpRequest, event: Event, registration: Registration) -> HttpResponse:
    form = DeedForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Please press one of the buttons."))
    deed = form.cleaned_data["deed"]
    passed = DEEDS[deed](actor=member_of(request), registration=registration)
    said = _said(event, deed, passed)
    fragment = fragment_now(event.hall_stream, "hall.entered", registration.pk)
    if not wants_json(request):
        (messages.success if passed.is_new else messages.warning)(request, said)
    to = reverse("check_in_person", args=[event.pk, registration.key])
    if FROM_LIST in request.GET:
        to = f"{reverse('check_in', args=[event.pk])}#{fragment.element}"
    body = {**body_of(fragment), "said": said, "is_new": passed.is_new}
    return answer(request, body, to=to)


def _said(event: Event, deed: str, passed: Passed) -> str:
    """Return what came of a deed, e.g. who was quicker and when."""
    stored = passed.registration
    names = {
        "name": stored.member.name,
        "time": hour_at(event, stored.arrived if deed == "in" else stored.left),
        "by": stored.checked_in_by.name if stored.checked_in_by else "–",
    }
    sentences = {
        ("in", True): _("%(name)s is checked in."),
        ("in", False): _("%(name)s is here already, checked in at %(time)s by %(by)s."),
        ("out", True): _("%(name)s has left the hall."),
        ("out", False): _("%(name)s had left already, at %(time)s."),
        ("undo", True): _("The check-in of %(name)s is taken back."),
        ("undo", False): _("%(name)s was not checked in."),
    }
    return sentences[deed, passed.is_new] % names


@members_only
@require_GET
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a member what to hold out at the door."""
    member = member_of(request)
    event = get_event(member, pk)
    registration = get_ticket(member, event)
    address = reverse("check_in_person", args=[event.pk, registration.key])
    code = qr_svg(request.build_absolute_uri(address), _("Code for the check-in"))
    since = hour_at(event, registration.arrived)
    context = {"event": event, "registration": registration, "code": code, "since": since}
    with timezone.override(event.tz):
        return render(request, "events/ticket.html", context)
