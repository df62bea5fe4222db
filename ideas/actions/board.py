"""Boards: opening one, entrusting it, saying who reads it, and pinning ideas."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from discussions.models import Admission, Thread
from ideaforge.errors import Forbidden, Refused
from ideas.access import audience_of, can_curate
from ideas.actions.content import copy_audience
from ideas.models import ENTRUSTED, Idea, IdeaTopic, Topic
from live.broadcast import recheck
from live.record import open_stream, record
from members.access import require_part
from members.models import Member

PINS = 6  # of one board; more would push everything else off a phone


@transaction.atomic
def open_topic(*, actor: Member | None, name: str, **fields: Any) -> Topic:
    """Open a topic with its board; `actor` is None for commands on the server itself."""
    if actor is not None and not actor.is_office:
        raise Forbidden
    topic: Topic = Topic.objects.create(name=name, **fields)
    open_stream(topic.stream)
    return topic


@transaction.atomic
def entrust(*, actor: Member | None, topic: Topic, moderators: Iterable[Member]) -> None:
    """Entrust a board to these moderators; they moderate its threads from now on."""
    if actor is not None and not actor.is_office:
        raise Forbidden
    before = list(topic.moderators.values_list("pk", flat=True))
    topic.moderators.set(moderators)
    threads = Thread.objects.filter(idea__placements__tag=topic, idea__state__in=ENTRUSTED)
    former = Admission.objects.filter(thread__in=threads, moderates=True)
    former.exclude(member=F("thread__idea__author")).delete()
    former.update(moderates=False)
    rights = IdeaTopic.objects.filter(
        content_object__thread__in=threads, tag__moderators__isnull=False
    ).values_list("content_object__thread", "tag__moderators")
    Admission.objects.bulk_create(
        [Admission(thread_id=t, member_id=m, moderates=True) for t, m in rights.distinct()],
        update_conflicts=True,
        unique_fields=["thread", "member"],
        update_fields=["moderates"],
    )
    transaction.on_commit(lambda: recheck(members=before))


@transaction.atomic
def change_visibility(*, actor: Member, topic: Topic, visibility: str) -> None:
    """Say who reads a board and all that stands on it; who may no longer is cut off at once."""
    if not actor.is_office:
        raise Forbidden
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    topic.visibility = visibility
    topic.version += 1
    topic.save(update_fields=["visibility", "version"])
    by_audience: dict[str, list[int]] = {}
    ideas = Idea.objects.filter(placements__tag=topic).prefetch_related("placements__tag")
    for idea in ideas:
        boards = [placement.tag for placement in idea.placements.all()]
        by_audience.setdefault(audience_of(idea.state, boards), []).append(idea.thread_id)
    for audience, threads in by_audience.items():
        Thread.objects.filter(pk__in=threads).update(audience=audience)
        copy_audience(threads)
    streams = [f"thread-{pk}" for threads in by_audience.values() for pk in threads]
    record("topic.opened", streams=[], actor=actor, obj=topic)
    transaction.on_commit(lambda: recheck(streams=[topic.stream, *streams]))


@transaction.atomic
def pin_idea(*, actor: Member, topic: Topic, idea: Idea, move: str = "") -> None:
    """Pin an idea to its board as the last one, or move a pinned one `up` or `down`."""
    placement = _placement(actor, topic, idea)
    pinned = _pinned(topic)
    if placement.pin is None:
        if len(pinned) >= PINS:
            raise Refused(_("A board has room for %(count)d pinned ideas.") % {"count": PINS})
        last = max((one.pin or 0 for one in pinned), default=0)
        _store(placement, last + 1)
    else:
        _move(pinned, placement, {"up": -1, "down": 1}.get(move, 0))
    record("pin.set", streams=[topic.stream], actor=actor, obj=idea)


@transaction.atomic
def unpin_idea(*, actor: Member, topic: Topic, idea: Idea) -> None:
    """Let an idea stand among the others again."""
    placement = _placement(actor, topic, idea)
    if placement.pin is not None:
        _store(placement, None)
        record("pin.taken", streams=[topic.stream], actor=actor, obj=idea)


def _placement(actor: Member, topic: Topic, idea: Idea) -> IdeaTopic:
    require_part(actor)
    Topic.objects.select_for_update().get(pk=topic.pk)
    if not can_curate(actor, topic):
        raise Forbidden
    placement: IdeaTopic | None = IdeaTopic.objects.filter(tag=topic, content_object=idea).first()
    if placement is None or not idea.is_published:
        raise Refused(_("This idea does not stand on the board."))
    return placement


def _pinned(topic: Topic) -> list[IdeaTopic]:
    return list(topic.placements.filter(pin__isnull=False).order_by("pin", "pk"))


def _move(pinned: list[IdeaTopic], placement: IdeaTopic, by: int) -> None:
    order = [one.pk for one in pinned]
    place = order.index(placement.pk)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    for rank, pk in enumerate(order, start=1):
        IdeaTopic.objects.filter(pk=pk).update(pin=rank)


def _store(placement: IdeaTopic, pin: int | None) -> None:
    IdeaTopic.objects.filter(pk=placement.pk).update(pin=pin)
