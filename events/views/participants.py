"""What organisers take to the event: the list, the workbook, the badges."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.access import get_organised
from events.actions.forget import KEPT
from events.answers import answer_words, fields_of
from events.badges import size_of
from events.codes import qr_svg
from events.export import workbook
from events.forms import ParticipantFilter
from events.models import Event, RegistrationField, Standing
from events.participants import (
    Participant,
    counts,
    in_groups,
    participants_of,
    sought,
    totals,
)
from ideaforge.slugs import german_slug
from members.signed_in import member_of, members_only

PER_PAGE = 100
BADGES = 200  # of one page; ten of them are a sheet of paper
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Listed:
    """What an organiser asked for: everybody, and those who were meant, in list order."""

    event: Event
    fields: list[RegistrationField]
    filters: ParticipantFilter
    everybody: list[Participant]
    people: list[Participant]


@members_only
@require_GET
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who comes, who waits and who has signed off."""
    asked = _listed(request, pk)
    is_print = "druck" in request.GET
    length = max(len(asked.people), 1) if is_print else PER_PAGE
    page = Paginator(asked.people, length).get_page(request.GET.get("seite"))
    query = request.GET.copy()
    for name in ("seite", "druck"):
        query.pop(name, None)
    context = {
        "event": asked.event, "fields": asked.fields, "filters": asked.filters, "page": page,
        "rows": [(one, _answers(asked, one)) for one in page], "kept_days": KEPT.days,
        "counts": counts(asked.everybody), "totals": totals(asked.fields, asked.people),
        "found": len(asked.people), "query": query.urlencode(), "is_print": is_print,
        "is_filtered": len(asked.people) < len(asked.everybody),
    }  # fmt: skip
    with timezone.override(asked.event.tz):
        return render(request, "events/participants.html", context)


@members_only
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the same list as a workbook."""
    asked = _listed(request, pk)
    made = workbook(asked.event, asked.people, asked.fields)
    response = HttpResponse(made, content_type=XLSX)
    name = german_slug(_("Participants") + f" {asked.event.title}")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@members_only
@require_GET
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the badges of those who are registered and meant by the filters, ten on a sheet."""
    asked = _listed(request, pk)
    coming = [one for one in asked.people if one.standing == Standing.REGISTERED]
    page = Paginator(coming, BADGES).get_page(request.GET.get("seite"))
    made = [(one, size_of(one.name), _code(request, asked.event, one)) for one in page]
    sheets = [made[start : start + 10] for start in range(0, len(made), 10)]
    query = request.GET.copy()
    query.pop("seite", None)
    context = {"event": asked.event, "sheets": sheets, "page": page, "query": query.urlencode()}
    return render(request, "events/badges.html", context)


def _listed(request: HttpRequest, pk: int) -> Listed:
    event = get_organised(member_of(request), pk)
    fields = fields_of(event)
    filters = ParticipantFilter(request.GET, fields=fields)
    everybody = participants_of(event)
    people = in_groups(sought(everybody, filters.wish(), fields))
    return Listed(event, fields, filters, everybody, people)


def _answers(asked: Listed, one: Participant) -> list[tuple[str, str]]:
    return [(field.label, answer_words(field, one.answers)) for field in asked.fields]


def _code(request: HttpRequest, event: Event, one: Participant) -> str:
    address = reverse("check_in_person", args=[event.pk, one.key])
    return qr_svg(request.build_absolute_uri(address), _("Code for the check-in"))
