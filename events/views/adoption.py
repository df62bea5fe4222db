"""Making an idea of what was said in a session, and answering whether one will own it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from events import actions
from events.access import get_adoption
from events.forms import ReplyForm, SeedForm, seed_of
from events.models import Adoption
from events.sources import get_source, may_take_up, source_of_adoption
from ideaforge.answers import answer
from ideaforge.errors import Forbidden, Refused
from ideaforge.fields import first_error, show_refusal
from ideas.models import Idea
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, pk: int, kind: str = "comment") -> HttpResponse:
    """Make an idea of what was said: of one's own words, or ask whose it is to be."""
    member = member_of(request)
    source = get_source(member, kind, pk)
    if not may_take_up(member, source):
        raise Forbidden
    form = SeedForm(request.POST or None, member=member, initial=seed_of(member, source))
    if request.method == "POST" and form.is_valid():
        try:
            adoption = actions.take_up(
                actor=member, item=source.item, seed=form.seed(), comment=source.comment,
                question=source.question, poll=source.poll,
            )  # fmt: skip
            return _on(request, adoption)
        except Refused as refused:
            show_refusal(form, refused)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "source": source, "item": source.item}
    return render(request, "events/take_up.html", context, status=status)


def _on(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    if adoption.owner_id == member_of(request).pk:
        return _accept(request, adoption, request.POST.get("deed", "draft"), status=201)
    to = source_of_adoption(adoption).path
    return answer(request, {"id": f"adoption-{adoption.pk}"}, to=to, status=201)


def _accept(
    request: HttpRequest, adoption: Adoption, deed: str, *, status: int = 200
) -> HttpResponse:
    owner, publish = member_of(request), deed == "publish"
    idea = actions.accept_adoption(owner=owner, adoption=adoption, publish=publish)
    return answer(request, {"id": f"idea-{idea.pk}"}, to=_next(idea, deed), status=status)


def _next(idea: Idea, deed: str) -> str:
    return reverse("plan_idea", args=[idea.pk]) if deed == "pilot" else idea.get_absolute_url()


@members_only
@require_http_methods(["GET", "POST"])
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one is asked to own, and take the answer."""
    member = member_of(request)
    found = get_adoption(member, pk)
    if request.method != "POST":
        context = {"adoption": found, "source": source_of_adoption(found)}
        return render(request, "events/adoption.html", context)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    deed, words = form.cleaned_data["deed"], form.cleaned_data["answer"]
    if deed in ("publish", "draft", "pilot"):
        return _accept(request, found, deed)
    if deed == "decline":
        actions.decline_adoption(owner=member, adoption=found, answer=words)
    else:
        actions.withdraw_adoption(actor=member, adoption=found)
    return redirect("adoption", pk)
