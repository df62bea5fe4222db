"""Taking part in an event: registering, a place that is offered, signing off."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import actions
from events.access import get_event, get_organised, get_registration
from events.forms import OfferForm, RegistrationForm
from events.history import steps_of
from events.models import ALIVE, Event, Registration
from events.queries import registration_of
from events.taking_part import TakingPart, taking_part
from ideaforge.answers import answer, wants_json
from ideaforge.errors import Conflict, Refused
from ideaforge.fields import first_error, show_refusal
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register, or wait; who has registered changes the answers."""
    member = member_of(request)
    event = get_event(member, pk)
    part = taking_part(member, event)
    given = part.registration.answers if part.registration else {}
    # Where nothing is asked, an empty form is a whole one.
    typed = request.POST if request.method == "POST" else None
    form = RegistrationForm(typed, questions=list(event.fields.all()), given=given)
    if form.is_bound and form.is_valid():
        is_in = part.situation in ALIVE  # an offer that has run out is none, as the page says
        deed = actions.change_answers if is_in else actions.register
        try:
            deed(member=member, event=event, answers=form.answers())
            return _to_block(request, event)
        except Refused as refused:
            if refused.status != Refused.status or wants_json(request):
                raise
            show_refusal(form, refused)
    status = 400 if form.is_bound else 200
    return _page(request, event, "events/register.html", {"form": form, "part": part}, status)


@members_only
@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then give one's own place back."""
    member = member_of(request)
    event = get_event(member, pk)
    registration = registration_of(member, event)
    if registration is None:
        raise Conflict(_("You are not registered any more."))
    return _sign_off(request, event, registration)


@members_only
@require_http_methods(["GET", "POST"])
def sign_off_other(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Ask once, then sign somebody off as an organiser."""
    event = get_organised(member_of(request), pk)
    return _sign_off(request, event, get_registration(event, registration))


def _sign_off(request: HttpRequest, event: Event, registration: Registration) -> HttpResponse:
    if request.method != "POST":
        is_own = registration.member_id == member_of(request).pk
        steps = [] if is_own else steps_of(event, [registration]).get(registration.pk, [])
        context = {"registration": registration, "steps": steps}
        return _page(request, event, "events/sign_off.html", context)
    actions.sign_off(actor=member_of(request), registration=registration)
    return _to_block(request, event)


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the reader's own block again, or answer the offer of a place."""
    return _answer_offer(request, pk) if request.method == "POST" else _own_block(request, pk)


def _own_block(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_event(member_of(request), pk)
    if wants_json(request):
        return _to_block(request, event)
    return redirect(f"{event.get_absolute_url()}#{event.stream}-own")


@members_only
def _answer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    event = get_event(member, pk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    accepts = form.cleaned_data["deed"] == "accept"
    deed = actions.accept_place if accepts else actions.decline_place
    deed(member=member, event=event)
    return _to_block(request, event)


def _to_block(request: HttpRequest, event: Event) -> HttpResponse:
    """Answer with the reader's own block as it is now, or lead to it."""
    element = f"{event.stream}-own"
    body: dict[str, object] = {"id": element}
    if wants_json(request):
        member = member_of(request)
        event = get_event(member, event.pk)
        body["html"] = block(request, event, taking_part(member, event))
    return answer(request, body, to=f"{event.get_absolute_url()}#{element}")


def block(request: HttpRequest, event: Event, part: TakingPart) -> str:
    """Return the HTML of the block; it is one reader's own and goes to nobody else."""
    context = {"event": event, "part": part}
    with timezone.override(event.tz):
        return render_to_string("events/_register.html", context, request).strip()


def _page(
    request: HttpRequest,
    event: Event,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    with timezone.override(event.tz):
        return render(request, template, {"event": event, **context}, status=status)
