"""Reporting: from a comment, an idea, a profile; and by the contact form without an account."""

from urllib.parse import quote

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access import get_comment
from ideaforge.errors import Refused, TooFast
from ideaforge.fields import show_refusal
from ideas.access import get_idea
from live.fragments import digest
from members.access import get_member, takes_part
from members.signed_in import member_of, members_only
from moderation import actions
from moderation.forms import ContactForm, ReportForm
from moderation.models import Report
from moderation.subjects import Subject, words_of
from moderation.tasks import confirm_receipt

STRANGERS_MOST, STRANGERS_SECONDS = 5, 3600  # reports from one address of the network


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a comment."""
    return _report(request, get_comment(member_of(request), pk))


@require_http_methods(["GET", "POST"])
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an idea."""
    return _report(request, get_idea(member_of(request), pk))


@members_only
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a profile."""
    return _report(request, get_member(member_of(request), pk))


def _report(request: HttpRequest, subject: Subject) -> HttpResponse:
    if request.method == "POST":
        taken: HttpResponse = _take_report(request, subject)
        return taken
    if not takes_part(member_of(request)):
        return redirect(f"{reverse('contact')}?zu={quote(subject.get_absolute_url())}")
    return _form(request, subject, ReportForm())


@members_only
def _take_report(request: HttpRequest, subject: Subject) -> HttpResponse:
    reporter, form = member_of(request), ReportForm(request.POST)
    if form.is_valid():
        try:
            actions.report(reporter=reporter, subject=subject, rule=form.cleaned_data["rule"],
                           words=form.cleaned_data["reason"])  # fmt: skip
        except TooFast:
            raise
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Thank you. You will hear what comes of it."))
            return redirect(subject.get_absolute_url())
    return _form(request, subject, form)


def _form(request: HttpRequest, subject: Subject, form: ReportForm) -> HttpResponse:
    context = {"form": form, "subject": subject, "words": words_of(subject)}
    status = 400 if form.errors else 200
    return render(request, "moderation/report.html", context, status=status)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Take a notice of illegal content from anybody."""
    form = ContactForm(request.POST or None, initial={"link": request.GET.get("zu", "")[:500]})
    if request.method == "POST" and form.is_valid():
        made = None if form.cleaned_data["website"] else _report_of_stranger(request, form)
        if not form.errors:
            return render(request, "moderation/thanks.html", {"report": made})
    return render(request, "moderation/contact.html", {"form": form},
                  status=400 if form.errors else 200)  # fmt: skip


def _report_of_stranger(request: HttpRequest, form: ContactForm) -> Report | None:
    _require_pace(request)
    data = form.cleaned_data
    try:
        made = actions.report(reporter=None, subject=_subject(form), rule=data["rule"],
                              words=data["reason"], email=data["email"])  # fmt: skip
    except Http404:
        message = _("This address leads to nothing that is public here. Please check it.")
        form.add_error("link", message)
        return None
    if made.email:
        confirm_receipt.enqueue(made.pk)
    return made


def _subject(form: ContactForm) -> Subject:
    target = form.target()
    if target is None:
        raise Http404
    kind, pk = target
    return get_comment(None, pk) if kind == "comment" else get_idea(None, pk)


def _require_pace(request: HttpRequest) -> None:
    key = "contact:" + digest(request.META.get("REMOTE_ADDR", ""))
    cache.add(key, 0, STRANGERS_SECONDS)
    if cache.incr(key) > STRANGERS_MOST:
        raise TooFast(_("That were many reports. Please wait a while."), wait=STRANGERS_SECONDS)
