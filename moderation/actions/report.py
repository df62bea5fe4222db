"""Reporting something: several reports of the same thing are one case."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import may_read, require_readable
from discussions.models import Comment, Thread
from ideaforge.errors import Forbidden, Refused, TooFast
from ideas.models import Idea
from live.record import record
from members.access import require_known
from members.models import Member
from moderation.actions.cases import DESK, open_case
from moderation.models import Case, CaseState, Kind, Report
from moderation.subjects import Subject, author_of, field_of, thread_of


@transaction.atomic
def report(
    *, reporter: Member | None, subject: Subject, rule: str, words: str, email: str = ""
) -> Report:
    """Report a comment, an idea or a profile; without an account by the contact form.

    Raises Refused where the reporter has reported it already and it is not decided yet.
    """
    if reporter is not None:
        require_known(reporter)
        _require_pace(reporter)
    _require_there(reporter, subject)
    case = _case_about(reporter, subject)
    if reporter is not None and case.reports.filter(reporter=reporter).exists():
        raise Refused(_("You have reported this already. You will hear what comes of it."))
    made = Report.objects.create(case=case, reporter=reporter, email=email, rule=rule, words=words)
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    record("case.reported", streams=[DESK], actor=reporter, obj=case)
    return made


def _require_pace(reporter: Member) -> None:
    most, seconds = settings.REPORT_RATE
    since = timezone.now() - timedelta(seconds=seconds)
    if Report.objects.filter(reporter=reporter, created__gt=since).count() >= most:
        raise TooFast(_("That were many reports. Please wait a while."), wait=seconds // 10)


def _require_there(reporter: Member | None, subject: Subject) -> None:
    if author_of(subject) == reporter:
        raise Refused(_("This is your own. You can change or delete it yourself."))
    if isinstance(subject, Member):
        return
    # Locked, so that the same thing reported twice at once is one case.
    thread = Thread.objects.select_for_update(no_key=True).get(pk=subject.thread_id)
    if reporter is not None:
        require_readable(reporter, thread)
    subject.refresh_from_db()
    gone = not (subject.is_published if isinstance(subject, Idea) else may_read(reporter, subject))
    if gone or (isinstance(subject, Comment) and not subject.is_visible):
        raise Forbidden(_("This is no longer there."))


def _case_about(reporter: Member | None, subject: Subject) -> Case:
    if isinstance(subject, Member):
        Member.objects.select_for_update(no_key=True).get(pk=subject.pk)
    known = Case.objects.select_for_update(no_key=True).filter(
        kind=Kind.REPORT, **{field_of(subject): subject}
    )
    case = known.exclude(state=CaseState.DECIDED).first()
    if case is not None:
        return case
    return open_case(
        kind=Kind.REPORT,
        actor=reporter,
        thread=thread_of(subject),
        against=author_of(subject),
        **{field_of(subject): subject},
    )
