"""Short ways to merge and part, and to look at all that is stored."""

from typing import Any

from django.db.models import QuerySet

from discussions.models import Comment, Reaction, Thread
from ideas.access import listed_on
from ideas.actions import entrust, merge_ideas, part_ideas
from ideas.models import Idea, IdeaTag, IdeaTopic, Merge, PilotPlan, Support
from members.models import Member
from moderation.models import Act
from tests.cast import Cast, make_board, make_idea, make_member

WHY = "Beide wollen denselben Deich."


def merge(cast: Cast, kept: Idea, gone: Idea, actor: Member | None = None) -> Merge:
    return merge_ideas(actor=actor or cast.moderator, kept=kept, gone=gone, reason=WHY)


def part(cast: Cast, merged: Merge, actor: Member | None = None) -> Merge:
    return part_ideas(actor=actor or cast.moderator, merge=merged, reason="Doch zweierlei.")


def stored(*names: str) -> dict[str, list[dict[str, Any]]]:
    """Return every stored row that a merge could touch, but versions, which only rise."""
    models = (Comment, Reaction, Support, IdeaTag, IdeaTopic, Thread, PilotPlan, Idea)
    found = {}
    for model in models:
        rows = list(model._default_manager.order_by("pk").values())
        found[model.__name__] = [
            {k: v for k, v in row.items() if model is not Idea or k != "version"} for row in rows
        ]
    # Tags that came and went have other numbers, but there are none.
    return found


def told_by(*verbs: str) -> QuerySet[Act]:
    """Return the accounts of deeds with these verbs, in order."""
    return Act.objects.filter(activity__verb__in=verbs).order_by("activity")


def titles_on(cast: Cast) -> set[str]:
    return {idea.title for idea in listed_on(cast.public)}


def count(idea: Idea) -> int:
    return Idea.objects.values_list("support_count", flat=True).get(pk=idea.pk)


def rights(cast: Cast) -> dict[str, Member | None]:
    """Everybody, with moderators of the one board only."""
    one, other = make_member("one"), make_member("other")
    entrust(actor=cast.office, topic=cast.public, moderators=[cast.moderator, one])
    second = make_board("Bildung", moderators=[cast.moderator, other])
    make_idea(cast.mate, second, title="Anderswo")
    return {"one": one, "other": other, "author": cast.author, "mate": cast.mate,
            "guest": cast.guest, "moderator": cast.moderator, "office": cast.office}  # fmt: skip
