"""Guests at an event: the door with its code, and those who came in."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import segno
from django.contrib.auth import login
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import actions
from events.access import get_event, get_event_at_door, get_organised
from events.forms import DoorForm, EntryForm, GuestForm
from events.letters.guests import confirmation
from events.models import Event
from ideaforge.answers import answer
from ideaforge.errors import Forbidden, Refused
from ideaforge.fields import first_error
from members.signed_in import member_of, members_only

SALT = "events.guest"
GOOD_FOR = timedelta(days=7)
AGAIN = 600  # seconds before the same mail is written to once more
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@members_only
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the code at the door and who came in; open it, close it, or have another code."""
    member = member_of(request)
    event = get_organised(member, pk)
    if request.method == "POST":
        form = DoorForm(request.POST)
        if not form.is_valid():
            raise Refused(first_error(form).messages[0])
        deed = form.cleaned_data["deed"]
        if deed == "close":
            actions.close_door(actor=member, event=event)
        else:
            actions.welcome_guests(actor=member, event=event, renew=deed == "renew")
        return answer(request, {"id": event.stream}, to=reverse("guest_door", args=[pk]))
    return render(request, "events/door.html", _door(request, event))


def _door(request: HttpRequest, event: Event) -> dict[str, Any]:
    address = ""
    if event.guest_code is not None:
        path = reverse("enter_as_guest", args=[event.pk, event.guest_code])
        address = request.build_absolute_uri(path)
    code = segno.make(address, error="m").svg_inline(scale=8, border=2, omitsize=True)
    passes = event.passes.filter(ended=None).select_related("guest").order_by("-pk")
    return {"event": event, "address": address, "code": code, "passes": passes}


@require_http_methods(["GET", "POST"])
def enter_as_guest(request: HttpRequest, pk: int, code: UUID) -> HttpResponse:
    """Ask for a name and let a guest in; who is signed in goes on to the event."""
    if (member := member_of(request)) is not None:
        return redirect(get_event(member, pk))
    event = get_event_at_door(pk, code)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            guest = actions.enter_as_guest(event=event, code=code, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            login(request, guest, backend=BACKEND)
            request.session.set_expiry(event.ends)
            return answer(request, {"id": event.stream}, to=event.get_absolute_url())
    status = 400 if request.method == "POST" else 200
    with timezone.override(event.tz):
        context = {"event": event, "form": form}
        return render(request, "events/enter.html", context, status=status)


@require_http_methods(["GET", "POST"])
def come_as_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask who would like to come as a guest, and write to the mail that was given."""
    event = get_event(member_of(request), pk)
    is_open = event.guests_register and event.takes_registrations
    if not is_open or member_of(request) is not None:
        return redirect(event)
    form = GuestForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent:
        _write(request, event, form.cleaned_data)
    status = 400 if request.method == "POST" and not is_sent else 200
    context = {"event": event, "form": form, "is_sent": is_sent}
    with timezone.override(event.tz):
        return render(request, "events/come.html", context, status=status)


def _write(request: HttpRequest, event: Event, words: dict[str, Any]) -> None:
    # Twice in ten minutes is once: nobody fills somebody else's letter box.
    digest = sha256(words["email"].lower().encode()).hexdigest()
    key = f"guest-{event.pk}-{digest}"
    if not cache.add(key, True, AGAIN):
        return
    token = signing.dumps(words | {"event": event.pk}, salt=SALT, compress=True)
    path = reverse("confirm_guest", args=[event.pk, token])
    try:
        confirmation(event, email=words["email"], url=request.build_absolute_uri(path)).send()
    except OSError:
        cache.delete(key)
        raise Refused(_("The letter could not be sent. Please try again in a while.")) from None


@require_http_methods(["GET", "POST"])
def confirm_guest(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Let in whoever has the mail: GET only shows, since mail programs look at addresses."""
    if (member := member_of(request)) is not None:
        return redirect(get_event(member, pk))
    event = get_event(None, pk)
    words = _opened(token, event)
    if request.method != "POST":
        with timezone.override(event.tz):
            return render(request, "events/come_in.html", {"event": event, "words": words})
    guest = actions.admit_guest(event=event, **words)
    login(request, guest, backend=BACKEND)
    request.session.set_expiry(event.ends)
    return answer(request, {"id": event.stream}, to=event.get_absolute_url())


def _opened(token: str, event: Event) -> dict[str, str]:
    try:
        words = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        raise Forbidden(
            _("This address is no longer good. Please register again; you get a new one.")
        ) from None
    if words.pop("event") != event.pk:
        raise Forbidden
    return {str(name): str(value) for name, value in words.items()}


@members_only
@require_POST
def show_out(request: HttpRequest, pk: int, guest_pass: int) -> HttpResponse:
    """Take a guest's access away."""
    member = member_of(request)
    event = get_organised(member, pk)
    found = get_object_or_404(event.passes, pk=guest_pass)
    actions.show_out(actor=member, guest_pass=found)
    return answer(request, {"id": event.stream}, to=reverse("guest_door", args=[pk]))
