"""Deciding a case: the measure, its statement of reasons, and who hears of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.actions.thread import SLOWEST
from ideaforge.errors import Forbidden, Refused
from live.record import Account, record
from members.models import Member
from members.telling import tell
from moderation.actions.cases import DESK, close_case, locked
from moderation.measures import DEEDS, measures_for
from moderation.models import Case, Decision, Kind, Measure, Rule
from moderation.subjects import author_of, board_of, standing_of, subject_of


@dataclass(frozen=True)
class Verdict:
    """What a moderator has decided, as a form has it; times are aware, `minutes` of slow mode."""

    measure: str
    rule: str = ""
    reason: str = ""
    until: datetime | None = None
    minutes: int | None = None


@transaction.atomic
def decide(*, actor: Member, case: Case, version: int, verdict: Verdict) -> Decision:
    """Decide a case and carry the measure out; its author and those who reported it are told.

    Raises Conflict where somebody has worked on the case meanwhile, Refused for an incomplete
    verdict, Forbidden for what the actor may not decide.
    """
    case = locked(actor, case, version)
    subject = subject_of(case)
    if verdict.measure not in measures_for(actor, case) or subject is None:
        raise Forbidden
    _require_complete(verdict)
    decision = Decision(case=case, moderator=actor, against=author_of(subject), **vars(verdict))
    before = standing_of(subject, verdict.measure)
    decision.before = DEEDS[Measure(verdict.measure)].do(actor, subject, decision)
    decision.save()
    close_case(actor=actor, case=case)
    after = standing_of(subject, verdict.measure)
    account = account_of(decision, before=before, after=after)
    record("decision.made", streams=[DESK], actor=actor, obj=decision, account=account)
    if verdict.measure != Measure.LEAVE or case.kind == Kind.HELD:
        tell(members=[decision.against], kind="decision", obj=decision)
    tell_reporters(case)
    return decision


def account_of(decision: Decision, *, before: str, after: str, why: str = "") -> Account:
    """Return what a decision answers for; its board keeps it in public, without names."""
    board = board_of(subject_of(decision.case))
    return Account(
        why=why or decision.reason,
        before=before,
        after=after,
        place=board.stream if board else "",
        member=decision.against_id,
        in_public=board is not None and decision.measure != Measure.LEAVE,
    )


def tell_reporters(case: Case) -> None:
    """Tell everybody who has reported it what came of it; those without an account by mail."""
    tell(members=[row.reporter for row in case.reports.select_related("reporter")],
         kind="outcome", obj=case)  # fmt: skip
    addresses = list(case.reports.exclude(email="").values_list("email", flat=True))
    if addresses:
        transaction.on_commit(lambda: _write_to_strangers(case.pk))


def _write_to_strangers(case: int) -> None:
    from moderation.tasks import write_to_strangers

    write_to_strangers.enqueue(case)


def _require_complete(verdict: Verdict) -> None:
    if verdict.measure == Measure.LEAVE:
        return
    if verdict.rule not in Rule.values:
        raise Refused(_("Please choose the rule that it rests on."), field="rule")
    if not verdict.reason:
        raise Refused(_("Please give the reason; the author reads it."), field="reason")
    if verdict.measure == Measure.SLOW and not 1 <= (verdict.minutes or 0) <= SLOWEST:
        raise Refused(
            _("Please choose 1 to %(most)d minutes.") % {"most": SLOWEST}, field="minutes"
        )
    if verdict.measure == Measure.SILENCE and verdict.until is None:
        raise Refused(_("Please say until when."), field="until")
    if verdict.until is not None and verdict.until <= timezone.now():
        raise Refused(_("Please choose a time that is still to come."), field="until")
