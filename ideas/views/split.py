"""Splitting contributions off into an idea of their own, and undoing it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access import may_moderate
from discussions.queries import Branch, branches
from ideaforge.answers import answer
from ideaforge.errors import Forbidden, Refused
from ideaforge.fields import show_refusal
from ideas import access, actions
from ideas.actions.split import link_to, why_not_undone
from ideas.forms import SplitForm, UndoForm
from ideas.merging import signposts_in
from ideas.models import Idea, Split
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def split_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose contributions, say what the new idea is about, and make it."""
    member = member_of(request)
    source = access.get_idea(member, pk)
    if not may_moderate(member, source.thread):
        raise Forbidden
    posts = signposts_in(source.thread)
    found = [one for one in branches(source.thread) if one.comment.pk not in posts]
    numbers = [one.comment.pk for one in found]
    initial = _beginning(source) | {"comments": request.GET.getlist("beitrag")}
    form = SplitForm(request.POST or None, member=member, comments=numbers, initial=initial)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (idea := _split(request, source, form)) is not None:
        return answer(request, {"id": f"idea-{idea.pk}"}, to=idea.get_absolute_url())
    return _form(request, source, form, found)


def _beginning(source: Idea) -> dict[str, object]:
    text = _("This came up in the discussion of %(link)s.") % {"link": link_to(source)}
    topics = list(source.placements.order_by("pk").values_list("tag", flat=True))
    return {"text": text, "topics": topics}


def _split(request: HttpRequest, source: Idea, form: SplitForm) -> Idea | None:
    try:
        return actions.split_idea(
            actor=member_of(request), source=source, comments=form.numbers(),
            content=form.content(), reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except Forbidden:
        raise
    except Refused as refused:
        show_refusal(form, refused)
        return None


def _form(request: HttpRequest, source: Idea, form: SplitForm, found: list[Branch]) -> HttpResponse:
    chosen = {str(number) for number in form["comments"].value() or ()}
    rows = [{"branch": one, "chosen": str(one.comment.pk) in chosen} for one in found]
    context = {"idea": source, "form": form, "rows": rows}
    return render(request, "ideas/split.html", context, status=400 if form.is_bound else 200)


@members_only
@require_http_methods(["GET", "POST"])
def unsplit_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once why, then bring the contributions back."""
    member = member_of(request)
    idea = access.get_idea(member, pk)
    split: Split | None = getattr(idea, "split_from", None)
    if split is None:
        raise Http404
    source = split.source
    if not (may_moderate(member, source.thread) and access.looks_after(member, idea)):
        raise Forbidden
    form = UndoForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"split": split, "form": form, "obstacle": why_not_undone(split)}
        status = 400 if form.is_bound else 200
        return render(request, "ideas/split_undo.html", context, status=status)
    actions.unsplit_idea(actor=member, split=split, reason=form.cleaned_data["reason"])
    return answer(request, {"id": f"idea-{source.pk}"}, to=source.get_absolute_url())
