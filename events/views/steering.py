"""What organisers do with the questions and polls of a slot."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events import actions
from events.access import get_organised, get_slot
from events.forms import AnswerForm, PollForm, RulesForm, initial_poll
from events.models import AgendaItem, Poll
from events.podium import get_steered_poll, get_steered_question
from events.views.podium import here
from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import show_refusal
from live.frames import body_of, fragment_now
from members.signed_in import member_of, members_only

Deed = Callable[..., object]
OF_QUESTIONS: dict[str, Deed] = {
    "show": actions.show_question,
    "hide": actions.hide_question,
    "pin": actions.pin_question,
    "unpin": actions.unpin_question,
    "answered": actions.mark_answered,
    "later": actions.answer_later,
}
OF_POLLS: dict[str, Deed] = {
    "open": actions.open_poll,
    "close": actions.close_poll,
    "copy": actions.copy_poll,
    "delete": actions.delete_poll,
}


@members_only
@require_GET
def podium_console(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Show a slot's questions and polls with what can be done with them."""
    event = get_organised(member_of(request), pk)
    context = {"event": event, "item": get_slot(event, slot)}
    return render(request, "events/podium_console.html", context)


def console_of(request: HttpRequest, item: AgendaItem, element: str = "") -> str:
    """Return the console from which a deed came."""
    own = reverse("podium_console", args=[item.event_id, item.pk])
    came = here(request, item, element or "podium-console")
    is_console = came.partition("#")[0].partition("?")[0].endswith("/regie/")
    return came if is_console else f"{own}#{element or 'podium-console'}"


@members_only
@require_POST
def set_podium(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Say whether and how the podium of a slot is asked."""
    member = member_of(request)
    item = get_slot(get_organised(member, pk), slot)
    form = RulesForm(request.POST)
    form.is_valid()  # three boxes: nothing can be wrong
    actions.set_podium(actor=member, item=item, **form.cleaned_data)
    body: dict[str, object] = {"id": item.podium, "said": _("Saved")}
    return answer(request, body, to=console_of(request, item))


@members_only
@require_POST
def steer_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show, hide or order a question, or say what became of it."""
    member = member_of(request)
    question = get_steered_question(member, pk)
    act = _deed(OF_QUESTIONS, request)
    act(actor=member, question=question)
    fragment = fragment_now(question.item.event.console, "question.shown", pk)
    return answer(request, body_of(fragment), to=console_of(request, question.item))


@members_only
@require_http_methods(["GET", "POST"])
def write_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question in writing."""
    member = member_of(request)
    question = get_steered_question(member, pk)
    form = AnswerForm(request.POST or None, initial={"text": question.answer})
    if request.method == "POST" and form.is_valid():
        actions.write_answer(actor=member, question=question, text=form.cleaned_data["text"])
        to = console_of(request, question.item)
        return answer(request, {"id": question.element}, to=to)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "question": question, "event": question.item.event}
    return render(request, "events/answer.html", context, status=status)


@members_only
@require_http_methods(["GET", "POST"])
def make_poll(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """Make a poll as a draft."""
    item = get_slot(get_organised(member_of(request), pk), slot)
    return _poll(request, item, None)


@members_only
@require_http_methods(["GET", "POST"])
def edit_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a poll that was not opened yet."""
    poll = get_steered_poll(member_of(request), pk)
    return _poll(request, poll.item, poll)


def _poll(request: HttpRequest, item: AgendaItem, poll: Poll | None) -> HttpResponse:
    member = member_of(request)
    form = PollForm(request.POST or None, initial=initial_poll(poll) if poll else None)
    if request.method == "POST" and form.is_valid():
        try:
            if poll is None:
                stored = actions.make_poll(actor=member, item=item, plan=form.plan())
            else:
                version = form.cleaned_data["version"] or 0
                stored = actions.change_poll(
                    actor=member, poll=poll, plan=form.plan(), version=version
                )
        except Refused as refused:
            if poll is not None:
                form.renew_version(get_steered_poll(member, poll.pk).version)
            show_refusal(form, refused)
        else:
            element = f"regie-{stored.element}"
            return answer(request, {"id": element}, to=console_of(request, item, element))
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "poll": poll, "item": item, "event": item.event}
    return render(request, "events/poll.html", context, status=status)


@members_only
@require_POST
def steer_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or close a poll, ask it again, or throw a draft away."""
    member = member_of(request)
    poll = get_steered_poll(member, pk)
    act = _deed(OF_POLLS, request)
    done = act(actor=member, poll=poll)
    number = done.pk if isinstance(done, Poll) else pk
    fragment = fragment_now(poll.item.event.console, "poll.opened", number)
    to = console_of(request, poll.item, f"regie-poll-{number}" if done else "")
    return answer(request, body_of(fragment), to=to)


def _deed(known: dict[str, Deed], request: HttpRequest) -> Deed:
    deed = known.get(request.POST.get("deed", ""))
    if deed is None:
        raise Refused(_("Nothing of the kind can be done here."), field="deed")
    return deed
