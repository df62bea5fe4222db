"""How comments look in a thread's stream, and who may join it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from discussions.access import may_moderate, may_talk, threads_visible_to
from discussions.actions.pace import slow_words
from discussions.models import Comment, ReactionKind, Thread
from discussions.queries import head_of, newest, own_held, reactions_of, with_names
from live.fragments import kept
from live.reading import read_once
from live.registry import Fragment, audience, shows
from members.access import is_silent
from members.models import Member


@audience("thread")
def readable_threads(member: Member | None, numbers: set[int]) -> set[int]:
    """Return which threads the member may read."""
    found = threads_visible_to(member).filter(pk__in=numbers)
    return set(found.values_list("pk", flat=True))


@shows("thread", "comment")
def comment_fragments(thread_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return comments as they stand in the thread now, with its count."""
    comments = _comments(ids)
    in_place = [comment for comment in comments if comment.is_visible or comment.stub]
    html = dict(zip([c.pk for c in in_place], comment_html(in_place), strict=True))
    also = [count_fragment(_thread(thread_pk))]
    return {
        comment.pk: Fragment(comment.element, html.get(comment.pk), also) for comment in comments
    }


@read_once
def _comments(ids: Sequence[int]) -> list[Comment]:
    return list(with_names(Comment.objects.filter(pk__in=ids)))


@read_once
def _thread(pk: int) -> Thread:
    return Thread.objects.get(pk=pk)


def comment_html(comments: Sequence[Comment]) -> list[str]:
    """Return the kept HTML of comments, the same for every reader."""
    return kept("comment", comments, version=_version, render=_render)


def count_fragment(thread: Thread) -> tuple[str, str]:
    """Return id and HTML of the number of contributions."""
    context = {"thread_pk": thread.pk, "count": thread.comment_count}
    return f"{thread.stream}-count", render_to_string("discussions/_count.html", context).strip()


@shows("thread", "thread")
def thread_states(thread_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return whether the discussion is open, and how fast it may go."""
    threads = Thread.objects.filter(pk__in=ids)
    return {thread.pk: Fragment(*state_part(thread)) for thread in threads}


def state_part(thread: Thread) -> tuple[str, str]:
    """Return id and HTML of what readers are told about a closed or slowed discussion."""
    slow = slow_words(thread.slow_minutes) if thread.slow_minutes else ""
    context = {"thread": thread, "slow": slow}
    return f"{thread.stream}-state", render_to_string("discussions/_state.html", context).strip()


def _version(comment: Comment) -> str:
    answered = comment.parent.author.version if comment.parent else 0
    made = int(comment.created.timestamp())  # a restored backup gives numbers out again
    own = f"{comment.pk}.{made}.{comment.version}.{comment.place}"
    return f"{own}.{comment.author.version}.{answered}"


def _render(comments: Sequence[Comment]) -> list[str]:
    return [
        render_to_string(
            "discussions/_comment.html",
            {"comment": comment, "reactions": reactions_shown(comment)},
        ).strip()
        for comment in comments
    ]


def reactions_shown(comment: Comment) -> list[dict[str, object]]:
    """Return every kind of reaction with its words and count, in a fixed order."""
    return [
        {"kind": kind.value, "label": kind.label, "count": comment.reactions.get(kind.value, 0)}
        for kind in ReactionKind
    ]


@dataclass(frozen=True)
class ThreadPage:
    """A thread as a page shows it: everything up to activity `n`, and what the reader may do."""

    thread: Thread
    n: int
    items: list[str]
    earlier_count: int
    first_place: str
    my_reactions: dict[str, list[str]]
    moderates: bool
    may_post: bool
    is_silent: bool
    own_held: list[Comment]

    @property
    def stream(self) -> str:
        """The name of the thread's stream."""
        return self.thread.stream

    @property
    def state_html(self) -> str:
        """What readers are told about a closed or slowed discussion."""
        return state_part(self.thread)[1]

    @property
    def earlier_url(self) -> str:
        """Where the comments before the first one shown are."""
        return f"{reverse('post_comment', args=[self.thread.pk])}?vor={self.first_place}"


def thread_page(
    member: Member | None,
    thread: Thread,
    *,
    before: str = "",
    since: str = "",
    n: int | None = None,
) -> ThreadPage:
    """Read a stretch of a thread for a page; its length does not add queries.

    `n` is the number of the thread's last activity where it was read before.
    """
    n = head_of(thread) if n is None else n
    stretch = newest(thread, before=before, since=since)
    return ThreadPage(
        thread=thread,
        n=n,
        items=comment_html(stretch.comments),
        earlier_count=stretch.earlier,
        first_place=stretch.first_place,
        my_reactions=reactions_of(member, stretch.comments),
        moderates=may_moderate(member, thread),
        may_post=may_talk(member, thread) and not is_silent(member),
        is_silent=is_silent(member),
        own_held=own_held(member, thread),
    )
