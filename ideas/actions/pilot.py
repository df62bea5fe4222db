"""Moving a pilot along its track, each step with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.access import can_set_stage
from ideas.actions.content import streams_of
from ideas.actions.write import locked
from ideas.models import Idea, PilotPlan, Stage, StageChange
from live.record import record
from members.access import require_part
from members.models import Member


@transaction.atomic
def set_stage(*, actor: Member, idea: Idea, stage: str, reason: str, before: str) -> StageChange:
    """Set the stage of a pilot; `before` is the stage that the actor had in front of them."""
    require_part(actor)
    idea = locked(idea)
    if not can_set_stage(actor, idea):
        raise Forbidden
    plan = PilotPlan.objects.filter(idea=idea).first()
    if plan is None:
        raise Refused(_("This idea has no pilot plan yet."))
    if plan.stage != before:
        raise Conflict(_("The stage was changed meanwhile."))
    if stage == plan.stage:
        raise Refused(_("The pilot is already at this stage."), field="stage")
    change = StageChange.objects.create(
        plan=plan, member=actor, before=plan.stage, after=stage, reason=reason
    )
    plan.stage = stage
    if stage not in (Stage.PAUSED, Stage.ENDED):
        plan.reached = stage
    plan.save(update_fields=["stage", "reached"])
    record("stage.set", streams=streams_of(idea), actor=actor, obj=idea)
    return change
