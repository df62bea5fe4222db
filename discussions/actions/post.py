"""Posting a comment: stored once per key, numbered under the lock of its thread."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import require_open, require_readable, require_voice
from discussions.actions.moving import here, where_it_stands
from discussions.actions.pace import require_pace, why_held
from discussions.models import DEPTH, DIGITS, Comment, CommentState, Thread
from ideaforge.errors import Conflict, Refused
from ideaforge.text import handles_in, render
from live.models import Entry
from live.record import Account, record
from members.models import Member
from members.queries import as_links, mentioned

POSTED = ("comment.posted", "comment.held")


@dataclass(frozen=True)
class Posted:
    """A stored comment and its number in the thread's stream; `is_new` unless the key was known."""

    comment: Comment
    n: int
    is_new: bool

    @property
    def is_held(self) -> bool:
        """Whether moderators look at it before others read it."""
        return self.comment.state == CommentState.HELD


@where_it_stands
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
        stored_author = require_voice(author, thread)
        if (known := _known(author, thread, text, key)) is not None:
            return known
        thread = here(Thread.objects.select_for_update(no_key=True).get(pk=thread.pk))
        require_readable(stored_author, thread)
        require_open(thread)
        require_pace(stored_author, thread)
        comment = Comment(
            thread=thread, author=author, key=key, text=text, html=html,
            parent=_parent(thread, parent), place=_place(thread, parent),
        )  # fmt: skip
        held = why_held(stored_author, thread, text)
        comment.state = CommentState.HELD if held else CommentState.VISIBLE
        comment.save(force_insert=True)
        if found:
            comment.mentions.set(found.values())
        _count(thread, seen=not held)
        n = _record(comment, thread, held)
    return Posted(comment, n, is_new=True)


def _record(comment: Comment, thread: Thread, held: str) -> int:
    if held:
        account = Account(why=held, member=comment.author_id, in_public=False)
        streams = [thread.stream]  # boards count what can be read
        made = record(
            "comment.held", streams=streams, actor=comment.author, obj=comment, account=account
        )
    else:
        made = record("comment.posted", streams=thread.streams, actor=comment.author, obj=comment)
    return made[thread.stream]


def _known(author: Member, thread: Thread, text: str, key: UUID) -> Posted | None:
    comment = Comment.objects.filter(author=author, key=key).first()
    if comment is None:
        return None
    first = comment.history.order_by("history_date", "history_id").first()
    # One that moderators have moved was sent to another thread than that where it stands.
    entry = Entry.objects.filter(
        stream=f"thread-{comment.thread_id}",
        activity__verb__in=POSTED,
        activity__object_id=comment.pk,
    ).first()
    is_moved = entry is None
    if (comment.thread_id != thread.pk and not is_moved) or (first or comment).text != text:
        raise Conflict(_("This message was already sent with other words."))
    return Posted(comment, entry.n if entry else 0, is_new=False)


def _parent(thread: Thread, parent: Comment | None) -> Comment | None:
    if parent is not None:
        parent = Comment.objects.get(pk=parent.pk)  # as it is now, under the lock
    if parent is not None and (parent.thread_id != thread.pk or not parent.is_visible):
        raise Refused(_("The contribution that you answer is no longer there."), field="parent")
    return parent


def _place(thread: Thread, parent: Comment | None) -> str:
    above = parent.place if parent else ""
    return above[: (DEPTH - 1) * DIGITS] + f"{thread.numbers_given + 1:0{DIGITS}d}"


def _count(thread: Thread, *, seen: bool) -> None:
    news = {"comment_count": F("comment_count") + 1, "last_activity": timezone.now()}
    Thread.objects.filter(pk=thread.pk).update(
        numbers_given=F("numbers_given") + 1, **(news if seen else {})
    )
