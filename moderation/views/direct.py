"""Moderating what one reads, without a report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discussions.access import get_comment, may_moderate
from ideaforge.answers import answer, back
from ideaforge.errors import Forbidden, Refused
from ideaforge.fields import show_refusal
from ideas.access import get_idea
from members.access import get_member
from members.models import Member
from members.signed_in import member_of, members_only
from moderation import actions
from moderation.access import cases_visible_to
from moderation.forms import VerdictForm
from moderation.measures import measures_for
from moderation.models import Case, Decision, Kind
from moderation.queries import UNDECIDED, cases_about
from moderation.subjects import Subject, author_of, field_of, thread_of, words_of
from moderation.views.cases import decided


@members_only
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Moderate a comment."""
    return _moderate(request, get_comment(member_of(request), pk))


@members_only
@require_POST
def hide_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a comment at once, from the console of a session; undone as every decision."""
    member = member_of(request)
    found = get_comment(member, pk)
    require_entrusted(member, found)
    decision = actions.hide_at_once(actor=member, comment=found)
    messages.success(request, _("Nobody reads it any more."), extra_tags=f"undo {decision.pk}")
    return answer(request, {"id": found.element}, to=back(request))


@members_only
@require_http_methods(["GET", "POST"])
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Moderate an idea."""
    return _moderate(request, get_idea(member_of(request), pk))


@members_only
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Moderate a member's profile."""
    return _moderate(request, get_member(member_of(request), pk))


def _moderate(request: HttpRequest, subject: Subject) -> HttpResponse:
    member = member_of(request)
    require_entrusted(member, subject)
    known = cases_visible_to(member).filter(
        pk__in=cases_about(subject).values("pk"), state__in=UNDECIDED
    )
    if request.method == "GET" and (open_case := known.first()) is not None:
        return redirect("case", open_case.pk)
    seen = {"version": cases_about(subject).count()}
    measures = measures_for(member, Case(kind=Kind.REPORT, **{field_of(subject): subject}))
    form = VerdictForm(request.POST or None, initial=seen, measures=measures[1:])
    if request.method == "POST" and form.is_valid():
        try:
            return decided(request, _decide(member, subject, form))
        except Refused as refused:
            show_refusal(form, refused)
    context = {"subject": subject, "words": words_of(subject), "form": form,
               "author": author_of(subject)}  # fmt: skip
    status = 400 if form.is_bound else 200
    return render(request, "moderation/direct.html", context, status=status)


def _decide(member: Member, subject: Subject, form: VerdictForm) -> Decision:
    seen, verdict = form.cleaned_data["version"], form.verdict()
    return actions.moderate(actor=member, subject=subject, seen=seen, verdict=verdict)


def require_entrusted(member: Member, subject: Subject) -> None:
    """Refuse who may not moderate it; nobody decides about their own words."""
    thread = thread_of(subject)
    entrusted = member.is_office if thread is None else may_moderate(member, thread)
    if not entrusted or author_of(subject) == member:
        raise Forbidden
