"""Short ways to split and bring back, and a small discussion to do it to."""

from typing import Any

from discussions.models import Comment, CommentState, Reaction, Thread
from ideas.actions import (
    Content,
    split_idea,
    unsplit_idea,
)
from ideas.models import Idea
from members.models import Member
from tests.cast import (
    Cast,
    say,
)

WHY = "Das ist ein eigenes Vorhaben."


def split(
    cast: Cast, source: Idea, *comments: Comment, actor: Member | None = None, **content: Any
) -> Idea:
    words = {"title": "Sandsäcke", "text": "Vorrat anlegen.", "topics": [cast.public]} | content
    return split_idea(
        actor=actor or cast.moderator, source=source, comments=[one.pk for one in comments],
        content=Content(**words), reason=WHY,
    )  # fmt: skip


def unsplit(cast: Cast, idea: Idea, actor: Member | None = None) -> Idea:
    fresh = Idea.objects.get(pk=idea.pk)
    return unsplit_idea(
        actor=actor or cast.moderator, split=fresh.split_from, reason="Gehört doch hierher."
    )


def words(idea: Idea) -> list[str]:
    comments = idea.thread.comments.filter(state=CommentState.VISIBLE)
    return list(comments.order_by("place").values_list("text", flat=True))


def talk(cast: Cast, idea: Idea) -> list[Comment]:
    """Return three contributions, with answers below the first and the second."""
    first, second = say(cast.mate, idea, "eins"), say(cast.author, idea, "zwei")
    answer = say(cast.author, idea, "eins eins", parent=first)
    say(cast.mate, idea, "eins eins eins", parent=answer)
    say(cast.office, idea, "zwei eins", parent=second)
    return [first, second, say(cast.mate, idea, "drei")]


def stored() -> dict[str, Any]:
    """Return every stored row of the discussions; the signpost's own row stays as deleted."""
    posts = Comment.objects.filter(text__contains="/ideen/")
    return {
        "comments": list(Comment.objects.exclude(pk__in=posts).order_by("pk").values()),
        "reactions": list(Reaction.objects.order_by("pk").values()),
        "counts": list(Thread.objects.order_by("pk").values("pk", "comment_count")[:1]),
    }
