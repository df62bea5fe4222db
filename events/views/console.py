"""The organisers' console on a phone: what is on air, how fast it goes, who may write."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from discussions.actions import close_thread, reopen_thread, slow_thread
from discussions.queries import head_of
from events import actions
from events.access import get_organised, get_slot
from events.forms import LockForm, PaceForm
from events.models import Event
from events.programme import Programme, programme_of
from events.queries import last_words
from events.screen import choice_of
from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from live.presence import readers_of
from live.record import heads
from members.signed_in import member_of, members_only


@members_only
@require_GET
def console(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show the agenda with its buttons, and what is being said."""
    event = get_organised(member_of(request), pk)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(_url(event))
    n = heads([event.stream])[event.stream]
    context = {"event": event, "n": n} | _shown(programme_of(event))
    with timezone.override(event.tz):
        return render(request, "events/console.html", context)


def _shown(programme: Programme) -> dict[str, object]:
    # A slot that is over is looked after until its discussion has ended.
    item = programme.on_air or programme.last
    shown = {
        "programme": programme,
        "item": item,
        "choice": choice_of(programme),
        "paces": PaceForm.base_fields["minutes"].choices,  # type: ignore[attr-defined]
        "here": readers_of(programme.event.stream),
    }
    if item is None:
        return shown
    n = head_of(item.thread)  # first, as always
    return shown | {"thread_n": n, "words": last_words(item.thread)}


@members_only
@require_POST
def put_on_air(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Put a slot on air."""
    event = get_organised(member_of(request), pk)
    actions.put_on_air(actor=member_of(request), item=get_slot(event, slot))
    return answer(request, {"id": f"{event.stream}-air"}, to=_url(event))


@members_only
@require_POST
def take_off_air(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """End a slot, if it is still the one on air."""
    event = get_organised(member_of(request), pk)
    actions.take_off_air(actor=member_of(request), event=event, item=get_slot(event, slot))
    return answer(request, {"id": f"{event.stream}-air"}, to=_url(event))


@members_only
@require_POST
def slow_slot(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Let each member write once in so many minutes."""
    event = get_organised(member_of(request), pk)
    form = PaceForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field="minutes")
    item = get_slot(event, slot)
    slow_thread(actor=member_of(request), thread=item.thread, **form.cleaned_data)
    return answer(request, {"id": item.thread.stream}, to=_url(event))


@members_only
@require_POST
def lock_slot(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Let nobody write in a slot for now, with a reason that everybody reads."""
    event = get_organised(member_of(request), pk)
    form = LockForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field="reason")
    item = get_slot(event, slot)
    close_thread(actor=member_of(request), thread=item.thread, because=form.cleaned_data["reason"])
    return answer(request, {"id": item.thread.stream}, to=_url(event))


@members_only
@require_POST
def open_slot(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Let members write in a slot again."""
    event = get_organised(member_of(request), pk)
    item = get_slot(event, slot)
    reopen_thread(actor=member_of(request), thread=item.thread)
    return answer(request, {"id": item.thread.stream}, to=_url(event))


def _url(event: Event) -> str:
    return reverse("console", args=[event.pk, event.slug])
