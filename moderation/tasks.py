"""Work that nobody waits for: mails to people without an account, and erasing what was removed."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task

from live.daily import daily
from members.telling import Letter
from moderation.access import CASE
from moderation.actions.forget import forget_removed
from moderation.letters import outcome
from moderation.models import Case, Report


@daily
@task()
def forget() -> None:
    """Erase what was removed half a year ago and nobody objected to."""
    forget_removed()


@task()
def confirm_receipt(report: int) -> None:
    """Tell a stranger that their report has arrived (Digital Services Act, article 16)."""
    row = Report.objects.get(pk=report)
    words = _("Your report has arrived as number %(number)d. You will hear what comes of it.")
    _send(row.email, Letter(_("Your report has arrived"), words % {"number": row.pk}))


@task()
def write_to_strangers(case: int) -> None:
    """Tell everybody who reported by the contact form what came of it."""
    found = Case.objects.select_related(*CASE).prefetch_related("decisions").get(pk=case)
    letter = Letter(_("What came of your report"), outcome(found))
    for row in found.reports.exclude(email=""):
        _send(row.email, letter)
        Report.objects.filter(pk=row.pk).update(email="")  # as the form has promised


def _send(address: str, letter: Letter) -> None:
    context = {"letter": letter, "site": settings.SITE_URL, "site_name": settings.SITE_NAME}
    EmailMessage(
        subject=f"{settings.SITE_NAME}: {letter.subject}",
        body=render_to_string("mail/to_stranger.txt", context),
        to=[address],
    ).send()
