"""Moving comments: two discussions become one, are parted again, or a branch gets its own thread.

Only thread and place of a comment change; words, authors, states, reactions and links stay. Every
function works on threads that are locked (`lock_threads`), inside the transaction of the action.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discussions.models import DEPTH, DIGITS, Comment, CommentState, Thread
from ideaforge.errors import Conflict
from ideaforge.text import render
from live.record import record
from members.models import Member

BATCH = 300
NEEDED = ("thread", "parent", "author", "place", "state", "created")
T = TypeVar("T")
Places = Mapping[str, str]  # number of a comment -> its place, as JSON keeps it


class Joined(Exception):
    """The thread that was locked has been joined to another meanwhile."""

    def __init__(self, thread: Thread) -> None:
        super().__init__(thread)
        self.thread = thread


def here(thread: Thread) -> Thread:
    """Return the locked thread; raise Joined where its comments stand in another one."""
    if thread.joined is not None:
        raise Joined(thread.joined)
    return thread


def where_it_stands(action: Callable[..., T]) -> Callable[..., T]:
    """Let an action on a thread that was joined begin anew on the other one.

    Anew, because two locks are only ever taken in the order of their numbers.
    """

    @wraps(action)
    def follow(*, thread: Thread, **rest: Any) -> T:
        try:
            return action(thread=thread, **rest)
        except Joined as joined:
            return follow(thread=joined.thread, **rest)

    return follow


def require_unmoved(comment: Comment, thread: Thread) -> None:
    """Refuse where the comment has left the thread that was locked for it."""
    if comment.thread_id != thread.pk:
        raise Conflict(_("This contribution was moved just now. Please try again."))


def lock_threads(*numbers: int) -> dict[int, Thread]:
    """Return threads as they are stored now, locked in the order of their numbers."""
    rows = Thread.objects.select_for_update(no_key=True).filter(pk__in=numbers)
    return {thread.pk: thread for thread in rows.order_by("pk")}


def join_threads(*, kept: Thread, gone: Thread) -> dict[str, Any]:
    """Put both discussions into `kept`, in order of time; return what parting them needs."""
    rows = _rows(kept, gone)
    note = {
        "given": kept.numbers_given,
        "active": kept.last_activity.isoformat(),
        "stayed": {str(row.pk): row.place for row in rows if row.thread_id == kept.pk},
        "moved": {str(row.pk): row.place for row in rows if row.thread_id == gone.pk},
    }
    _store(rows, kept, in_order_of_time(rows))
    kept.numbers_given = len(rows)
    kept.last_activity = max(kept.last_activity, gone.last_activity)
    gone.joined = kept
    _recount(kept, gone)
    return note


def part_threads(*, kept: Thread, gone: Thread, note: Mapping[str, Any]) -> None:
    """Undo `join_threads`: what came meanwhile follows what it answers, the rest stays."""
    rows = _rows(kept)
    moved = with_answers(rows, {int(number) for number in note["moved"]})
    back = [row for row in rows if row.pk in moved]
    stay = [row for row in rows if row.pk not in moved]
    kept.numbers_given = note["given"]
    kept.last_activity = datetime.fromisoformat(note["active"])
    _settle(kept, stay, note["stayed"])
    _settle(gone, back, note["moved"])
    gone.joined = None
    _recount(kept, gone)


def split_off(*, source: Thread, target: Thread, roots: Iterable[int]) -> list[Comment]:
    """Move comments with all that hangs on them to an empty thread; return what was moved.

    They keep their places: what is unique in one thread is unique in a part of it.
    """
    rows = _rows(source)
    moved = with_answers(rows, set(roots))
    branch = [row for row in rows if row.pk in moved]
    _store(branch, target, {row.pk: row.place for row in branch})
    target.numbers_given = source.numbers_given
    target.last_activity = max([target.last_activity, *(row.created for row in branch)])
    _recount(source, target)
    return branch


def bring_back(*, source: Thread, branch: Thread, since: datetime, signpost: int) -> list[Comment]:
    """Undo `split_off`: return what is back. What came `since`, and the signpost, comes last.

    Where the thread was put in order anew meanwhile, everything stands in order of time.
    """
    rows = _rows(source, branch)
    back = [row for row in rows if row.thread_id == branch.pk]
    late = with_answers(rows, {signpost, *(row.pk for row in rows if row.created > since)})
    before = {str(row.pk): row.place for row in rows if row.pk not in late}
    if _is_in_order([row for row in rows if row.pk not in late]):
        _settle(source, rows, before)
    else:
        _store(rows, source, in_order_of_time(rows))
        source.numbers_given = len(rows)
    _recount(source, branch)
    return back


def put_comment(*, author: Member, thread: Thread, place: str, text: str) -> Comment:
    """Store a comment at a free place, e.g. a signpost where others have stood."""
    comment = Comment(
        thread=thread, author=author, key=uuid4(), text=text, html=render(text), place=place
    )
    comment.save(force_insert=True)
    thread.last_activity = comment.created
    _recount(thread)
    record("comment.posted", streams=thread.streams, actor=author, obj=comment)
    return comment


def take_away(*, actor: Member, comment: Comment) -> None:
    """Delete what `put_comment` has stored; a stub stays where answers hang on it."""
    if comment.state == CommentState.DELETED:
        return
    comment.state, comment.stub = CommentState.DELETED, comment.answers.exists()
    comment.version += 1
    comment.save(update_fields=["state", "stub", "version"])
    thread = Thread.objects.get(pk=comment.thread_id)
    _recount(thread)
    record("comment.deleted", streams=thread.streams, actor=actor, obj=comment)


def in_order_of_time(rows: Sequence[Comment]) -> dict[int, str]:
    """Return the place of each comment: numbered by time, and never before what it answers."""
    by_number = {row.pk: row for row in rows}
    moments: dict[int, tuple[datetime, int]] = {}

    def moment(row: Comment) -> tuple[datetime, int]:
        chain = [row]
        while chain[-1].pk not in moments and chain[-1].parent_id in by_number:
            chain.append(by_number[chain[-1].parent_id])
        for one in reversed(chain):
            above = moments.get(one.parent_id or 0)
            own = (one.created, 0)
            moments.setdefault(one.pk, max(own, (above[0], above[1] + 1)) if above else own)
        return moments[row.pk]

    places: dict[int, str] = {}
    for number, row in enumerate(sorted(rows, key=lambda row: (*moment(row), row.pk)), start=1):
        places[row.pk] = below(places.get(row.parent_id or 0, ""), number)
    return places


def below(above: str, number: int) -> str:
    """Return the place of a comment with this number under another one, or at the top."""
    return above[: (DEPTH - 1) * DIGITS] + f"{number:0{DIGITS}d}"


def with_answers(rows: Sequence[Comment], numbers: set[int]) -> set[int]:
    """Return these comments and everything that hangs on them."""
    answers: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        answers[row.parent_id].append(row.pk)
    found: set[int] = set()
    todo = [row.pk for row in rows if row.pk in numbers]
    while todo:
        found.add(pk := todo.pop())
        todo += answers[pk]
    return found


def _rows(*threads: Thread) -> list[Comment]:
    rows: QuerySet[Comment] = Comment.objects.filter(thread__in=threads)
    return list(rows.only(*NEEDED).order_by("pk"))


def _number(row: Comment) -> str:
    return row.place[-DIGITS:]


def _settle(thread: Thread, rows: Sequence[Comment], before: Places) -> None:
    """Put comments where they stood before; the others are numbered after all that were given."""
    places = {row.pk: before[str(row.pk)] for row in rows if str(row.pk) in before}
    order = in_order_of_time(rows)
    fresh = [row for row in rows if row.pk not in places]
    for row in sorted(fresh, key=lambda row: order[row.pk][-DIGITS:]):
        thread.numbers_given += 1
        places[row.pk] = below(places.get(row.parent_id or 0, ""), thread.numbers_given)
        if row.is_visible:
            thread.last_activity = max(thread.last_activity, row.created)
    _store(rows, thread, places)


def _is_in_order(rows: Sequence[Comment]) -> bool:
    numbers = [_number(row) for row in rows]
    roots = sorted((row for row in rows if row.parent_id is None), key=_number)
    times = [row.created for row in roots]
    return len(set(numbers)) == len(numbers) and times == sorted(times)


def _store(rows: Sequence[Comment], thread: Thread, places: Mapping[int, str]) -> None:
    changed = []
    for row in rows:
        if (row.thread_id, row.place) != (thread.pk, places[row.pk]):
            row.thread, row.place = thread, places[row.pk]
            changed.append(row)
    Comment.objects.bulk_update(changed, ["thread", "place"], batch_size=BATCH)


def _recount(*threads: Thread) -> None:
    for thread in threads:
        seen = thread.comments.filter(state=CommentState.VISIBLE)
        thread.comment_count = seen.count()
        thread.save(update_fields=["comment_count", "numbers_given", "last_activity", "joined"])
