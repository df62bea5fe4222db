"""The one place where a deed enters the log. Only actions call it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.dispatch import Signal

from live.broadcast import broadcast
from live.models import Activity, Entry, Stream

# Sent with `activity`, `obj` and `account` inside the transaction of the action.
recorded = Signal()


@dataclass(frozen=True)
class Account:
    """What a deed on behalf of others answers for: why, and what it changed.

    Nothing of it is stored here: a log row holds no text. Who keeps accounts hears `recorded`.
    `place` is the stream of the board it was done on, `member` the key of whom it concerns.
    """

    why: str = ""
    before: str = ""
    after: str = ""
    place: str = ""
    member: int | None = None
    in_public: bool = True


def open_stream(name: str) -> None:
    """Make the counter of a stream; the owner calls it when its object is made."""
    Stream.objects.get_or_create(name=name)


def record(
    verb: str,
    *,
    streams: Iterable[str],
    actor: Any,
    obj: models.Model,
    account: Account | None = None,
) -> dict[str, int]:
    """Write one activity, give it its place in each stream, and broadcast it after the commit.

    `verb` is `<family>.<deed>`; the family names the fragment that shows it. Returns the number
    of the activity in each stream.
    `account` is given by deeds of curation and moderation. Must run inside the transaction of the
    action.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs into an action's transaction"
        )
    activity = Activity.objects.create(
        verb=verb, actor=actor, model=obj._meta.label_lower, object_id=obj.pk
    )
    # In one order everywhere, so that two actions never wait for each other's counters.
    places = {name: _next(name) for name in sorted(set(streams))}
    Entry.objects.bulk_create(
        Entry(stream_id=name, n=n, activity=activity) for name, n in places.items()
    )
    recorded.send(sender=Activity, activity=activity, obj=obj, account=account)
    transaction.on_commit(lambda: broadcast(verb, activity.object_id, places))
    return places


def _next(name: str) -> int:
    # The UPDATE takes the row lock of the stream, so numbers are given out in the order of commits.
    if not Stream.objects.filter(name=name).update(last=F("last") + 1):
        Stream.objects.create(name=name, last=1)
        return 1
    return Stream.objects.values_list("last", flat=True).get(name=name)


def heads(names: Iterable[str]) -> dict[str, int]:
    """Return the number of the last activity of each stream; a stream without any is at 0."""
    known = dict(Stream.objects.filter(name__in=list(names)).values_list("name", "last"))
    return {name: known.get(name, 0) for name in names}
