"""Boards: opening one, entrusting it, and saying who reads it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from discussions.models import Thread
from ideaforge.errors import Forbidden
from ideas.access import can_set_readers
from ideas.actions.curating import account, curated
from ideas.actions.threads import BATCH, entrust_threads, tell_threads
from ideas.models import ENTRUSTED, Idea, Topic, Visibility
from live.broadcast import recheck
from live.record import open_stream, record
from members.models import Member, Role


@transaction.atomic
def open_topic(*, actor: Member | None, name: str, **fields: Any) -> Topic:
    """Open a topic with its board; `actor` is None for commands on the server itself."""
    if actor is not None and not actor.is_office:
        raise Forbidden
    topic: Topic = Topic.objects.create(name=name, **fields)
    open_stream(topic.stream)
    return topic


@transaction.atomic
def entrust(
    *, actor: Member | None, topic: Topic, moderators: Iterable[Member], reason: str = ""
) -> None:
    """Entrust a board to these moderators; they moderate its threads from now on."""
    if actor is not None and not actor.is_office:
        raise Forbidden
    before = dict(topic.moderators.values_list("pk", "name"))
    topic.moderators.set(moderators)
    after = dict(topic.moderators.values_list("pk", "name"))
    found = Thread.objects.filter(idea__placements__tag=topic, idea__state__in=ENTRUSTED)
    numbers = list(found.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        entrust_threads(numbers[start : start + BATCH])
    _give_roles({*before, *after})
    if after != before:
        told = account(topic, reason, ", ".join(before.values()), ", ".join(after.values()))
        record("board.entrusted", streams=[topic.stream], actor=actor, obj=topic, account=told)
    transaction.on_commit(lambda: recheck(members=list(before)))


def _give_roles(numbers: Iterable[int]) -> None:
    """Let the role follow: a moderator is who looks after a board, and finds the queue by it."""
    people = Member.objects.filter(pk__in=numbers)
    looks_after = Exists(Topic.moderators.through.objects.filter(member=OuterRef("pk")))
    people.filter(looks_after, role=Role.MEMBER).update(role=Role.MODERATOR)
    people.filter(~looks_after, role=Role.MODERATOR).update(role=Role.MEMBER)


@transaction.atomic
def change_visibility(*, actor: Member, topic: Topic, visibility: str, reason: str = "") -> None:
    """Say who reads a board and all that stands on it; who may no longer is cut off at once."""
    _lock_ideas(topic)
    topic = curated(actor, topic)
    if not can_set_readers(actor, topic, visibility):
        raise Forbidden
    before = topic.visibility
    topic.visibility = visibility
    topic.version += 1
    topic.save(update_fields=["visibility", "version"])
    streams = tell_threads(topic.placements.values_list("content_object", flat=True))
    if before != visibility:
        labels = [str(Visibility(one).label) for one in (before, visibility)]
        # On other boards, too, what also stands here may now be listed, or no more.
        boards = Topic.objects.filter(placements__content_object__placements__tag=topic)
        places = {topic.stream, *(board.stream for board in boards.distinct())}
        told = account(topic, reason, *labels)
        record("reading.changed", streams=places, actor=actor, obj=topic, account=told)
    transaction.on_commit(lambda: recheck(streams=[topic.stream, *streams]))


def _lock_ideas(topic: Topic) -> None:
    # Ideas before boards, as everywhere, so that an edit and this never wait for each other.
    ideas = Idea.objects.select_for_update().filter(placements__tag=topic).order_by("pk")
    list(ideas.values_list("pk", flat=True))
