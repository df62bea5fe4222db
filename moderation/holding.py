"""Held contributions become cases: hears of each in the very transaction that holds it."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from live.models import Activity
from live.record import Account, recorded
from moderation.actions.cases import open_case
from moderation.models import Kind
from moderation.subjects import field_of


@receiver(recorded, dispatch_uid="open_held_case")
def open_held_case(
    activity: Activity, obj: models.Model, account: Account | None, **kwargs: Any
) -> None:
    """Open the case of a contribution that was held back."""
    if activity.verb not in ("comment.held", "idea.held"):
        return
    open_case(
        kind=Kind.HELD,
        actor=None,
        thread=obj.thread,  # type: ignore[attr-defined]
        against=obj.author,  # type: ignore[attr-defined]
        why_held=account.why if account else "",
        **{field_of(obj): obj},  # type: ignore[arg-type]
    )
