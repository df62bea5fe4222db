"""What each measure does and how it is undone: the one table that decisions go by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discussions import actions as talk
from discussions.models import Comment, CommentState, Thread
from ideas import actions as ideas
from ideas.models import Idea, State
from members import actions as members
from members.models import Member
from moderation.models import Case, Decision, Kind, Measure
from moderation.subjects import Subject, author_of, subject_of, thread_of

Before = dict[str, Any]  # what undoing needs; stored as JSON


@dataclass(frozen=True)
class Deed:
    """How a measure is carried out and taken back; both act as the moderator."""

    do: Callable[[Member, Subject, Decision], Before]
    undo: Callable[[Member, Subject, Decision], None]


def _nothing(actor: Member, subject: Subject, decision: Decision) -> Before:
    return {}


def _nothing_to_undo(actor: Member, subject: Subject, decision: Decision) -> None:
    return None


def _let_through(actor: Member, subject: Subject, decision: Decision) -> Before:
    before = _state(subject)
    if decision.case.kind == Kind.HELD:
        put_in_sight(actor, subject)
    return before


def _hold_again(actor: Member, subject: Subject, decision: Decision) -> None:
    if decision.before.get("state") == CommentState.HELD:
        _take_out(actor, subject, Measure.HIDE)


def _hide(actor: Member, subject: Subject, decision: Decision) -> Before:
    before = _state(subject)
    _take_out(actor, subject, Measure.HIDE)
    return before


def _remove(actor: Member, subject: Subject, decision: Decision) -> Before:
    before = _state(subject)
    _take_out(actor, subject, Measure.REMOVE)
    return before


def _put_back(actor: Member, subject: Subject, decision: Decision) -> None:
    # What nobody could read before, nobody reads now: its case is open again.
    if decision.before.get("state") in (CommentState.VISIBLE, State.PUBLISHED):
        put_in_sight(actor, subject)
    else:
        _take_out(actor, subject, Measure.HIDE)


def _take_out(actor: Member, subject: Subject, measure: Measure) -> None:
    hides = measure == Measure.HIDE
    if isinstance(subject, Comment):
        (talk.hide_comment if hides else talk.remove_comment)(actor=actor, comment=subject)
    elif isinstance(subject, Idea):
        (ideas.hide_idea if hides else ideas.remove_idea)(actor=actor, idea=subject)


def put_in_sight(actor: Member, subject: Subject) -> None:
    """Let everybody read it again who may read its discussion."""
    if isinstance(subject, Comment):
        talk.show_comment(actor=actor, comment=subject)
    elif isinstance(subject, Idea) and subject.state != State.PUBLISHED:
        ideas.show_idea(actor=actor, idea=subject)


def _state(subject: Subject) -> Before:
    return {} if isinstance(subject, Member) else {"state": str(subject.state)}


def _lock(actor: Member, subject: Subject, decision: Decision) -> Before:
    thread = _thread(subject)
    until = thread.closed_until.isoformat() if thread.closed_until else None
    before = {"because": thread.closed_because, "until": until}
    talk.close_thread(actor=actor, thread=thread, because=decision.reason, until=decision.until)
    return before


def _unlock(actor: Member, subject: Subject, decision: Decision) -> None:
    thread, before = _thread(subject), decision.before
    if not before.get("because"):
        talk.reopen_thread(actor=actor, thread=thread)
        return
    until = datetime.fromisoformat(before["until"]) if before["until"] else None
    talk.close_thread(actor=actor, thread=thread, because=before["because"], until=until)


def _slow(actor: Member, subject: Subject, decision: Decision) -> Before:
    thread = _thread(subject)
    before = {"minutes": thread.slow_minutes}
    talk.slow_thread(actor=actor, thread=thread, minutes=decision.minutes or 0)
    return before


def _quicken(actor: Member, subject: Subject, decision: Decision) -> None:
    minutes = decision.before.get("minutes", 0)
    talk.slow_thread(actor=actor, thread=_thread(subject), minutes=minutes)


def _thread(subject: Subject) -> Thread:
    thread = thread_of(subject)
    assert thread is not None
    return Thread.objects.get(pk=thread.pk)


def _silence(actor: Member, subject: Subject, decision: Decision) -> Before:
    member = author_of(subject)
    until = member.silent_until.isoformat() if member.silent_until else None
    before = {"because": member.silent_because, "until": until}
    members.silence_member(
        actor=actor, member=member, until=decision.until, because=decision.reason
    )
    return before


def _unsilence(actor: Member, subject: Subject, decision: Decision) -> None:
    before = decision.before
    until = datetime.fromisoformat(before["until"]) if before.get("until") else None
    because = before.get("because", "")
    members.silence_member(actor=actor, member=author_of(subject), until=until, because=because)


def _suspend(actor: Member, subject: Subject, decision: Decision) -> Before:
    member = author_of(subject)
    members.suspend_member(actor=actor, member=member)
    return {"active": member.is_active}


def _readmit(actor: Member, subject: Subject, decision: Decision) -> None:
    if decision.before.get("active", True):
        members.readmit_member(actor=actor, member=author_of(subject))


DEEDS = {
    Measure.LEAVE: Deed(_let_through, _hold_again),
    Measure.HIDE: Deed(_hide, _put_back),
    Measure.REMOVE: Deed(_remove, _put_back),
    Measure.ASK: Deed(_nothing, _nothing_to_undo),
    Measure.LOCK: Deed(_lock, _unlock),
    Measure.SLOW: Deed(_slow, _quicken),
    Measure.WARN: Deed(_nothing, _nothing_to_undo),
    Measure.SILENCE: Deed(_silence, _unsilence),
    Measure.SUSPEND: Deed(_suspend, _readmit),
}
OF_WORDS = (Measure.HIDE, Measure.REMOVE, Measure.ASK, Measure.LOCK, Measure.SLOW)
OF_OFFICE = (Measure.SILENCE, Measure.SUSPEND)  # they hold on every board, so no board decides them


def measures_for(member: Member, case: Case) -> list[Measure]:
    """Return what a member may decide on a case, mildest first."""
    subject = subject_of(case)
    if case.kind in (Kind.OFFER, Kind.APPEAL) or subject is None:
        return []
    fitting = [m for m in Measure if m not in OF_WORDS or not isinstance(subject, Member)]
    return [m for m in fitting if m not in OF_OFFICE or member.is_office]
