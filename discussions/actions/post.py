"""Posting a comment: stored once per key, numbered under the lock of its thread."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import require_open, require_readable
from discussions.models import DEPTH, DIGITS, Comment, Thread
from ideaforge.errors import Conflict, Refused, TooFast
from ideaforge.text import handles_in, render
from live.models import Entry
from live.record import record
from members.access import require_part
from members.models import Member
from members.queries import as_links, mentioned


@dataclass(frozen=True)
class Posted:
    """A stored comment and its number in the thread's stream; `is_new` unless the key was known."""

    comment: Comment
    n: int
    is_new: bool


def post_comment(
    *, author: Member, thread: Thread, text: str, key: UUID, parent: Comment | None = None
) -> Posted:
    """Store a comment, or return the one that the same key has stored.

    `text` is clean and within its length (the form's work). Raises Conflict for a known key with
    another text, Forbidden where the author may not write, TooFast above the shipped rates.
    """
    found = mentioned(handles_in(text))
    html = render(text, as_links(found))
    with transaction.atomic():
        stored_author = require_part(author)
        if (known := _known(author, thread, text, key)) is not None:
            return known
        thread = Thread.objects.select_for_update().get(pk=thread.pk)
        require_readable(stored_author, thread)
        require_open(thread)
        _require_slow(author)
        comment = Comment(
            thread=thread, author=author, key=key, text=text, html=html,
            parent=_parent(thread, parent), place=_place(thread, parent),
        )  # fmt: skip
        comment.save(force_insert=True)
        if found:
            comment.mentions.set(found.values())
        _count(thread)
        n = record("comment.posted", streams=thread.streams, actor=author, obj=comment)[
            thread.stream
        ]
    return Posted(comment, n, is_new=True)


def _known(author: Member, thread: Thread, text: str, key: UUID) -> Posted | None:
    comment = Comment.objects.filter(author=author, key=key).first()
    if comment is None:
        return None
    first = comment.history.order_by("history_date", "history_id").first()
    if comment.thread_id != thread.pk or (first or comment).text != text:
        raise Conflict(_("This message was already sent with other words."))
    entry = Entry.objects.get(
        stream=thread.stream, activity__verb="comment.posted", activity__object_id=comment.pk
    )
    return Posted(comment, entry.n, is_new=False)


def _require_slow(author: Member) -> None:
    if not settings.COMMENT_RATES:
        return
    now = timezone.now()
    counts = {
        f"within_{seconds}": Count("pk", filter=Q(created__gt=now - timedelta(seconds=seconds)))
        for seconds, _most in settings.COMMENT_RATES
    }
    longest = max(seconds for seconds, _most in settings.COMMENT_RATES)
    recent = Comment.objects.filter(
        author=author, created__gt=now - timedelta(seconds=longest), created__lte=now
    ).aggregate(**counts)
    for seconds, most in settings.COMMENT_RATES:
        if recent[f"within_{seconds}"] >= most:
            raise TooFast(
                _("That was quick. Please wait a moment; your text is kept."), wait=seconds
            )


def _parent(thread: Thread, parent: Comment | None) -> Comment | None:
    if parent is not None:
        parent = Comment.objects.get(pk=parent.pk)  # as it is now, under the lock
    if parent is not None and (parent.thread_id != thread.pk or not parent.is_visible):
        raise Refused(_("The contribution that you answer is no longer there."), field="parent")
    return parent


def _place(thread: Thread, parent: Comment | None) -> str:
    above = parent.place if parent else ""
    return above[: (DEPTH - 1) * DIGITS] + f"{thread.numbers_given + 1:0{DIGITS}d}"


def _count(thread: Thread) -> None:
    Thread.objects.filter(pk=thread.pk).update(
        comment_count=F("comment_count") + 1,
        numbers_given=F("numbers_given") + 1,
        last_activity=timezone.now(),
    )
