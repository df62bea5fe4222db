"""What a thread is told: that it exists, who reads, whether it is open, and how fast it goes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access import may_moderate
from discussions.models import Admission, Audience, Thread
from ideaforge.errors import Forbidden, Refused, require_reason
from live.broadcast import recheck
from live.record import open_stream, record
from members.access import require_part
from members.models import Member

SLOWEST = 60  # minutes between two contributions of one member


@transaction.atomic
def open_thread(*, audience: str = Audience.ADMITTED, take_up: str = "") -> Thread:
    """Make a thread and its stream.

    `take_up` is the path of a page on which a contribution, whose number is added, becomes more.
    """
    thread = Thread.objects.create(audience=audience, take_up=take_up)
    open_stream(thread.stream)
    return thread


@transaction.atomic
def admit(
    *,
    thread: Thread,
    audience: str,
    members: Iterable[Member] = (),
    moderators: Iterable[Member] = (),
    guests: Iterable[Member] = (),
    echoes: Iterable[str] = (),
    holds_newcomers: bool = False,
) -> None:
    """Say anew who reads a thread, and where its count shows; who may no longer is cut off."""
    wanted = {member.pk: Admission(as_guest=True) for member in guests}
    wanted |= {member.pk: Admission() for member in members}
    wanted |= {member.pk: Admission(moderates=True) for member in moderators}
    thread.admissions.exclude(member__in=wanted).delete()
    for pk, admission in wanted.items():
        admission.thread, admission.member_id = thread, pk
    Admission.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["thread", "member"],
        update_fields=["moderates", "as_guest"],
    )
    thread.audience, thread.echoes = audience, sorted(echoes)
    thread.holds_newcomers = holds_newcomers
    thread.save(update_fields=["audience", "echoes", "holds_newcomers"])
    transaction.on_commit(lambda: recheck(streams=[thread.stream]))


@transaction.atomic
def close_thread(
    *, actor: Member | None, thread: Thread, because: str, until: datetime | None = None
) -> None:
    """Let nobody write any more, or only after a time; what stands there can still be read.

    `actor` is None where the owner of the thread closes it.
    """
    require_reason(because)
    thread = _entrusted(actor, thread)
    thread.closed_because, thread.closed_until = because, until
    thread.save(update_fields=["closed_because", "closed_until"])
    record("thread.closed", streams=[thread.stream], actor=actor, obj=thread)


@transaction.atomic
def reopen_thread(*, actor: Member | None, thread: Thread) -> None:
    """Let members write again."""
    thread = _entrusted(actor, thread)
    if thread.closed_because:
        thread.closed_because, thread.closed_until = "", None
        thread.save(update_fields=["closed_because", "closed_until"])
        record("thread.reopened", streams=[thread.stream], actor=actor, obj=thread)


@transaction.atomic
def slow_thread(*, actor: Member | None, thread: Thread, minutes: int) -> None:
    """Let each member write once in so many minutes; 0 ends it."""
    thread = _entrusted(actor, thread)
    if not 0 <= minutes <= SLOWEST:
        raise Refused(_("Please choose 1 to %(most)d minutes.") % {"most": SLOWEST})
    if thread.slow_minutes != minutes:
        thread.slow_minutes = minutes
        thread.save(update_fields=["slow_minutes"])
        record("thread.slowed", streams=[thread.stream], actor=actor, obj=thread)


def _entrusted(actor: Member | None, thread: Thread) -> Thread:
    if actor is not None:
        actor = require_part(actor)
    thread = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if actor is not None and not may_moderate(actor, thread):
        raise Forbidden
    return thread
