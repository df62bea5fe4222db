"""Planning an event: its words, its agenda, announcing it and calling it off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from events import actions
from events.access import get_organised, get_slot
from events.forms import CancelForm, EventForm, SlotForm, initial_of, initial_of_slot, zone_named
from events.models import AgendaItem, Event
from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import show_refusal
from ideas.views.gates import office_only
from members.queries import municipalities_of_members
from members.signed_in import member_of, members_only


@require_http_methods(["GET", "POST"])
@office_only
def new_event(request: HttpRequest) -> HttpResponse:
    """Begin an event as a draft."""
    with timezone.override(zone_named(request.POST.get("zone"))):
        return _plan(request, None)


@members_only
@require_http_methods(["GET", "POST"])
def edit_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event."""
    event = get_organised(member_of(request), pk)
    with timezone.override(zone_named(request.POST.get("zone", event.zone))):
        return _plan(request, event)


def _plan(request: HttpRequest, event: Event | None) -> HttpResponse:
    member = member_of(request)
    start: Any = initial_of(event) if event else {"organisers": f"{member.name} ({member.handle})"}
    form = EventForm(request.POST or None, member=member, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            if event is None:
                stored = actions.make_event(actor=member, plan=form.plan())
            else:
                version = form.cleaned_data["version"] or 0
                stored = actions.edit_event(
                    actor=member, event=event, plan=form.plan(), version=version
                )
        except Refused as refused:
            if event is not None:
                form.renew_version(Event.objects.get(pk=event.pk).version)
            show_refusal(form, refused)
        else:
            return answer(request, {"id": stored.stream}, to=stored.get_absolute_url())
    context = {"form": form, "event": event, "municipalities": municipalities_of_members()}
    status = 400 if request.method == "POST" else 200
    return render(request, "events/form.html", context, status=status)


@members_only
@require_POST
def announce_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Let members read of an event."""
    event = get_organised(member_of(request), pk)
    actions.announce_event(actor=member_of(request), event=event)
    return answer(request, {"id": event.stream}, to=event.get_absolute_url())


@members_only
@require_http_methods(["GET", "POST"])
def cancel_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then call an event off."""
    event = get_organised(member_of(request), pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_event(actor=member_of(request), event=event, **form.cleaned_data)
        return answer(request, {"id": event.stream}, to=event.get_absolute_url())
    status = 400 if request.method == "POST" else 200
    with timezone.override(event.tz):
        return render(request, "events/cancel.html", {"event": event, "form": form}, status=status)


@members_only
@require_http_methods(["GET", "POST"])
def add_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a slot into the agenda; it begins where the last one ends."""
    event = get_organised(member_of(request), pk)
    last = event.items.order_by("ends").last()
    start = {"starts": last.ends if last else event.starts}
    with timezone.override(event.tz):
        return _slot(request, event, None, start)


@members_only
@require_http_methods(["GET", "POST"])
def edit_slot(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Change a slot of the agenda."""
    event = get_organised(member_of(request), pk)
    item = get_slot(event, slot)
    with timezone.override(event.tz):
        return _slot(request, event, item, initial_of_slot(item))


def _slot(
    request: HttpRequest, event: Event, item: AgendaItem | None, start: dict[str, Any]
) -> HttpResponse:
    member = member_of(request)
    form = SlotForm(request.POST or None, member=member, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            if item is None:
                stored = actions.add_slot(actor=member, event=event, slot=form.slot())
            else:
                version = form.cleaned_data["version"] or 0
                stored = actions.edit_slot(
                    actor=member, item=item, slot=form.slot(), version=version
                )
        except Refused as refused:
            if item is not None:
                form.renew_version(AgendaItem.objects.get(pk=item.pk).version)
            show_refusal(form, refused)
        else:
            place = f"{event.get_absolute_url()}#{stored.element}"
            return answer(request, {"id": stored.element}, to=place)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "event": event, "item": item}
    return render(request, "events/slot.html", context, status=status)


@members_only
@require_http_methods(["GET", "POST"])
def delete_slot(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Ask once, then take a slot out of the agenda."""
    event = get_organised(member_of(request), pk)
    item = get_slot(event, slot)
    if request.method != "POST":
        with timezone.override(event.tz):
            return render(request, "events/slot_delete.html", {"event": event, "item": item})
    actions.delete_slot(actor=member_of(request), item=item)
    return answer(request, {"id": item.element}, to=f"{event.get_absolute_url()}#agenda")
