"""What the organisers ask of everybody who registers: added, changed, ordered, taken out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from events.actions.event import organised
from events.models import Event, FieldKind, Registration, RegistrationField
from ideaforge.errors import Conflict, Refused
from live.record import record
from members.models import Member

FIELDS = 12  # of one event; more is a survey
CHOICES = (FieldKind.ONE, FieldKind.SOME)


@dataclass(frozen=True)
class FieldPlan:
    """Clean words of the form. Options belong to the kinds that choose among several."""

    label: str
    kind: str = FieldKind.TEXT
    options: list[str] = field(default_factory=list)
    is_required: bool = False


@transaction.atomic
def add_field(*, actor: Member, event: Event, plan: FieldPlan) -> RegistrationField:
    """Ask one more thing, after all others."""
    event = organised(actor, event)
    asked = event.fields.count()
    if asked >= FIELDS:
        raise Refused(_("A registration has room for %(count)d questions.") % {"count": FIELDS})
    _require_options(plan)
    stored = RegistrationField(event=event, position=asked + 1)
    _fill(stored, plan)
    stored.save(force_insert=True)
    record("fields.added", streams=[], actor=actor, obj=event)
    return stored


@transaction.atomic
def change_field(*, actor: Member, asked: RegistrationField, plan: FieldPlan) -> None:
    """Change a question; what was answered stays as it was answered."""
    event = organised(actor, asked.event)
    asked = _stored(event, asked)
    _require_options(plan)
    if plan.kind != asked.kind and answers_to(asked):
        raise Refused(
            _("There are answers already, so the kind stays. Please add a new question instead."),
            field="kind",
        )
    _fill(asked, plan)
    asked.save(update_fields=["label", "kind", "options", "is_required"])
    record("fields.changed", streams=[], actor=actor, obj=event)


@transaction.atomic
def move_field(*, actor: Member, asked: RegistrationField, move: str) -> None:
    """Move a question `up` or `down` among the others."""
    event = organised(actor, asked.event)
    order = list(event.fields.all())
    place = order.index(_stored(event, asked))
    target = place + {"up": -1, "down": 1}.get(move, 0)
    if target == place or not 0 <= target < len(order):
        return
    order.insert(target, order.pop(place))
    for position, one in enumerate(order, start=1):
        one.position = position
    RegistrationField.objects.bulk_update(order, ["position"])
    record("fields.ordered", streams=[], actor=actor, obj=event)


@transaction.atomic
def delete_field(*, actor: Member, asked: RegistrationField, answers: int) -> None:
    """Ask no more, and throw the answers away; `answers` is how many the organiser knows of."""
    event = organised(actor, asked.event)
    asked = _stored(event, asked)
    rows = event.registrations.select_for_update(no_key=True).filter(answers__has_key=asked.key)
    answered = list(rows.order_by("pk"))
    if len(answered) > answers:
        raise Conflict(_("Meanwhile more people have answered. Please look again."))
    for registration in answered:
        del registration.answers[asked.key]
    Registration.objects.bulk_update(answered, ["answers"], batch_size=200)
    asked.delete()
    record("fields.deleted", streams=[], actor=actor, obj=event)


@transaction.atomic
def add_usual_fields(*, actor: Member, event: Event) -> None:
    """Ask the usual three things, in the actor's language, where nothing is asked yet."""
    event = organised(actor, event)
    if event.fields.exists():
        return
    for position, plan in enumerate(_usual(event), start=1):
        stored = RegistrationField(event=event, position=position)
        _fill(stored, plan)
        stored.save(force_insert=True)
    record("fields.added", streams=[], actor=actor, obj=event)


def answers_to(asked: RegistrationField) -> int:
    """Return how many have answered a question, whatever became of their registration."""
    return Registration.objects.filter(event=asked.event_id, answers__has_key=asked.key).count()


def _usual(event: Event) -> Iterator[FieldPlan]:
    meals = [_("meat"), _("vegetarian"), _("vegan")]
    yield FieldPlan(_("What would you like to eat?"), FieldKind.ONE, meals)
    yield FieldPlan(_("Do you need anything so that you can take part well?"))
    yield FieldPlan(_("On which days do you come?"), FieldKind.SOME, _days(event), is_required=True)


def _days(event: Event) -> list[str]:
    first, last = (moment.astimezone(event.tz).date() for moment in (event.starts, event.ends))
    days = [first + timedelta(days=number) for number in range(min((last - first).days + 1, 14))]
    return [formats.date_format(day, "l, j. F") for day in days]


def _stored(event: Event, asked: RegistrationField) -> RegistrationField:
    found = event.fields.filter(pk=asked.pk).first()
    if found is None:
        raise Conflict(_("This question is no longer there."))
    return found


def _require_options(plan: FieldPlan) -> None:
    if plan.kind in CHOICES and not plan.options:
        raise Refused(_("Please write what can be chosen, one in a line."), field="options")


def _fill(stored: RegistrationField, plan: FieldPlan) -> None:
    stored.label, stored.kind = plan.label, plan.kind
    stored.options = plan.options if plan.kind in CHOICES else []
    stored.is_required = plan.is_required
