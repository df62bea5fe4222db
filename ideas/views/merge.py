"""Merging ideas: choosing the other one, looking at both side by side, and undoing it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access import may_moderate
from ideaforge.answers import answer
from ideaforge.errors import Forbidden, Refused
from ideas import access, actions
from ideas.actions.part import why_not_undone
from ideas.forms import MergeForm, OtherForm, UndoForm
from ideas.live.cards import track
from ideas.merging import (
    CHANGE_OF_MIND,
    get_merge,
    may_still_withdraw,
    obstacle,
    others_like,
    outlook,
    together_with,
)
from ideas.models import Idea, Merge
from ideas.queries import does_support
from members.models import Member
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def merge_ideas(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other idea, show both side by side, and merge them."""
    member = member_of(request)
    idea = access.get_idea(member, pk)
    if not may_moderate(member, idea.thread):
        raise Forbidden
    asked = request.POST if request.method == "POST" else request.GET
    choice = OtherForm(asked if "mit" in asked else None, member=member, idea=idea)
    if not choice.is_valid():
        return _choose(request, idea, choice)
    other: Idea = choice.cleaned_data["mit"]
    keeps = asked.get("behalten") or str(_better(idea, other).pk)
    kept, gone = (idea, other) if keeps == str(idea.pk) else (other, idea)
    form = MergeForm(request.POST or None, initial={"behalten": kept.pk})
    if request.method != "POST" or not form.is_valid():
        return _compare(request, idea, (kept, gone), form)
    return _merge(request, idea, (kept, gone), form)


def _better(idea: Idea, other: Idea) -> Idea:
    """Return which of two to keep at first: the one that can be, has a plan, is supported more."""
    return max(
        (idea, other),
        key=lambda one: (
            not obstacle(one, other if one is idea else idea),
            hasattr(one, "pilot"),
            one.support_count,
            -one.pk,
        ),
    )


def _choose(request: HttpRequest, idea: Idea, choice: OtherForm) -> HttpResponse:
    found = choice.several or others_like(member_of(request), idea)
    context = {"idea": idea, "form": choice, "found": found, "is_answer": bool(choice.several)}
    status = 400 if choice.is_bound and request.method == "POST" else 200
    return render(request, "ideas/merge_choose.html", context, status=status)


def _compare(
    request: HttpRequest, idea: Idea, pair: tuple[Idea, Idea], form: MergeForm, error: str = ""
) -> HttpResponse:
    kept, gone = pair
    context = {
        "idea": idea,
        "other": gone if kept.pk == idea.pk else kept,
        "kept": kept,
        "gone": gone,
        "sides": [_side(kept, stays=True), _side(gone, stays=False)],
        "outlook": outlook(kept, gone),
        "obstacle": obstacle(kept, gone),
        "error": error,
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return render(request, "ideas/merge.html", context, status=status)


def _side(idea: Idea, *, stays: bool) -> dict[str, object]:
    plan = getattr(idea, "pilot", None)
    return {
        "idea": idea,
        "stays": stays,
        "plan": plan,
        "track": track(plan) if plan else [],
        "others": together_with(idea),
        "topics": [one.tag for one in idea.placements.select_related("tag").order_by("pk")],
        "tags": [use.tag for use in idea.tag_uses.select_related("tag").order_by("pk")],
    }


def _merge(
    request: HttpRequest, idea: Idea, pair: tuple[Idea, Idea], form: MergeForm
) -> HttpResponse:
    kept, gone = pair
    reason = form.cleaned_data["reason"]
    try:
        actions.merge_ideas(actor=member_of(request), kept=kept, gone=gone, reason=reason)
    except Forbidden:
        raise
    except Refused as refused:
        return _compare(request, idea, pair, form, str(refused.message))
    return answer(request, {"id": f"idea-{kept.pk}"}, to=kept.get_absolute_url())


@members_only
@require_http_methods(["GET", "POST"])
def part_ideas(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once why, then undo a merge."""
    member = member_of(request)
    merge = get_merge(pk)
    if not (may_moderate(member, merge.kept.thread) and access.looks_after(member, merge.gone)):
        raise Forbidden
    form = UndoForm(request.POST or None)
    sentence = "" if merge.undone else why_not_undone(merge)
    if request.method != "POST" or not form.is_valid():
        context = {"merge": merge, "form": form, "obstacle": sentence}
        status = 400 if form.is_bound else 200
        return render(request, "ideas/merge_undo.html", context, status=status)
    actions.part_ideas(actor=member, merge=merge, reason=form.cleaned_data["reason"])
    return answer(request, {"id": f"idea-{merge.gone_id}"}, to=merge.gone.get_absolute_url())


@members_only
@require_http_methods(["GET", "POST"])
def merge_support(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a supporter of a merged idea decide whether their support counts for the kept one."""
    member: Member = member_of(request)
    merge = get_merge(pk)
    if member.pk not in merge.ledger["told"]:
        raise Http404
    kept = access.get_idea(member, merge.kept_id)
    if request.method == "POST":
        _take_back(member, merge, kept)
        return answer(request, {"id": f"idea-{kept.pk}"}, to=kept.get_absolute_url())
    context = {
        "merge": merge,
        "supports": does_support(member, kept),
        "asked": may_still_withdraw(merge),
        "until": merge.created + CHANGE_OF_MIND,
    }
    return render(request, "ideas/merge_support.html", context)


def _take_back(member: Member, merge: Merge, kept: Idea) -> None:
    if not may_still_withdraw(merge):
        late = _("The 14 days are over. On the page of the idea you can still take it back.")
        raise Refused(late)
    actions.unsupport_idea(member=member, idea=kept)
