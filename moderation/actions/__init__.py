"""Writes of moderation, one module per kind of verb."""

from moderation.actions.appeal import decide_appeal, object_to
from moderation.actions.bulk import decide_many
from moderation.actions.cases import claim_case, pass_on_case, release_case
from moderation.actions.decide import Verdict, decide
from moderation.actions.direct import hide_at_once, moderate
from moderation.actions.report import report
from moderation.actions.undo import undo_decision

__all__ = [
    "Verdict",
    "claim_case",
    "decide",
    "decide_appeal",
    "decide_many",
    "hide_at_once",
    "moderate",
    "object_to",
    "pass_on_case",
    "release_case",
    "report",
    "undo_decision",
]
