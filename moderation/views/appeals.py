"""Objecting to a decision, by a link that also suspended members can open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from ideaforge.errors import Refused
from ideaforge.fields import show_refusal
from members.models import Member
from moderation import actions
from moderation.actions.appeal import why_not
from moderation.forms import AppealForm
from moderation.letters import decision_behind, statement, subject_line
from moderation.models import Decision
from moderation.queries import decisions


@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, token: str) -> HttpResponse:
    """Show a decision with its reasons, and take an objection to it."""
    number = decision_behind(token)
    if number is None:
        raise Http404
    decision = get_object_or_404(decisions(), pk=number)
    form = AppealForm(request.POST or None)
    objected = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(
                member=_concerned(decision), decision=decision, words=form.cleaned_data["reason"]
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            objected = True
    context = {
        "line": subject_line(decision),
        "statement": statement(decision),
        "why_not": "" if objected else why_not(decision),
        "form": form,
        "objected": objected,
    }
    status = 400 if form.errors else 200
    return render(request, "moderation/appeal.html", context, status=status)


def _concerned(decision: Decision) -> Member:
    if decision.against is None:
        raise Http404
    return decision.against
