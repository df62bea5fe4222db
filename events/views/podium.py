"""Asking the podium: the page of a slot's questions and polls, and what everybody does there."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events import actions
from events.access import can_organise, get_event, get_slot
from events.devices import device_of, remember_device, require_device
from events.forms import QuestionForm, answer_in
from events.live import own_part, own_vote
from events.models import AgendaItem
from events.podium import get_poll, get_question
from ideaforge.answers import answer, back
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from live.frames import body_of, fragment_now
from live.record import heads
from members.signed_in import member_of, members_only


@require_GET
def podium(request: HttpRequest, pk: int, slug: str, slot: int) -> HttpResponse:
    """Show the questions and polls of a slot."""
    member = member_of(request)
    event = get_event(member, pk)
    item = get_slot(event, slot)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(address_of(item))
    n = heads([event.stream])[event.stream]  # first: it must not be newer than what is shown
    context = {"event": event, "item": item, "n": n, "organises": can_organise(member, event)}
    response = render(request, "events/podium.html", context)
    return remember_device(request, response, item)


def address_of(item: AgendaItem) -> str:
    """Return where the podium of a slot has a page of its own."""
    return reverse("podium", args=[item.event_id, item.event.slug, item.pk])


def here(request: HttpRequest, item: AgendaItem, element: str = "") -> str:
    """Return the page from which a deed came, at the element that it concerns."""
    came = back(request) if request.META.get("HTTP_REFERER") else "/"
    return f"{came if came != '/' else address_of(item)}#{element or item.podium}"


@members_only
@require_POST
def ask_question(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Ask the podium, by name or from this device."""
    member = member_of(request)
    item = get_slot(get_event(member, pk), slot)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field=next(iter(form.errors)))
    words = form.cleaned_data
    device = require_device(request) if words["unnamed"] else ""
    asked = actions.ask_question(
        actor=member, item=item, text=words["text"], key=words["key"], device=device
    )
    fragment = fragment_now(item.event.stream, "question.asked", asked.question.pk)
    own = own_part(asked.question.item, member, device or device_of(request))
    thanks = _("Thank you. The moderators look at your question before others do.")
    said = thanks if asked.is_waiting else _("Your question was asked.")
    body = {**body_of(fragment), "said": said, "also": [{"id": own[0], "html": own[1]}]}
    status = 201 if asked.is_new else 200
    response = answer(request, body, to=here(request, item, own[0]), status=status)
    return remember_device(request, response, item, device)


@members_only
@require_POST
def support_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Support a question, or take one's support back."""
    member = member_of(request)
    question = get_question(member, pk, device_of(request))
    device = require_device(request) if question.item.allows_anonymous else ""
    wants = request.POST.get("on") != "0"
    act = actions.support_question if wants else actions.unsupport_question
    count = act(actor=member, question=question, device=device)
    body: dict[str, object] = {"id": question.element, "supported": wants, "count": count}
    response = answer(request, body, to=here(request, question.item, question.element))
    return remember_device(request, response, question.item, device)


@members_only
@require_POST
def withdraw_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own question back."""
    member, device = member_of(request), device_of(request)
    question = get_question(member, pk, device)
    item = question.item
    actions.withdraw_question(actor=member, question=question, device=device)
    own = own_part(item, member, device)
    body: dict[str, object] = {"id": f"question-{pk}", "also": [{"id": own[0], "html": own[1]}]}
    return answer(request, body, to=here(request, item, own[0]))


@members_only
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote in a poll, or change one's vote."""
    member = member_of(request)
    poll = get_poll(member, pk)
    stored = actions.vote(actor=member, poll=poll, answer=answer_in(poll, request.POST))
    own = {"id": f"{poll.element}-own", "html": own_vote(poll, stored.answer)}
    said = _("Your vote is counted. You can change it until the poll closes.")
    body: dict[str, object] = {"id": poll.element, "said": said, "mine": stored.answer}
    body["also"] = [own]
    return answer(request, body, to=here(request, poll.item, poll.element))
