"""Work that nobody waits for: what is old and no longer needed is thrown away once a day."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from ideaforge.statistics import refresh_statistics
from live.daily import daily
from members.models import Draft, Notice
from members.telling import Letter, letters

logger = logging.getLogger("members")
DRAFT_KEPT = timedelta(days=90)
AT_ONCE = 100  # letters of one run; the rest follow in the next


@task()
def post_letters() -> None:
    """Send every notice that has not gone out as a mail; one that fails is sent by a later run."""
    waiting = Notice.objects.filter(mailed__isnull=True).order_by("pk")
    batch = list(waiting.select_related("member")[:AT_ONCE])
    # Claimed before it is sent, so that two workers never send the same.
    failed = [
        notice.pk for notice in batch
        if waiting.filter(pk=notice.pk).update(mailed=timezone.now()) and not _is_posted(notice)
    ]  # fmt: skip
    Notice.objects.filter(pk__in=failed).update(mailed=None)
    if len(batch) == AT_ONCE and not failed:
        post_letters.enqueue()


def _is_posted(notice: Notice) -> bool:
    with translation.override(notice.member.language):
        try:
            written = letters([notice])
            if not written or not notice.member.email:
                return True  # nothing to say any more, or nobody to write to
            mail_of(notice, written[0][1]).send()
        except Exception:  # one that cannot be written must not cost the others theirs
            logger.exception("members: the mail of notice %s will be sent later", notice.pk)
            return False
    return True


def mail_of(notice: Notice, letter: Letter) -> EmailMultiAlternatives:
    """Return the letter as a mail: text first, and the same with one button."""
    context = {
        "letter": letter,
        "member": notice.member,
        "site": settings.SITE_URL or "http://localhost:8000",
        "site_name": settings.SITE_NAME,
    }
    mail = EmailMultiAlternatives(
        subject=f"{settings.SITE_NAME}: {letter.subject}",
        body=render_to_string("mail/letter.txt", context),
        to=[str(notice.member.email)],
    )
    mail.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    for file in letter.files():
        mail.attach(file.name, file.content, file.mimetype)
    return mail


@daily
@task()
def tidy_up() -> None:
    """Delete ended sessions, forgotten drafts and old reports; let the database count its rows."""
    call_command("clearsessions")
    Draft.objects.filter(saved__lt=timezone.now() - DRAFT_KEPT).delete()
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
    post_letters.enqueue()
    refresh_statistics()
