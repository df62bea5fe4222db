"""Making an idea of what was said in a session, and answering whether one will own it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from discussions.access import get_comment
from events import actions
from events.access import get_adoption, get_slot_of, may_take_up
from events.forms import ReplyForm, SeedForm, seed_of
from events.models import Adoption
from ideaforge.answers import answer
from ideaforge.errors import Forbidden, Refused
from ideaforge.fields import first_error, show_refusal
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, comment: int) -> HttpResponse:
    """Make an idea of a contribution: of one's own, or ask its author."""
    member = member_of(request)
    found = get_comment(member, comment)
    item = get_slot_of(found)
    if not may_take_up(member, found):
        raise Forbidden
    form = SeedForm(request.POST or None, member=member, initial=seed_of(member, item, found))
    if request.method == "POST" and form.is_valid():
        try:
            seed = form.seed()
            adoption = actions.take_up(actor=member, item=item, comment=found, seed=seed)
            return _on(request, adoption)
        except Refused as refused:
            show_refusal(form, refused)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "comment": found, "item": item}
    return render(request, "events/take_up.html", context, status=status)


def _on(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    member = member_of(request)
    if adoption.owner_id != member.pk:
        to = adoption.comment.get_absolute_url() if adoption.comment else "/"
        return answer(request, {"id": f"adoption-{adoption.pk}"}, to=to, status=201)
    publish = request.POST.get("deed") == "publish"
    idea = actions.accept_adoption(owner=member, adoption=adoption, publish=publish)
    return answer(request, {"id": f"idea-{idea.pk}"}, to=idea.get_absolute_url(), status=201)


@members_only
@require_http_methods(["GET", "POST"])
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one is asked to own, and take the answer."""
    member = member_of(request)
    found = get_adoption(member, pk)
    if request.method != "POST":
        return render(request, "events/adoption.html", {"adoption": found})
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    deed, words = form.cleaned_data["deed"], form.cleaned_data["answer"]
    if deed in ("publish", "draft"):
        idea = actions.accept_adoption(owner=member, adoption=found, publish=deed == "publish")
        return answer(request, {"id": f"idea-{idea.pk}"}, to=idea.get_absolute_url())
    if deed == "decline":
        actions.decline_adoption(owner=member, adoption=found, answer=words)
    else:
        actions.withdraw_adoption(actor=member, adoption=found)
    return redirect("adoption", pk)
