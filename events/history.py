"""What became of a registration, step by step, as sentences that can be read out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from events.models import Cause, Event, Registration, RegistrationStep, Standing


@dataclass(frozen=True)
class Told:
    """One step: when, and a sentence. `by` names who did it where that is another person."""

    when: datetime
    words: str
    by: str = ""


def own_steps(registration: Registration, event: Event) -> list[Told]:
    """Return the steps of a member's own registration; organisers are not named."""
    return [_told(step, event) for step in registration.steps.all()]


def steps_of(event: Event, registrations: Iterable[Registration]) -> dict[int, list[Told]]:
    """Return the steps of many registrations for the organisers, by number of the registration."""
    told: dict[int, list[Told]] = defaultdict(list)
    rows = RegistrationStep.objects.filter(registration__in=[one.pk for one in registrations])
    for step in rows.select_related("actor", "registration"):
        told[step.registration_id].append(_told(step, event, by=_other(step)))
    return told


def _other(step: RegistrationStep) -> str:
    is_own = step.actor_id in (None, step.registration.member_id)
    return "" if is_own or step.actor is None else step.actor.name


def _told(step: RegistrationStep, event: Event, by: str = "") -> Told:
    return Told(step.created, _words(step, event), by)


def _words(step: RegistrationStep, event: Event) -> str:
    if step.after == Standing.WAITING:
        return _("Place %(number)d on the waiting list") % {"number": step.number or 0}
    if step.after == Standing.OFFERED and step.until is not None:
        until = formats.date_format(step.until.astimezone(event.tz), "DATETIME_FORMAT")
        return _("A place became free; it is kept until %(until)s") % {"until": until}
    if step.after == Standing.REGISTERED:
        accepted = step.before == Standing.OFFERED
        return _("Place accepted, registered") if accepted else _("Registered")
    if step.after == Standing.CANCELLED:
        return _ended(step.cause)
    declined = step.after == Standing.DECLINED
    return _("Place declined") if declined else _("The time for an answer was over; place given on")


def _ended(cause: str) -> str:
    sentences = {
        Cause.ORGANISER: _("Signed off by the organisers"),
        Cause.EVENT: _("The event was called off"),
    }
    return sentences.get(Cause(cause), _("Signed off"))
