"""Cases as the queue and their own page show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from discussions.models import Comment
from ideas.models import Idea, Topic
from members.models import Member
from moderation.access import is_partial
from moderation.models import Case, Decision, Kind, Measure, Report, Rule
from moderation.queries import cases_in
from moderation.subjects import Subject, subject_of, words_of
from moderation.words import REASONS

LATE = timedelta(days=2)  # after which a case is marked


@dataclass(frozen=True)
class Row:
    """One case with what moderators need to decide it."""

    case: Case
    subject: Subject | None
    words: str
    title: str  # of the idea in whose discussion it is
    boards: list[Topic]
    rule: Rule | None  # the one most reports name
    is_late: bool
    may_decide: bool

    @property
    def is_quick(self) -> bool:
        """Whether it can be decided from the list."""
        return self.case.kind in (Kind.REPORT, Kind.HELD) and self.may_decide

    @property
    def may_hide(self) -> bool:
        """Whether one tap hides it: there are words to hide, and a rule that was named."""
        return self.is_quick and self.rule is not None and not isinstance(self.subject, Member)

    @property
    def said(self) -> Report | None:
        """The first report, whose sentence stands in the list."""
        return next(iter(self.case.reports.all()), None)

    @property
    def last(self) -> Decision | None:
        """The decision that stands, if there is one."""
        standing = [one for one in self.case.decisions.all() if one.undone is None]
        return standing[-1] if standing else None

    @property
    def url(self) -> str:
        """The address of what it is about."""
        return "" if self.subject is None else self.subject.get_absolute_url()


def rows(member: Member, numbers: Sequence[int]) -> list[Row]:
    """Return the rows of these cases, in this order; a fixed number of queries for any length."""
    return [row_of(member, case) for case in cases_in(list(numbers))]


def row_of(member: Member, case: Case) -> Row:
    """Return the row of one case that was fetched by `cases_in`."""
    subject = subject_of(case)
    idea = _idea_of(subject)
    return Row(
        case=case,
        subject=subject,
        words=words_of(subject),
        title=idea.title if idea is not None else "",
        boards=[p.tag for p in idea.placements.all()] if idea is not None else [],
        rule=main_rule(case),
        is_late=not case.is_decided and case.opened < timezone.now() - LATE,
        may_decide=not case.is_decided and not is_partial(member, case),
    )


def _idea_of(subject: Subject | None) -> Idea | None:
    if isinstance(subject, Comment):
        return getattr(subject.thread, "idea", None)
    return subject if isinstance(subject, Idea) else None


def main_rule(case: Case) -> Rule | None:
    """Return the rule that most reports name."""
    named = Counter(report.rule for report in case.reports.all())
    return Rule(named.most_common(1)[0][0]) if named else None


def first_words(case: Case) -> dict[str, object]:
    """Return what the form of a decision begins with."""
    rule = main_rule(case)
    measure = Measure.LEAVE if case.kind == Kind.HELD else ""
    return {
        "measure": measure,
        "rule": rule or "",
        "reason": REASONS[rule] if rule else "",
        "version": case.version,
    }
