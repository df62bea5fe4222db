"""Boards: opening one, entrusting it, and saying who reads it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from discussions.models import Admission, Thread
from ideaforge.errors import Forbidden
from ideas.access import audience_of, can_set_readers
from ideas.actions.content import copy_audience
from ideas.actions.curating import account, curated
from ideas.models import ENTRUSTED, Idea, IdeaTopic, Topic, Visibility
from live.broadcast import recheck
from live.record import open_stream, record
from members.models import Member


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
    # Read first: a database that has not counted its rows yet joins it all for every admission.
    found = Thread.objects.filter(idea__placements__tag=topic, idea__state__in=ENTRUSTED)
    threads = list(found.values_list("pk", flat=True))
    own = Idea.objects.filter(thread=OuterRef("thread"), author=OuterRef("member"))
    former = Admission.objects.filter(thread__in=threads, moderates=True)
    former.filter(~Exists(own)).delete()
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
    if after != before:
        told = account(topic, reason, ", ".join(before.values()), ", ".join(after.values()))
        record("board.entrusted", streams=[topic.stream], actor=actor, obj=topic, account=told)
    transaction.on_commit(lambda: recheck(members=list(before)))


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
    streams = _tell_threads(topic)
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


def _tell_threads(topic: Topic) -> list[str]:
    by_audience: dict[str, list[int]] = {}
    ideas = Idea.objects.filter(placements__tag=topic).prefetch_related("placements__tag")
    for idea in ideas:
        boards = [placement.tag for placement in idea.placements.all()]
        by_audience.setdefault(audience_of(idea.state, boards), []).append(idea.thread_id)
    for audience, threads in by_audience.items():
        Thread.objects.filter(pk__in=threads).update(audience=audience)
        copy_audience(threads)
    return [f"thread-{pk}" for threads in by_audience.values() for pk in threads]
