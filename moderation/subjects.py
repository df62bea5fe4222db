"""What a case is about: a comment, an idea, or a member with their profile."""

from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discussions.models import Comment, CommentState, Thread
from ideas.models import Idea, State, Topic
from members.models import Member
from moderation.models import Case

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


def standing_of(subject: Subject) -> str:
    """Return in which state the subject is, in words."""
    if isinstance(subject, Comment):
        return str(CommentState(subject.state).label)
    if isinstance(subject, Idea):
        return str(State(subject.state).label)
    return str(_("active") if subject.is_active else _("suspended"))


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
