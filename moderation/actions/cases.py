"""Opening, claiming and passing on cases; whoever works on one sees when somebody was quicker."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Forbidden, require_reason
from live.record import Account, record
from members.access import require_part
from members.models import Member
from members.telling import tell
from moderation.access import deciders_of, require_deciding
from moderation.models import Case, CaseState, Kind

DESK = "desk-1"  # the stream of every queue: it says that something has changed, and nothing else


def open_case(*, kind: Kind, actor: Member | None, **about: Any) -> Case:
    """Open a case inside the action that gives rise to it, and tell those who may decide it."""
    case = Case.objects.create(kind=kind, **about)
    record("case.opened", streams=[DESK], actor=actor, obj=case)
    if kind != Kind.OFFER:  # of an offer its own letter tells, with the idea's name
        tell(members=deciders_of(case), kind="case", obj=case)
    return case


@transaction.atomic
def claim_case(*, actor: Member, case: Case, version: int) -> Case:
    """Take a case into work, so that others see who is on it."""
    case = locked(actor, case, version)
    case.state, case.claimed_by = CaseState.CLAIMED, actor
    return _store(actor, case, "case.claimed")


@transaction.atomic
def release_case(*, actor: Member, case: Case, version: int) -> Case:
    """Put a case back, so that somebody else can take it."""
    case = locked(actor, case, version)
    case.state, case.claimed_by = CaseState.OPEN, None
    return _store(actor, case, "case.released")


@transaction.atomic
def pass_on_case(*, actor: Member, case: Case, version: int, reason: str) -> Case:
    """Hand a case over to the office, e.g. because a write-stop is wanted."""
    require_reason(reason)
    case = locked(actor, case, version)
    if case.kind == Kind.OFFER:
        raise Forbidden
    place = case.thread.stream if case.thread else ""
    case.state, case.claimed_by, case.thread, case.topic = CaseState.OPEN, None, None, None
    account = Account(why=reason, before=place, after=_("office"), in_public=False)
    case = _store(actor, case, "case.passed_on", account)
    tell(members=deciders_of(case), kind="case", obj=case)
    return case


def close_case(*, actor: Member | None, case: Case) -> None:
    """Mark a case as decided, inside the action that decides it."""
    Case.objects.filter(pk=case.pk).update(
        state=CaseState.DECIDED, decided=timezone.now(), version=F("version") + 1
    )
    case.refresh_from_db(fields=["state", "decided", "version"])
    record("case.decided", streams=[DESK], actor=actor, obj=case)


def locked(actor: Member, case: Case, version: int) -> Case:
    """Return the case as it is now, locked; refuse where somebody has worked on it meanwhile."""
    actor = require_part(actor)
    stored = Case.objects.select_for_update(of=("self",)).select_related("claimed_by", "thread")
    case = stored.get(pk=case.pk)
    require_deciding(actor, case)
    if case.is_decided:
        raise Conflict(_("Somebody has decided this case meanwhile. Nothing was changed by you."))
    if case.version != version:
        raise Conflict(_("Somebody has worked on this case meanwhile. Please look at it again."))
    return case


def _store(actor: Member, case: Case, verb: str, account: Account | None = None) -> Case:
    case.version += 1
    case.save(update_fields=["state", "claimed_by", "thread", "topic", "version"])
    record(verb, streams=[DESK], actor=actor, obj=case, account=account)
    return case
