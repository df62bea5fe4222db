"""Short ways to report and decide, through the project's own actions."""

from typing import Any

from members.models import Member, Notice
from moderation import actions
from moderation.actions import Verdict
from moderation.models import Case, Decision, Measure, Rule
from moderation.subjects import Subject


def report(reporter: Member, subject: Subject, words: str = "Bitte ansehen.") -> Case:
    """Report something, and return its case as it is stored."""
    made = actions.report(reporter=reporter, subject=subject, rule=Rule.RESPECT, words=words)
    return Case.objects.get(pk=made.case_id)


def verdict(measure: str = Measure.HIDE, **more: Any) -> Verdict:
    """Return a complete verdict."""
    words = {} if measure == Measure.LEAVE else {"rule": Rule.RESPECT, "reason": "Herabsetzend."}
    return Verdict(measure, **(words | more))


def decide(actor: Member, case: Case, measure: str = Measure.HIDE, **more: Any) -> Decision:
    """Decide a case as it is stored now."""
    case.refresh_from_db()
    made = verdict(measure, **more)
    return actions.decide(actor=actor, case=case, version=case.version, verdict=made)


def told(member: Member) -> list[str]:
    """Return the kinds of what a member was told, oldest first."""
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))
