"""Moderating without a report: so whatever is done to somebody's words has a case and a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access import may_moderate
from discussions.models import Comment, CommentState, Thread
from ideaforge.errors import Conflict, Forbidden
from ideas.actions.write import locked
from ideas.models import Idea
from live.record import record
from members.access import require_part
from members.models import Member
from moderation.actions.cases import DESK
from moderation.actions.decide import Verdict, decide
from moderation.models import Case, Decision, Kind, Measure, Rule
from moderation.queries import UNDECIDED, cases_about
from moderation.subjects import Subject, author_of, field_of, thread_of


@transaction.atomic
def moderate(*, actor: Member, subject: Subject, seen: int, verdict: Verdict) -> Decision:
    """Open a case about something and decide it at once.

    `seen` is the number of cases about it that the actor had in front of them; raises Conflict
    where another was opened meanwhile.
    """
    actor = require_part(actor)
    _lock(actor, subject)
    if cases_about(subject).count() != seen:
        raise Conflict(_("Somebody has worked on this meanwhile. Please look at it again."))
    case = Case.objects.create(
        kind=Kind.REPORT,
        thread=thread_of(subject),
        against=author_of(subject),
        **{field_of(subject): subject},
    )
    record("case.opened", streams=[DESK], actor=actor, obj=case)
    return decide(actor=actor, case=case, version=case.version, verdict=verdict)


@transaction.atomic
def hide_at_once(*, actor: Member, comment: Comment) -> Decision:
    """Hide a comment where there is no time for more, with a reason that says so.

    Raises Conflict where somebody was quicker.
    """
    actor = require_part(actor)
    _lock(actor, comment)
    if not Comment.objects.filter(pk=comment.pk, state=CommentState.VISIBLE).exists():
        raise Conflict(_("Somebody was quicker: this contribution can no longer be read."))
    reason = _("The moderators have hidden it while the event was running.")
    verdict = Verdict(Measure.HIDE, Rule.OTHER, reason)
    known = cases_about(comment)
    if (case := known.filter(state__in=UNDECIDED).first()) is not None:
        return decide(actor=actor, case=case, version=case.version, verdict=verdict)
    return moderate(actor=actor, subject=comment, seen=known.count(), verdict=verdict)


def _lock(actor: Member, subject: Subject) -> None:
    if isinstance(subject, Member):
        Member.objects.select_for_update(no_key=True).get(pk=subject.pk)
        is_entrusted = actor.is_office
    else:
        if isinstance(subject, Idea):
            locked(subject)  # before its thread, as all do who change ideas
        thread = Thread.objects.select_for_update(no_key=True).get(pk=subject.thread_id)
        is_entrusted = may_moderate(actor, thread)
    if not is_entrusted or author_of(subject) == actor:
        raise Forbidden
