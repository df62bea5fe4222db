"""Undoing a decision, and telling that too."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Refused
from live.record import record
from members.access import require_part
from members.models import Member
from members.telling import tell
from moderation.access import require_deciding
from moderation.actions.cases import DESK
from moderation.actions.decide import account_of, tell_reporters
from moderation.measures import DEEDS
from moderation.models import Case, CaseState, Decision, Measure
from moderation.queries import later_decisions
from moderation.subjects import standing_of, subject_of


@transaction.atomic
def undo_decision(*, actor: Member, decision: Decision, reason: str) -> Decision:
    """Take a decision back; its case is open again, and who heard of it hears of this too."""
    actor = require_part(actor)
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    require_deciding(actor, case)
    decision = _undo(actor, decision, case, reason)
    _reopen(actor, case)
    tell_reporters(case)
    return decision


def undo_for_appeal(*, actor: Member, decision: Decision, reason: str) -> Decision:
    """Take a decision back because an objection was granted; its case stays decided."""
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    return _undo(actor, decision, case, reason)


def _undo(actor: Member, decision: Decision, case: Case, reason: str) -> Decision:
    if not reason:
        raise Refused(_("Please give the reason; the author reads it."), field="reason")
    decision = Decision.objects.select_related("case", "against").get(pk=decision.pk)
    if decision.undone:
        raise Conflict(_("This decision has been undone already."))
    if decision.before.get("erased"):
        raise Refused(_("The time to object is over; what was deleted is erased for good."))
    if later_decisions(decision).exists():
        raise Refused(_("A later decision on the same stands; please undo that one first."))
    subject = subject_of(case)
    assert subject is not None
    before = standing_of(subject, decision.measure)
    DEEDS[Measure(decision.measure)].undo(actor, subject, decision)
    decision.undone, decision.undone_by, decision.undone_because = timezone.now(), actor, reason
    decision.save(update_fields=["undone", "undone_by", "undone_because"])
    after = standing_of(subject, decision.measure)
    account = account_of(decision, before=before, after=after, why=reason)
    record("decision.undone", streams=[DESK], actor=actor, obj=decision, account=account)
    if decision.measure != Measure.LEAVE:
        tell(members=[decision.against], kind="undone", obj=decision)
    return decision


def _reopen(actor: Member, case: Case) -> None:
    try:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(
                state=CaseState.OPEN, decided=None, claimed_by=None, version=F("version") + 1
            )
    except IntegrityError:
        return  # the same thing was reported anew: that case is open already
    record("case.reopened", streams=[DESK], actor=actor, obj=case)
