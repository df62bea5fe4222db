"""Registering for an event: a place if one is free, else the end of the waiting list."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from events.access import can_organise, may_register, require_comer
from events.actions.steps import lock_next, locked_event, locked_registration, step
from events.actions.waiting import expire_due, fill_places
from events.models import ALIVE, Cause, Event, Registration, Standing, State
from ideaforge.errors import Conflict, Forbidden, Refused
from live.record import record
from members.models import Member
from members.telling import tell

Answers = Mapping[str, object]  # number of the field -> what was answered


@transaction.atomic
def register(*, member: Member, event: Event, answers: Answers) -> Registration:
    """Take a free place, or join the queue at its end; who has a place or waits stays so.

    A write-stop does not keep anybody from coming: it is about words.
    """
    event = locked_event(event)
    expire_due(event)  # the clock may be a minute late
    fill_places(event)  # who waits comes first, so what is free after this nobody waits for
    registration = locked_registration(event, member=member)
    require_comer(member, event)
    if registration is not None and registration.standing in ALIVE:
        return registration
    _require_open(member, event)
    registration = registration or Registration(event=event, member=member, standing="")
    registration.answers = _asked(event, answers)
    if event.seats_left == 0:
        step(registration, Standing.WAITING, Cause.FULL, actor=member)
        tell(members=[member], kind="registration.waiting", obj=registration)
    else:
        step(registration, Standing.REGISTERED, Cause.OWN, actor=member)
        tell(members=[member], kind="registration.confirmed", obj=registration)
    return registration


@transaction.atomic
def change_answers(*, member: Member, event: Event, answers: Answers) -> Registration:
    """Answer the organisers' questions anew; place and queue stay as they are."""
    event = locked_event(event)
    registration = locked_registration(event, member=member)
    require_comer(member, event)
    if registration is None or registration.standing not in ALIVE:
        raise Conflict(_("You are not registered any more."))
    _require_current(event)
    registration.answers, registration.changed = _asked(event, answers), timezone.now()
    registration.save(update_fields=["answers", "changed"])
    record("answers.changed", streams=[], actor=member, obj=registration)
    return registration


@transaction.atomic
def sign_off(*, actor: Member, registration: Registration) -> Registration:
    """Give a place or a number in the queue back: one's own, or as an organiser another's."""
    event = locked_event(registration.event)
    found = locked_registration(event, pk=registration.pk)
    lock_next(event)
    actor = require_comer(actor, event)
    if found is None:
        raise Conflict(_("This registration is no longer there."))
    is_own = found.member_id == actor.pk
    if not is_own and not can_organise(actor, event):
        raise Forbidden
    if found.standing not in ALIVE:
        return found
    _require_current(event)
    step(found, Standing.CANCELLED, Cause.OWN if is_own else Cause.ORGANISER, actor=actor)
    if not is_own:
        tell(members=[found.member], kind="registration.removed", obj=found)
    fill_places(event)
    return found


def _require_open(member: Member, event: Event) -> None:
    _require_current(event)
    if not may_register(member, event):
        raise Forbidden(_("This event is not open to you."))
    now = timezone.now()
    if event.opens is not None and now < event.opens:
        when = formats.date_format(event.opens.astimezone(event.tz), "DATETIME_FORMAT")
        raise Refused(_("Registration opens on %(when)s.") % {"when": when})
    if event.closes is not None and event.closes <= now:
        raise Refused(_("Registration is closed."))


def _require_current(event: Event) -> None:
    if event.state == State.CANCELLED:
        raise Refused(_("This event was called off."))
    if event.state == State.DRAFT:
        raise Refused(_("This event is not announced yet."))
    if event.ends <= timezone.now():
        raise Refused(_("This event is over."))


def _asked(event: Event, answers: Answers) -> dict[str, object]:
    """Return the answers to what is asked now; refuse where a needed one is missing."""
    kept: dict[str, object] = {}
    for question in event.fields.all():
        key = str(question.pk)
        if key in answers:
            kept[key] = answers[key]
        elif question.is_required:
            raise Refused(
                _("The organisers have added a question: %(label)s") % {"label": question.label},
                field=question.name,
            )
    return kept
