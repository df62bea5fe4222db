"""The one way to tell a member something: an entry on their page of notices, and a mail.

The rooms register who writes which kind; an inbox can take over here without their knowing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from members.models import Member, Notice


@dataclass(frozen=True)
class File:
    """What is enclosed in a mail."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Letter:
    """What a notice says today: a line, a few sentences, and one way on.

    `files` is asked only when the letter goes out as a mail.
    """

    subject: str
    words: str
    url: str = ""
    button: str = ""
    files: Callable[[], Sequence[File]] = tuple


# Takes many notices of its kinds at once, so that no number of queries grows with their number;
# returns letters by the number of the notice, in the active language. A notice without a letter has
# nothing to say any more.
Writer = Callable[[Sequence[Notice]], dict[int, Letter]]

_writers: dict[str, Writer] = {}


def writes(*kinds: str) -> Callable[[Writer], Writer]:
    """Register who writes the letters of these kinds."""

    def register(function: Writer) -> Writer:
        for kind in kinds:
            _writers[kind] = function
        return function

    return register


def tell(*, members: Iterable[Member | None], kind: str, obj: models.Model) -> None:
    """Tell each of these members once about an object. Must run inside the action's transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("tell() belongs into an action's transaction")
    if kind not in _writers:
        raise KeyError(kind)
    told = {member.pk for member in members if member is not None}
    if not told:
        return
    Notice.objects.bulk_create(
        Notice(member_id=pk, kind=kind, object_id=obj.pk) for pk in sorted(told)
    )
    # Only afterwards: their rows are locked by whatever they do themselves at this moment, and that
    # may be waiting for the action.
    transaction.on_commit(lambda: _count(told), robust=True)
    transaction.on_commit(_post)


def tell_anew(*, members: Iterable[Member], kind: str, obj: models.Model) -> None:
    """Tell of what changes often: a letter that has not gone out yet says the new state anyway."""
    told = list(members)
    # Locked, so that no worker takes such a letter up, with the old state, before the commit.
    waiting = Notice.objects.select_for_update(no_key=True).filter(
        kind=kind, object_id=obj.pk, member__in=told, mailed=None
    )
    hear_anyway = set(waiting.values_list("member_id", flat=True))
    tell(members=[one for one in told if one.pk not in hear_anyway], kind=kind, obj=obj)


@transaction.atomic
def _count(told: set[int]) -> None:
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=told).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    unread = Notice.objects.filter(member=OuterRef("pk"), read=None).order_by().values("member")
    counted = Coalesce(Subquery(unread.annotate(count=Count("pk")).values("count")), 0)
    Member.objects.filter(pk__in=numbers).update(unread=counted)


def _post() -> None:
    from members.tasks import post_letters

    post_letters.enqueue()


def letters(notices: Sequence[Notice]) -> list[tuple[Notice, Letter]]:
    """Return what the notices say today, in their order; those with nothing to say are left out."""
    by_writer: dict[Writer, list[Notice]] = defaultdict(list)
    for notice in notices:
        if (writer := _writers.get(notice.kind)) is not None:
            by_writer[writer].append(notice)
    written: dict[int, Letter] = {}
    for writer, own in by_writer.items():
        written |= writer(own)
    return [(notice, written[notice.pk]) for notice in notices if notice.pk in written]
