"""Minutes of an event: read as a page or a file, written and published by the organisers."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from events import actions
from events.access import can_organise, get_event, get_organised, get_slot, minutes_in
from events.forms import MinutesForm
from events.minutes import SlotMinutes, minutes_of, unwritten
from events.minutes_file import file_of
from events.models import Event, Minutes
from events.pdf import can_make_pdf, pdf_of
from ideaforge.answers import answer
from ideaforge.errors import Conflict, Refused
from ideaforge.fields import show_refusal
from members.signed_in import member_of, members_only

NOT_INSTALLED = 501


@require_GET
def minutes(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show the minutes of all slots, in the order of the agenda."""
    member = member_of(request)
    event = get_event(member, pk)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(reverse("minutes", args=[pk, event.slug]))
    organises = can_organise(member, event)
    context = {
        "event": event, "organises": organises, "has_pdf": can_make_pdf(),
        "slots": minutes_of(member, event, minutes_in(member, event)),
        "unwritten": unwritten(event) if organises else [],
    }  # fmt: skip
    with timezone.override(event.tz):
        return render(request, "events/minutes.html", context)


@require_GET
def minutes_file(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Send the same as Markdown."""
    event, slots = _slots(request, pk)
    site = request.build_absolute_uri("/").rstrip("/")
    return _file(file_of(event, slots, site), "text/markdown; charset=utf-8", event, "md")


@require_GET
def minutes_pdf(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Send the same as PDF, or say what has to be installed for it."""
    event, slots = _slots(request, pk)
    if not can_make_pdf():
        return render(request, "events/no_pdf.html", {"event": event}, status=NOT_INSTALLED)
    context = {"event": event, "slots": slots, "is_pdf": True}
    with timezone.override(event.tz):
        page = render_to_string("events/minutes_pdf.html", context)
    made = pdf_of(page, request.build_absolute_uri("/"))
    return _file(made, "application/pdf", event, "pdf")


def _slots(request: HttpRequest, pk: int) -> tuple[Event, list[SlotMinutes]]:
    member = member_of(request)
    event = get_event(member, pk)
    slots = minutes_of(member, event, minutes_in(member, event))
    if not slots:
        raise Http404
    return event, slots


def _file(content: str | bytes, kind: str, event: Event, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"protokoll-{event.slug}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@members_only
@require_http_methods(["GET", "POST"])
def edit_minutes(request: HttpRequest, pk: int, slug: str, slot: int) -> HttpResponse:
    """Write the minutes of a slot, look at them, publish them or take them back."""
    member = member_of(request)
    event = get_organised(member, pk)
    item = get_slot(event, slot)
    begun: Minutes | None = getattr(item, "minutes", None)
    own = begun or actions.begin_minutes(actor=member, item=item)
    [shown] = minutes_of(member, event, [own])
    if request.method != "POST":
        return _page(request, shown, MinutesForm(slot=shown))
    if request.POST.get("deed") == "unpublish":
        actions.unpublish_minutes(actor=member, minutes=own)
        to = reverse("edit_minutes", args=[pk, event.slug, slot])
        return answer(request, {"id": own.element}, to=to)
    form = MinutesForm(request.POST, slot=shown)
    if not form.is_valid():
        return _page(request, shown, form, status=400)
    if request.POST.get("deed") == "preview":
        drafted = actions.draft_of(own, form.words())
        return _page(request, shown, form, preview=replace(shown, minutes=drafted))
    return _store(request, shown, form)


def _store(request: HttpRequest, shown: SlotMinutes, form: MinutesForm) -> HttpResponse:
    publishes = request.POST.get("deed") == "publish"
    act = actions.publish_minutes if publishes else actions.write_minutes
    version = form.cleaned_data["version"] or 0
    try:
        stored = act(
            actor=member_of(request), minutes=shown.minutes, words=form.words(), version=version
        )
    except Refused as refused:
        show_refusal(form, refused)
        if isinstance(refused, Conflict):
            form.renew_version(shown.minutes.version)
        theirs = shown.minutes if isinstance(refused, Conflict) else None
        return _page(request, shown, form, theirs=theirs, status=refused.status)
    return answer(request, {"id": stored.element}, to=stored.get_absolute_url())


def _page(
    request: HttpRequest, shown: SlotMinutes, form: MinutesForm, status: int = 200,
    **more: object,
) -> HttpResponse:  # fmt: skip
    event = shown.item.event
    context = {"event": event, "slot": shown, "form": form, **more}
    with timezone.override(event.tz):
        return render(request, "events/minutes_edit.html", context, status=status)
