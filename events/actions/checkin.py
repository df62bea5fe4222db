"""The door: people come, go, come back; and what was pressed by mistake is undone.

Two phones may do the same at once. The second one is told who was quicker, and nothing is stored.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from events.access import can_organise
from events.models import Event, Registration, Standing, State
from ideaforge.errors import Conflict, Forbidden, Refused
from live.record import open_stream, record
from members.access import require_known
from members.models import Member

SLIP = timedelta(seconds=5)  # after which a tap was meant for the button that stands there
DOORS = timedelta(hours=24)  # before the event begins; badges are often given out on the eve


@dataclass(frozen=True)
class Passed:
    """A registration as it is stored now; `is_new` unless it stood so before."""

    registration: Registration
    is_new: bool


@transaction.atomic
def check_in(*, actor: Member, registration: Registration) -> Passed:
    """Let somebody in, for the first time or again. Raises Refused for those without a place."""
    stored = _locked(actor, registration)
    _require_place(stored)
    _require_day(stored.event)
    if stored.is_in_hall:
        return Passed(stored, is_new=False)
    if stored.arrived is None:
        stored.arrived = timezone.now()
    stored.left, stored.checked_in_by = None, actor
    return _store(actor, stored, "hall.entered")


@transaction.atomic
def check_out(*, actor: Member, registration: Registration) -> Passed:
    """Note that somebody has left the hall; they may come back.

    Raises Conflict where a colleague has let them in this very moment: two press the same button,
    and under the second finger it has become that for leaving.
    """
    stored = _locked(actor, registration)
    if stored.arrived is None:
        raise Refused(_("%(name)s is not checked in.") % {"name": stored.member.name})
    if stored.left is not None:
        return Passed(stored, is_new=False)
    by = stored.checked_in_by
    if by is not None and by != actor and timezone.now() - stored.arrived < SLIP:
        raise Conflict(
            _("%(name)s is here already, checked in just now by %(by)s.")
            % {"name": stored.member.name, "by": by.name}
        )
    stored.left = timezone.now()
    return _store(actor, stored, "hall.left")


@transaction.atomic
def undo_check_in(*, actor: Member, registration: Registration) -> Passed:
    """Take back a check-in that was a mistake, as if it had never been."""
    stored = _locked(actor, registration)
    if stored.arrived is None:
        return Passed(stored, is_new=False)
    stored.arrived = stored.left = stored.checked_in_by = None
    return _store(actor, stored, "hall.undone")


def _locked(actor: Member, registration: Registration) -> Registration:
    # The event's own row is left alone, so that a full door does not wait for registrations.
    Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    # Only then: who had to wait for the lock would not see whom the other has written beside it.
    rows = Registration.objects.select_related("event", "member", "checked_in_by")
    stored = rows.get(pk=registration.pk)
    if not can_organise(require_known(actor), stored.event):
        raise Forbidden
    return stored


def _require_place(stored: Registration) -> None:
    sentences = {
        Standing.OFFERED: _("%(name)s has not accepted the offered place yet."),
        Standing.WAITING: _("%(name)s is on the waiting list and has no place yet."),
        Standing.DECLINED: _("%(name)s has declined the place."),
        Standing.EXPIRED: _("%(name)s has let the offer of a place run out."),
        Standing.CANCELLED: _("%(name)s has signed off."),
    }
    if stored.standing != Standing.REGISTERED:
        raise Refused(sentences[Standing(stored.standing)] % {"name": stored.member.name})


def _require_day(event: Event) -> None:
    if event.state != State.ANNOUNCED:
        raise Refused(_("This event does not take place."))
    opens = event.starts - DOORS
    if timezone.now() < opens:
        day = formats.date_format(timezone.localtime(opens, event.tz), "SHORT_DATETIME_FORMAT")
        raise Refused(_("The check-in opens on %(day)s.") % {"day": day})


def _store(actor: Member, stored: Registration, verb: str) -> Passed:
    stored.save(update_fields=["arrived", "left", "checked_in_by"])
    stream = stored.event.hall_stream
    open_stream(stream)
    record(verb, streams=[stream], actor=actor, obj=stored)
    return Passed(stored, is_new=True)
