"""The history of an idea: versions of its words and the steps of its pilot, as one list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.encoding import force_str
from django.utils.html import escape

from ideaforge.diff import word_diff
from ideas.models import Idea, Merge, PilotPlan, StageChange

WORDS = ("title", "text")
PLAN = ("need", "goal", "approach", "partners", "time_frame", "success", "reuse")


@dataclass(frozen=True)
class Change:
    """One entry: who changed what when; `fields` holds label and marked-up difference."""

    when: datetime
    who: object
    kind: str  # "text", "plan", "stage", "merge" or "parting"
    fields: list[dict[str, str]]
    reason: str = ""
    before: str = ""
    after: str = ""


def changes_of(idea: Idea) -> list[Change]:
    """Return every change of a published idea, newest first."""
    changes = _versions(idea.history, Idea, WORDS, "text", idea.published)
    plan = PilotPlan.objects.filter(pk=idea.pk).first()
    if plan is not None:
        changes += _versions(plan.history, PilotPlan, PLAN, "plan", idea.published)
    steps = StageChange.objects.filter(plan=idea.pk).select_related("member")
    changes += [_step(step) for step in steps]
    changes += _merges(idea)
    return sorted(changes, key=lambda change: change.when, reverse=True)


def _merges(idea: Idea) -> list[Change]:
    rows = Merge.objects.filter(kept=idea).defer("ledger")
    changes = []
    for merge in rows.select_related("gone__pilot", "member", "undone_by"):
        # Of ideas that are two again, each says for itself what it may be read for.
        words = [] if merge.undone else _words_of(merge.gone)
        title = "" if merge.undone else merge.gone.title
        changes.append(
            Change(merge.created, merge.member, "merge", words, merge.reason, before=title)
        )
        if merge.undone:
            why = merge.undone_because
            changes.append(Change(merge.undone, merge.undone_by, "parting", [], why))
    return changes


def _words_of(gone: Idea) -> list[dict[str, str]]:
    plan = getattr(gone, "pilot", None)
    fields = [(gone, name) for name in WORDS] + [(plan, name) for name in PLAN if plan]
    return [
        {
            "label": force_str(row._meta.get_field(name).verbose_name),
            "diff": escape(getattr(row, name)),
        }
        for row, name in fields
        if row is not None and getattr(row, name)
    ]


def _versions(
    history: Any, model: Any, names: tuple[str, ...], kind: str, published: datetime | None
) -> list[Change]:
    rows = list(history.select_related("history_user").order_by("history_date", "history_id"))
    changes = []
    for old, new in zip([None, *rows], rows, strict=False):
        if published is None or new.history_date <= published:
            continue  # what was a draft was nobody's business
        was_draft = old is not None and getattr(old, "state", "") == "draft"
        fields = [] if old is None or was_draft else _differences(old, new, model, names)
        if fields:
            changes.append(Change(new.history_date, new.history_user, kind, fields))
    return changes


def _differences(old: Any, new: Any, model: Any, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {
            "label": force_str(model._meta.get_field(name).verbose_name),
            "diff": word_diff(getattr(old, name), getattr(new, name)),
        }
        for name in names
        if getattr(old, name) != getattr(new, name)
    ]


def _step(step: StageChange) -> Change:
    return Change(
        step.created,
        step.member,
        "stage",
        [],
        reason=step.reason,
        before=step.get_before_display(),
        after=step.get_after_display(),
    )
