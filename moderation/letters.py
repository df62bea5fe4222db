"""What moderation tells people: statements of reasons, outcomes, objections, new cases."""

from collections.abc import Sequence

from django.core import signing
from django.urls import reverse
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from members.models import Notice
from members.telling import Letter, writes
from moderation.access import CASE
from moderation.models import Appeal, Case, Decision, Kind, Measure
from moderation.subjects import name_of, subject_of

SALT = "moderation.appeal"  # of the link by which also suspended members can object


def appeal_url(decision: Decision) -> str:
    """Return the address at which one objects to a decision, without signing in."""
    return reverse("object_to", args=[signing.dumps(decision.pk, salt=SALT)])


def decision_behind(token: str) -> int | None:
    """Return the number of the decision that such an address is about, None for a forged one."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None


DECISION = ("case__comment", "case__idea", "case__member", "moderator", "against")


def _decisions(notices: Sequence[Notice]) -> dict[int, Decision]:
    rows = Decision.objects.select_related(*DECISION)
    return rows.in_bulk([notice.object_id for notice in notices])


@writes("decision")
def statements(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell the author what was decided, by which rule, why, and how to object."""
    found = _decisions(notices)
    return {
        notice.pk: Letter(
            subject=subject_line(found[notice.object_id]),
            words=statement(found[notice.object_id]),
            url=appeal_url(found[notice.object_id]),
            button=_("Object to this decision"),
        )
        for notice in notices
        if notice.object_id in found
    }


def subject_line(decision: Decision) -> str:
    """Return what a decision did, in one line."""
    lines = {
        Measure.LEAVE: _("Your contribution can be read now"),
        Measure.HIDE: _("Your contribution was hidden"),
        Measure.REMOVE: _("Your contribution was removed"),
        Measure.ASK: _("Please change your contribution"),
        Measure.LOCK: _("A discussion was closed"),
        Measure.SLOW: _("A discussion was slowed down"),
        Measure.WARN: _("The moderators have warned you"),
        Measure.SILENCE: _("You may not write for a time"),
        Measure.SUSPEND: _("Your account was suspended"),
    }
    return lines[Measure(decision.measure)]


def statement(decision: Decision) -> str:
    """Return the statement of reasons (Digital Services Act, article 17)."""
    subject = subject_of(decision.case)
    lines = [_("It is about: %(what)s.") % {"what": name_of(subject)}]
    if decision.rule:
        lines.append(_("Rule of the house: %(rule)s.") % {"rule": decision.get_rule_display()})
    if decision.reason:
        lines.append(_("Reason: %(reason)s") % {"reason": decision.reason})
    if decision.until:
        until = formats.date_format(localtime(decision.until), "SHORT_DATETIME_FORMAT")
        lines.append(_("It holds until %(until)s.") % {"until": until})
    if decision.minutes:
        minutes = {"minutes": decision.minutes}
        lines.append(_("Minutes between two contributions: %(minutes)d.") % minutes)
    lines.append(
        _("A person has decided this, not a programme: %(name)s.")
        % {"name": decision.moderator.name}
    )
    lines.append(
        _("You can object within half a year. Somebody else decides on it; it costs nothing.")
    )
    return "\n".join(lines)


@writes("undone")
def undone(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell the author that a decision was taken back."""
    found = _decisions(notices)
    return {
        notice.pk: Letter(
            subject=_("A decision was taken back"),
            words="\n".join(
                [
                    _("It was about: %(what)s.") % {"what": name_of(subject_of(decision.case))},
                    _("The decision was: %(measure)s.")
                    % {"measure": decision.get_measure_display()},
                    _("It no longer holds. Reason: %(reason)s")
                    % {"reason": decision.undone_because},
                ]
            ),
        )
        for notice in notices
        if (decision := found.get(notice.object_id)) is not None
    }


@writes("outcome")
def outcomes(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell a reporter what came of it: whether something was done, not what anybody was told."""
    cases = Case.objects.select_related(*CASE).prefetch_related("decisions")
    found = cases.in_bulk([notice.object_id for notice in notices])
    return {
        notice.pk: Letter(_("What came of your report"), outcome(found[notice.object_id]))
        for notice in notices
        if notice.object_id in found
    }


def outcome(case: Case) -> str:
    """Return what a reporter may know."""
    about = _("You have reported: %(what)s.") % {"what": name_of(subject_of(case))}
    standing = [one for one in case.decisions.all() if one.undone is None]
    if not case.is_decided or not standing:
        said = _("The decision was taken back; the moderators look at it once more.")
    elif standing[-1].measure == Measure.LEAVE:
        said = _("The moderators have looked at it and left it as it is.")
        if standing[-1].reason:
            said += " " + _("Reason: %(reason)s") % {"reason": standing[-1].reason}
    else:
        said = _("The moderators have acted on it. Thank you for looking out.")
    return f"{about}\n{said}"


@writes("appeal")
def answers(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell who objected, and who had decided, how the objection was answered."""
    rows = Appeal.objects.select_related("decided_by", *(f"decision__{name}" for name in DECISION))
    found = rows.in_bulk([notice.object_id for notice in notices])
    return {
        notice.pk: _answer(found[notice.object_id])
        for notice in notices
        if notice.object_id in found and found[notice.object_id].decided_by is not None
    }


def _answer(appeal: Appeal) -> Letter:
    granted = _("The objection was granted; the decision no longer holds.")
    dismissed = _("The objection was dismissed; the decision stands.")
    what = name_of(subject_of(appeal.decision.case))
    words = [
        _("It is about: %(what)s.") % {"what": what},
        granted if appeal.is_granted else dismissed,
        _("Reason: %(reason)s") % {"reason": appeal.answer},
        _("Decided by: %(name)s.") % {"name": appeal.decided_by and appeal.decided_by.name},
    ]
    return Letter(_("Answer to an objection"), "\n".join(words))


@writes("case")
def new_cases(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell moderators that something waits for them; the words themselves stand in the queue."""
    waiting = Case.objects.exclude(state="decided").select_related(*CASE)
    found = waiting.in_bulk([notice.object_id for notice in notices])
    subjects = {
        Kind.REPORT: _("Something was reported"),
        Kind.HELD: _("A contribution waits for you"),
        Kind.APPEAL: _("An objection waits for you"),
    }
    return {
        notice.pk: Letter(
            subject=subjects[Kind(found[notice.object_id].kind)],
            words=_("It is about: %(what)s.")
            % {"what": name_of(subject_of(found[notice.object_id]))},
            url=reverse("case", args=[notice.object_id]),
            button=_("Look at it"),
        )
        for notice in notices
        if notice.object_id in found
    }
