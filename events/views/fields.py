"""The organisers' page of what they ask of everybody who registers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from events import actions
from events.access import get_field, get_organised
from events.actions.fields import answers_to
from events.forms import DeleteForm, FieldForm, StepForm, initial_of_field
from events.models import Event, RegistrationField
from ideaforge.answers import answer
from ideaforge.errors import Conflict, Refused
from ideaforge.fields import first_error, show_refusal
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is asked, and ask one more thing."""
    return _form(request, get_organised(member_of(request), pk), None)


@members_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Change a question."""
    event = get_organised(member_of(request), pk)
    return _form(request, event, get_field(event, asked))


def _form(request: HttpRequest, event: Event, asked: RegistrationField | None) -> HttpResponse:
    member = member_of(request)
    start = initial_of_field(asked) if asked else {}
    form = FieldForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            if asked is None:
                actions.add_field(actor=member, event=event, plan=form.plan())
            else:
                actions.change_field(actor=member, asked=asked, plan=form.plan())
            return _to_fields(request, event)
        except Refused as refused:
            show_refusal(form, refused)
    status = 400 if request.method == "POST" else 200
    context = {"event": event, "asked": asked, "form": form, "questions": event.fields.all()}
    template = "events/field_edit.html" if asked else "events/fields.html"
    return render(request, template, context, status=status)


@members_only
@require_POST
def usual(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the usual three things."""
    event = get_organised(member_of(request), pk)
    actions.add_usual_fields(actor=member_of(request), event=event)
    return _to_fields(request, event)


@members_only
@require_POST
def move(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Move a question among the others."""
    event = get_organised(member_of(request), pk)
    question = get_field(event, asked)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    actions.move_field(actor=member_of(request), asked=question, **form.cleaned_data)
    return _to_fields(request, event)


@members_only
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Say how many answers go with a question, then delete it."""
    event = get_organised(member_of(request), pk)
    question = get_field(event, asked)
    form = DeleteForm(request.POST)
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data["answers"] or 0
        try:
            actions.delete_field(actor=member_of(request), asked=question, answers=known)
            return _to_fields(request, event)
        except Conflict as conflict:
            show_refusal(form, conflict)
    context = {"event": event, "asked": question, "form": form, "answers": answers_to(question)}
    status = 400 if request.method == "POST" else 200
    return render(request, "events/field_delete.html", context, status=status)


def _to_fields(request: HttpRequest, event: Event) -> HttpResponse:
    return answer(request, {"id": event.stream}, to=reverse("event_fields", args=[event.pk]))
