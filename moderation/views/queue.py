"""The queue: everything that waits for a decision, in one place."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ideaforge.answers import way_on
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from live.record import heads
from members.signed_in import member_of, members_only
from moderation import actions
from moderation.access import cases_visible_to, moderates
from moderation.actions import Verdict
from moderation.actions.bulk import Outcome
from moderation.actions.cases import DESK
from moderation.desk import main_rule, rows
from moderation.forms import BulkForm, QueueFilter, cases_seen
from moderation.models import Case, Measure
from moderation.queries import PER_PAGE, counts_for, queue
from moderation.words import REASONS


def moderator_of(request: HttpRequest) -> Any:
    """Return the member, 404 where nothing is entrusted to them."""
    member = member_of(request)
    if not moderates(member):
        raise Http404
    return member


@members_only
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the cases that the address asks for, the oldest first."""
    member = moderator_of(request)
    n = heads([DESK])[DESK]
    filters = QueueFilter(request.GET, member=member)
    numbers = queue(member, filters.wish()).values_list("pk", flat=True)
    page = Paginator(numbers, PER_PAGE).get_page(request.GET.get("seite"))
    query = request.GET.copy()
    query.pop("seite", None)
    shown = rows(member, list(page.object_list))
    context = {
        "filters": filters,
        "rows": shown,
        "is_quick": any(row.is_quick for row in shown),
        "page": page,
        "query": query.urlencode(),
        "counts": counts_for(member),
        "bulk": BulkForm(),
        "n": n,
        "stream": DESK,
    }
    return render(request, "moderation/desk.html", context)


@members_only
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Show how many cases wait now; open queues ask for it when something has changed."""
    member = moderator_of(request)
    return render(request, "moderation/_counts.html", {"counts": counts_for(member)})


@members_only
@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """Decide the chosen cases alike, or one of them by its own button."""
    member = moderator_of(request)
    quick = next((name for name in ("leave", "hide") if name in request.POST), "")
    values = [request.POST[quick]] if quick else request.POST.getlist("case")
    seen = cases_seen(values)
    found = cases_visible_to(member).prefetch_related("reports").in_bulk(list(seen))
    if not found:
        raise Refused(_("Please choose at least one case."))
    cases = [(case, seen[pk]) for pk, case in found.items()]
    verdict = _quick(quick, cases[0][0]) if quick else _verdict(request)
    outcome = actions.decide_many(actor=member, cases=cases, verdict=verdict)
    _say(request, outcome)
    return redirect(way_on(request, request.POST.get("next", "/moderation/")))


def _quick(name: str, case: Case) -> Verdict:
    rule = main_rule(case)
    if name == "leave":
        return Verdict(Measure.LEAVE)
    return Verdict(Measure.HIDE, rule or "", str(REASONS[rule]) if rule else "")


def _verdict(request: HttpRequest) -> Verdict:
    form = BulkForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    return Verdict(**form.cleaned_data)


def _say(request: HttpRequest, outcome: Outcome) -> None:
    if count := len(outcome.decided):
        said = ngettext("%(count)d case decided.", "%(count)d cases decided.", count)
        undo = outcome.decided[0].pk if count == 1 else ""
        messages.success(request, said % {"count": count}, extra_tags=f"undo {undo}".strip())
    for case, why in outcome.refused:
        messages.warning(request, _("Case %(number)d: %(why)s") % {"number": case.pk, "why": why})
