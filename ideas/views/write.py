"""Writing an idea: new, changed, published, withdrawn, and what happens when two write at once."""

from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ideaforge.answers import answer
from ideaforge.diff import word_diff
from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.fields import show_refusal
from ideas import access, actions
from ideas.forms import IdeaForm, PilotForm, initial_for, initial_of
from ideas.models import Idea
from ideas.queries import in_words
from members.access import takes_part
from members.actions import drop_draft
from members.models import Member
from members.queries import draft_for, latest_draft, municipalities_of_members
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def new_idea(request: HttpRequest) -> HttpResponse:
    """Offer the form for a new idea, store what was written, and publish it where asked."""
    member = member_of(request)
    if not takes_part(member):
        raise Forbidden
    draft = latest_draft(member, "idea-new-")
    wants_plan = "pilot" in request.GET or "need" in request.POST
    if request.method != "POST" and draft is not None:
        wants_plan = wants_plan or bool(draft.fields.get("need"))
    form_class = PilotForm if wants_plan else IdeaForm
    if request.method != "POST":
        place = draft.place if draft else f"idea-new-{uuid4()}"
        start = initial_for(member, topic=request.GET.get("thema", "")) | {"place": place}
        return _form(request, form_class(member=member, initial=start), None, place)
    form = form_class(request.POST, member=member)
    place = request.POST.get("place", "").replace("\x00", "") or f"idea-new-{uuid4()}"
    if not form.is_valid():
        return _form(request, form, None, place, status=400)
    return _store(request, form, None, place)


@members_only
@require_http_methods(["GET", "POST"])
def edit_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of an idea."""
    found = access.get_idea(member_of(request), pk)
    has_plan = hasattr(found, "pilot") or "need" in request.POST
    return _edit(request, found, PilotForm if has_plan else IdeaForm)


@members_only
@require_http_methods(["GET", "POST"])
def plan_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn an idea into a pilot proposal; its discussion stays where it is."""
    member = member_of(request)
    found = access.get_idea(member, pk)
    if not access.can_plan(member, found) and not hasattr(found, "pilot"):
        raise Forbidden
    return _edit(request, found, PilotForm)


def _edit(request: HttpRequest, found: Idea, form_class: type[IdeaForm]) -> HttpResponse:
    member = member_of(request)
    if not access.can_edit(member, found):
        raise Forbidden
    place = f"idea-{found.pk}"
    if request.method != "POST":
        initial = initial_of(found) | {"place": place}
        form = form_class(member=member, idea=found, initial=initial)
        return _form(request, form, found, place)
    form = form_class(request.POST, member=member, idea=found)
    if not form.is_valid():
        return _form(request, form, found, place, status=400)
    return _store(request, form, found, place)


def _store(request: HttpRequest, form: IdeaForm, idea: Idea | None, place: str) -> HttpResponse:
    member, content = member_of(request), form.content()
    try:
        # Whole or not at all: a refused one stands in the form, and is no second idea when sent.
        with transaction.atomic():
            if idea is None:
                stored = actions.save_draft(author=member, content=content)
            else:
                version = form.cleaned_data["version"] or 0
                stored = actions.edit_idea(
                    actor=member, idea=idea, content=content, version=version
                )
            drop_draft(actor=member, place=place)
            if "publish" in request.POST:
                stored = actions.publish_idea(author=member, idea=stored)
    except Conflict as conflict:
        assert idea is not None
        return _conflict(request, form, idea, str(conflict.message))
    except Refused as refused:
        show_refusal(form, refused)
        return _form(request, form, idea, place, status=400)
    return answer(request, {"id": f"idea-{stored.pk}"}, to=stored.get_absolute_url())


def _form(
    request: HttpRequest, form: IdeaForm, idea: Idea | None, place: str, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "idea": idea,
        "place": place,
        "draft": draft_for(member_of(request), place),
        "wants_plan": isinstance(form, PilotForm),
        "municipalities": municipalities_of_members(),
    }
    return render(request, "ideas/form.html", context, status=status)


def _conflict(request: HttpRequest, form: IdeaForm, idea: Idea, message: str) -> HttpResponse:
    stored = access.get_idea(member_of(request), idea.pk)
    form.renew_version(stored.version)
    theirs = [
        {"label": form[name].label, "stored": words, "typed": form.cleaned_data[name],
         "diff": word_diff(words, form.cleaned_data[name])}
        for name, words in in_words(stored).items()
        if name in form.cleaned_data and form.cleaned_data[name] != words
    ]  # fmt: skip
    context = {"idea": stored, "form": form, "theirs": theirs, "message": message,
               "version": stored.version, "place": f"idea-{idea.pk}"}  # fmt: skip
    return render(request, "ideas/conflict.html", context, status=409)


@members_only
@require_POST
def publish_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft, or a withdrawn idea again, as it is stored."""
    member = member_of(request)
    found = access.get_idea(member, pk)
    try:
        published = actions.publish_idea(author=member, idea=found)
    except Refused as refused:
        if not refused.field:
            raise
        messages.error(request, str(refused.message))
        return redirect("edit_idea", pk=pk)
    return answer(request, {"id": f"idea-{pk}"}, to=published.get_absolute_url())


@members_only
@require_http_methods(["GET", "POST"])
def withdraw_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take an idea off its boards."""
    member: Member = member_of(request)
    found = access.get_idea(member, pk)
    if not access.is_author(member, found) and not member.is_office:
        raise Forbidden
    if request.method == "POST":
        actions.withdraw_idea(actor=member, idea=found)
        return answer(request, {"id": f"idea-{pk}"}, to=found.get_absolute_url())
    return render(request, "ideas/withdraw.html", {"idea": found})
