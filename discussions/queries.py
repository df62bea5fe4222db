"""Page-sized reads: a thread as a page shows it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from discussions.models import DIGITS, Comment, CommentState, Reaction, Thread
from ideaforge.diff import word_diff
from live.record import heads
from members.models import Member

PAGE = 50  # comments of a long thread that a page shows at first


@dataclass(frozen=True)
class Stretch:
    """Neighbouring comments of a thread in order, and how many stand before them."""

    comments: Sequence[Comment]
    earlier: int

    @property
    def first_place(self) -> str:
        """The place of the first comment while there are earlier ones, else empty."""
        return self.comments[0].place if self.earlier else ""


def shown(thread: Thread) -> QuerySet[Comment]:
    """Return what stands in a thread: readable comments, and stubs on which answers hang."""
    return with_names(thread.comments.filter(Q(state=CommentState.VISIBLE) | Q(stub=True)))


def with_names(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Fetch what a comment's fragment names."""
    return comments.select_related("author__municipality", "parent__author", "thread")


def newest(thread: Thread, *, before: str = "", since: str = "") -> Stretch:
    """Return the last comments of a thread, those before a place, or all since a place."""
    comments = shown(thread)
    if before:
        comments = comments.filter(place__lt=before)
    if since:
        stretch = list(comments.filter(place__gte=since).order_by("place"))
    else:
        stretch = list(comments.order_by("-place")[:PAGE])[::-1]
    earlier = comments.filter(place__lt=stretch[0].place).count() if stretch else 0
    return Stretch(stretch, earlier)


@dataclass(frozen=True)
class Branch:
    """A contribution at the top of a thread, and how many answers that can be read hang on it."""

    comment: Comment
    answers: int


def branches(thread: Thread) -> list[Branch]:
    """Return everything that hangs together in a thread, in order; two queries, however long."""
    roots = shown(thread).filter(parent=None).order_by("place")
    below = thread.comments.filter(state=CommentState.VISIBLE, parent__isnull=False)
    counts = Counter(place[:DIGITS] for place in below.values_list("place", flat=True))
    return [Branch(root, counts[root.place[:DIGITS]]) for root in roots]


def own_held(member: Member | None, thread: Thread) -> list[Comment]:
    """Return what the member wrote here and the moderators have not let through yet."""
    if member is None:
        return []
    held = thread.comments.filter(author=member, state=CommentState.HELD)
    return list(held.order_by("place"))


def head_of(thread: Thread) -> int:
    """Return up to which activity a page shows the thread; ask before reading the comments."""
    return heads([thread.stream])[thread.stream]


def reactions_of(member: Member | None, comments: Sequence[Comment]) -> dict[str, list[str]]:
    """Return the member's own reactions by comment number."""
    if member is None or not comments:
        return {}
    mine: dict[str, list[str]] = defaultdict(list)
    rows = Reaction.objects.filter(member=member, comment__in=comments)
    for comment, kind in rows.values_list("comment_id", "kind"):
        mine[str(comment)].append(kind)
    return dict(mine)


@dataclass(frozen=True)
class Change:
    """One version of a comment against the one before it."""

    when: datetime
    diff: str


def text_changes(comment: Comment) -> list[Change]:
    """Return what was changed in the words, newest first, ending with the first version."""
    rows = list(comment.history.order_by("history_date", "history_id"))
    texts = [(row.history_date, row.text) for row in rows]
    steps = zip([(None, ""), *texts], texts, strict=False)
    changed = [Change(when, word_diff(old, new)) for (_, old), (when, new) in steps if old != new]
    return changed[::-1]
