"""Moving an idea to another board, and the offers that wait for an answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideaforge.answers import answer
from ideaforge.errors import Forbidden, Refused
from ideas import actions
from ideas.access import get_idea
from ideas.forms import AnswerForm, MoveIdeaForm
from ideas.models import MoveOffer, OfferState
from ideas.offers import boards_to_leave, offers_for, offers_of, offers_settled
from ideas.views.gates import curators_only, refused_at
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def move_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an idea to another board, or offer it to its moderators."""
    member = member_of(request)
    idea = get_idea(member, pk)
    boards = boards_to_leave(member, idea)
    if not boards or not idea.is_published:
        raise Forbidden
    form = MoveIdeaForm(
        request.POST or None, member=member, idea=idea, initial={"source": boards[0].slug}
    )
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.move_idea(actor=member, idea=idea, **form.cleaned_data)
            moved = offer.state == OfferState.ACCEPTED
            to = idea.get_absolute_url() if moved else reverse("offers")
            return answer(request, {"id": f"offer-{offer.pk}", "state": offer.state}, to=to)
        except Refused as refused:
            refused_at(form, refused)
    context = {"idea": idea, "form": form, "asks": "opens" in form.errors}
    status = 400 if request.method == "POST" else 200
    return render(request, "ideas/move.html", context, status=status)


@require_GET
@curators_only
def offers(request: HttpRequest) -> HttpResponse:
    """Show the offers to the boards that one looks after, and those that they have made."""
    return _offers(request)


def _offers(request: HttpRequest, *, at: int = 0, form: AnswerForm | None = None) -> HttpResponse:
    member = member_of(request)
    context = {
        "waiting": offers_for(member),
        "made": offers_of(member),
        "settled": offers_settled(member),
        "at": at,
        "form": form or AnswerForm(),
    }
    return render(request, "ideas/offers.html", context, status=400 if form else 200)


@require_POST
@curators_only
def answer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an offer, or decline it with an answer."""
    offer = get_object_or_404(offers_for(member_of(request), settled=True), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _offers(request, at=pk, form=form)
    words = form.cleaned_data["answer"]
    accepts = form.cleaned_data["deed"] == "accept"
    act = actions.accept_offer if accepts else actions.decline_offer
    try:
        offer = act(actor=member_of(request), offer=offer, answer=words)
    except Refused as refused:
        refused_at(form, refused)
        return _offers(request, at=pk, form=form)
    return _answered(request, offer)


@require_POST
@curators_only
def withdraw_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    offer = get_object_or_404(offers_of(member_of(request), settled=True), pk=pk)
    return _answered(request, actions.withdraw_offer(actor=member_of(request), offer=offer))


def _answered(request: HttpRequest, offer: MoveOffer) -> HttpResponse:
    body: dict[str, object] = {"id": f"offer-{offer.pk}", "state": offer.state}
    return answer(request, body, to=f"{reverse('offers')}#offer-{offer.pk}")
