"""One case: looking at it, claiming it, deciding it, passing it on, and undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideaforge.errors import Refused
from ideaforge.fields import first_error, show_refusal
from members.models import Member
from members.signed_in import member_of, members_only
from moderation import actions
from moderation.access import get_case, get_decision
from moderation.desk import first_words, row_of
from moderation.forms import AnswerForm, PassOnForm, ReasonForm, VerdictForm
from moderation.measures import measures_for
from moderation.models import Case, Decision, Kind
from moderation.queries import cases_in, past_of


@members_only
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case with all that is known, and take its decision."""
    member = member_of(request)
    get_case(member, pk)
    [found] = cases_in([pk])
    form = form_for(request, member, found)
    if request.method == "POST" and form.is_valid():
        try:
            decision = _decide(member, found, form)
        except Refused as refused:
            show_refusal(form, refused)
            if refused.status == 409:
                [found] = cases_in([pk])
                form.data = form.data.copy() | {"version": found.version}
        else:
            return decided(request, decision)
    context = {
        "row": row_of(member, found),
        "case": found,
        "form": form,
        "past": past_of(found),
        "pass_on": PassOnForm(initial={"version": found.version}),
    }
    status = 400 if form.is_bound else 200
    return render(request, "moderation/case.html", context, status=status)


def form_for(request: HttpRequest, member: Member, case: Case) -> Any:
    """Return the form of a decision, or of an answer to an objection."""
    data = request.POST or None
    if case.kind == Kind.APPEAL:
        return AnswerForm(data, initial={"version": case.version})
    return VerdictForm(data, initial=first_words(case), measures=measures_for(member, case))


def _decide(member: Member, case: Case, form: Any) -> Decision | None:
    data = form.cleaned_data
    if case.kind != Kind.APPEAL:
        return actions.decide(
            actor=member, case=case, version=data["version"], verdict=form.verdict()
        )
    actions.decide_appeal(
        actor=member,
        case=case,
        version=data["version"],
        granted=data["granted"] == "yes",
        answer=data["reason"],
    )
    return None


def decided(request: HttpRequest, decision: Decision | None) -> HttpResponse:
    """Go back to the queue and say what was done; a decision can be undone from there."""
    undo = "" if decision is None else f"undo {decision.pk}"
    messages.success(request, _("Decided."), extra_tags=undo)
    return redirect("desk")


@members_only
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case into work, or put it back."""
    member = member_of(request)
    found = get_case(member, pk)
    act = actions.release_case if request.POST.get("release") else actions.claim_case
    version = request.POST.get("version", "")
    act(actor=member, case=found, version=int(version) if version.isdecimal() else 0)
    return redirect("case", pk)


@members_only
@require_POST
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a case over to the office."""
    member = member_of(request)
    found = get_case(member, pk)
    form = PassOnForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field="reason")
    actions.pass_on_case(actor=member, case=found, **form.cleaned_data)
    messages.success(request, _("The office looks after it now."))
    return redirect("desk")


@members_only
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason once, then take a decision back."""
    member = member_of(request)
    decision = get_decision(member, pk)
    form = ReasonForm(request.POST or None, initial={"reason": _("That was a mistake.")})
    if request.method == "POST" and form.is_valid():
        actions.undo_decision(actor=member, decision=decision, reason=form.cleaned_data["reason"])
        messages.success(request, _("Undone; the case is open again."))
        return redirect("case", decision.case_id)
    context = {"decision": decision, "form": form}
    status = 400 if form.errors else 200
    return render(request, "moderation/undo.html", context, status=status)
