"""Objections: anybody a decision concerns may object once, and somebody else decides it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideaforge.errors import Forbidden, Refused
from live.record import Account, record
from members.models import Member
from members.telling import tell
from moderation.actions.cases import DESK, close_case, locked, open_case
from moderation.actions.undo import undo_for_appeal
from moderation.measures import put_in_sight
from moderation.models import Appeal, Case, Decision, Kind, Measure
from moderation.subjects import subject_of


@transaction.atomic
def object_to(*, member: Member, decision: Decision, words: str) -> Appeal:
    """Object to a decision about one's own words or account; also while suspended."""
    if decision.against_id != member.pk:
        raise Forbidden
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if why := why_not(decision):
        raise Refused(why)
    if not words:
        raise Refused(_("Please say in a few sentences why."), field="words")
    appeal = Appeal.objects.create(decision=decision, words=words)
    case = decision.case
    open_case(
        kind=Kind.APPEAL, actor=member, decision=decision, against=member,
        thread=case.thread, topic=case.topic,
    )  # fmt: skip
    return appeal


def why_not(decision: Decision) -> str:
    """Return why nobody can object to a decision any more, or empty where they can."""
    if decision.measure == Measure.LEAVE:
        return _("Nothing was done here that one could object to.")
    if decision.undone:
        return _("This decision has been undone already.")
    if Appeal.objects.filter(decision=decision).exists():
        return _("You have objected already. You will hear what comes of it.")
    if decision.created < timezone.now() - timedelta(days=settings.APPEAL_DAYS):
        return _("The time to object is over.")
    return ""


@transaction.atomic
def decide_appeal(*, actor: Member, case: Case, version: int, granted: bool, answer: str) -> Appeal:
    """Grant an objection, which undoes the decision, or dismiss it; both with an answer."""
    case = locked(actor, case, version)
    if case.kind != Kind.APPEAL or case.decision is None:
        raise Forbidden
    if not answer:
        raise Refused(_("Please give the reason; the author reads it."), field="answer")
    appeal = Appeal.objects.select_related("decision__moderator").get(decision=case.decision)
    if granted and not appeal.decision.undone:
        _grant(actor, appeal.decision, answer)
    appeal.is_granted, appeal.answer, appeal.decided_by = granted, answer, actor
    appeal.save(update_fields=["is_granted", "answer", "decided_by"])
    close_case(actor=actor, case=case)
    account = Account(why=answer, member=appeal.decision.against_id, in_public=False)
    verb = "appeal.granted" if granted else "appeal.dismissed"
    record(verb, streams=[DESK], actor=actor, obj=appeal, account=account)
    tell(members=[appeal.decision.against, appeal.decision.moderator], kind="appeal", obj=appeal)
    return appeal


def _grant(actor: Member, decision: Decision, answer: str) -> None:
    undo_for_appeal(actor=actor, decision=decision, reason=answer)
    subject = subject_of(decision.case)
    if decision.measure in (Measure.HIDE, Measure.REMOVE) and subject is not None:
        put_in_sight(actor, subject)
