"""The screen of the hall, and what organisers put on it."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from discussions.access import get_comment
from events import actions
from events.access import can_organise, get_event, get_organised
from events.actions.screen import Chosen
from events.codes import qr_svg
from events.forms import ScreenForm
from events.models import Event, Shows
from events.podium import get_steered_poll, get_steered_question
from events.screen import picture_of
from ideaforge.answers import answer, back
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from live.frames import body_of, fragment_now
from live.presence import readers_of
from live.record import heads
from members.models import Member
from members.signed_in import member_of, members_only


@require_GET
def screen(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show one thing, large; the page follows by itself."""
    member = member_of(request)
    event = get_event(member, pk)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(_renamed(request, event))
    n = heads([event.stream])[event.stream]  # first: it must not be newer than what is shown
    organises = can_organise(member, event)
    context = {
        "event": event, "n": n, "picture": picture_of(event), "here": readers_of(event.stream),
        "organises": organises, "is_light": request.GET.get("hell") == "1",
    } | _way_in(request, event, organises=organises)  # fmt: skip
    with timezone.override(event.tz):
        return render(request, "events/screen.html", context)


def _renamed(request: HttpRequest, event: Event) -> str:
    query = request.META.get("QUERY_STRING", "")
    own = reverse("screen", args=[event.pk, event.slug])
    return f"{own}?{query}" if query else own


def _way_in(request: HttpRequest, event: Event, *, organises: bool) -> dict[str, object]:
    """Return the QR code and its address in words.

    The door's code opens the event to whoever has it, so it stands only where an organiser is
    signed in: a public event's page can be opened by anybody anywhere.
    """
    is_open = organises and event.guest_code is not None
    door = reverse("enter_as_guest", args=[event.pk, event.guest_code]) if is_open else ""
    address = request.build_absolute_uri(door or event.session_url)
    spoken = request.build_absolute_uri(door or reverse("event_by_number", args=[event.pk]))
    code = qr_svg(address, _("QR code to join"))
    return {"code": code, "spoken": spoken.partition("://")[2].rstrip("/"), "is_open": is_open}


@members_only
@require_POST
def show_on_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put something on the screen."""
    member = member_of(request)
    event = get_organised(member, pk)
    form = ScreenForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field="shows")
    shows, number = form.choice()
    chosen = _chosen(member, shows, number)
    actions.show_on_screen(actor=member, event=event, shows=shows, chosen=chosen)
    fragment = fragment_now(event.console, "screen.changed", event.pk)
    return answer(request, body_of(fragment), to=_console(request, event))


def _chosen(member: Member, shows: Shows, number: int) -> Chosen | None:
    if shows == Shows.COMMENT:
        return get_comment(member, number)
    if shows == Shows.QUESTION:
        return get_steered_question(member, number)
    return get_steered_poll(member, number) if shows == Shows.POLL else None


def _console(request: HttpRequest, event: Event) -> str:
    came = back(request)
    own = reverse("console", args=[event.pk, event.slug])
    return came if urlsplit(came).path.endswith("/regie/") else f"{own}#regie-screen"
