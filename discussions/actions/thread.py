"""What the owner of a thread tells it: that it exists, who reads, and whether it is open."""

from collections.abc import Iterable

from django.db import transaction

from discussions.models import Admission, Audience, Thread
from live.broadcast import recheck
from live.record import open_stream
from members.models import Member


@transaction.atomic
def open_thread(*, audience: str = Audience.ADMITTED) -> Thread:
    """Make a thread and its stream."""
    thread = Thread.objects.create(audience=audience)
    open_stream(thread.stream)
    return thread


@transaction.atomic
def admit(
    *,
    thread: Thread,
    audience: str,
    members: Iterable[Member] = (),
    moderators: Iterable[Member] = (),
    echoes: Iterable[str] = (),
    holds_newcomers: bool = False,
) -> None:
    """Say anew who reads a thread, and where its count shows; who may no longer is cut off."""
    wanted = {member.pk: False for member in members} | {member.pk: True for member in moderators}
    thread.admissions.exclude(member__in=wanted).delete()
    Admission.objects.bulk_create(
        [Admission(thread=thread, member_id=pk, moderates=m) for pk, m in wanted.items()],
        update_conflicts=True,
        unique_fields=["thread", "member"],
        update_fields=["moderates"],
    )
    thread.audience, thread.echoes = audience, sorted(echoes)
    thread.holds_newcomers = holds_newcomers
    thread.save(update_fields=["audience", "echoes", "holds_newcomers"])
    transaction.on_commit(lambda: recheck(streams=[thread.stream]))


@transaction.atomic
def close_thread(*, thread: Thread, because: str) -> None:
    """Let nobody write any more; what stands there can still be read."""
    thread.closed_because = because
    thread.save(update_fields=["closed_because"])


@transaction.atomic
def reopen_thread(*, thread: Thread) -> None:
    """Let members write again."""
    thread.closed_because = ""
    thread.save(update_fields=["closed_because"])
