"""What a case is about: a comment, an idea, or a member with their profile."""

from datetime import datetime

from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discussions.models import Comment, Thread
from ideas.models import Idea, Topic
from members.models import Member
from moderation.models import Case, Measure

Subject = Comment | Idea | Member


def subject_of(case: Case) -> Subject | None:
    """Return what a case is about; offers and objections are about the thing behind them."""
    if case.decision is not None:
        return subject_of(case.decision.case)
    if case.offer is not None:
        return case.offer.idea
    return case.comment or case.idea or case.member


def field_of(subject: Subject) -> str:
    """Return the name of the field of a case that holds the subject."""
    return subject._meta.model_name or ""


def author_of(subject: Subject) -> Member:
    """Return whom a case about the subject concerns."""
    return subject if isinstance(subject, Member) else subject.author


def thread_of(subject: Subject) -> Thread | None:
    """Return the discussion whose moderators decide; profiles are the office's."""
    return None if isinstance(subject, Member) else subject.thread


def board_of(subject: Subject | None) -> Topic | None:
    """Return the first board of the idea that it is about, for the board's log."""
    idea = subject
    if isinstance(subject, Comment):
        idea = getattr(subject.thread, "idea", None)
    if not isinstance(idea, Idea):
        return None
    return Topic.objects.filter(placements__content_object=idea).order_by("placements").first()


def words_of(subject: Subject | None) -> str:
    """Return what the subject says, for those who decide: words of a comment, title, name."""
    if isinstance(subject, Comment):
        return subject.text
    return "" if subject is None else str(subject)


def standing_of(subject: Subject, measure: str) -> str:
    """Return in words, as stored now, what a measure changes: for the log before and after it."""
    author = Member.objects.get(pk=author_of(subject).pk)
    thread = thread_of(subject)
    if measure in (Measure.LOCK, Measure.SLOW) and thread is not None:
        thread.refresh_from_db()
        return _open(thread) if measure == Measure.LOCK else _pace(thread.slow_minutes)
    if measure == Measure.SILENCE:
        until = {"time": _time(author.silent_until)}
        return _("silent until %(time)s") % until if author.silent_until else _("may write")
    if measure == Measure.SUSPEND or isinstance(subject, Member):
        return str(_("active") if author.is_active else _("suspended"))
    subject.refresh_from_db(fields=["state"])
    return str(subject.get_state_display())


def _open(thread: Thread) -> str:
    if not thread.is_closed:
        return _("open")
    if thread.closed_until is None:
        return _("closed")
    return _("closed until %(time)s") % {"time": _time(thread.closed_until)}


def _pace(minutes: int) -> str:
    every = _("one contribution in %(minutes)d minutes") % {"minutes": minutes}
    return every if minutes else _("at any pace")


def _time(when: datetime | None) -> str:
    return formats.date_format(localtime(when), "SHORT_DATETIME_FORMAT") if when else "–"


def name_of(subject: Subject | None) -> str:
    """Return a name without any words of it: what it is, and where."""
    if isinstance(subject, Comment):
        return _("Contribution %(number)d of %(day)s") % _of(subject)
    if isinstance(subject, Idea):
        return _("Idea %(number)d of %(day)s") % _of(subject)
    return _("Profile") if isinstance(subject, Member) else "–"


def _of(subject: Comment | Idea) -> dict[str, object]:
    day = formats.date_format(localtime(subject.created), "SHORT_DATE_FORMAT")
    return {"number": subject.pk, "day": day}
