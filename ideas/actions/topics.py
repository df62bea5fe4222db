"""Topics by the office: a new one, their order, their names, and who looks after them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict
from ideas.actions.board import entrust, open_topic
from ideas.actions.curating import account
from ideas.actions.office import (
    free_slug,
    locked_topics,
    require_free_name,
    require_office,
)
from ideas.models import FormerTopic, Topic
from live.record import record
from members.models import Member


@transaction.atomic
def begin_topic(
    *, actor: Member, name: str, reason: str, moderators: Iterable[Member] = (), **face: str
) -> Topic:
    """Open a topic as the last one and entrust it; `face` are fields of its board."""
    require_office(actor)
    topics = locked_topics()
    require_free_name(name)
    last = max((topic.position for topic in topics), default=0)
    topic = open_topic(actor=actor, name=name, slug=free_slug(name), position=last + 1, **face)
    told = account(topic, reason, after=name)
    record("topic.opened", streams=[], actor=actor, obj=topic, account=told)
    entrust(actor=actor, topic=topic, moderators=moderators, reason=reason)
    return topic


@transaction.atomic
def order_topic(*, actor: Member, topic: Topic, move: str) -> None:
    """Move a topic `up` or `down`; those in the archive stand behind the others by themselves."""
    require_office(actor)
    topics = locked_topics()
    order = [one for one in topics if one.archived is None]
    names = [one.name for one in order]
    place = next((n for n, one in enumerate(order) if one.pk == topic.pk), None)
    target = (place or 0) + {"up": -1, "down": 1}.get(move, 0)
    if place is None or target == place or not 0 <= target < len(order):
        return
    order.insert(target, order.pop(place))
    _number([*order, *(one for one in topics if one.archived is not None)])
    told = account(topic, "", ", ".join(names), ", ".join(one.name for one in order))
    record("topic.ordered", streams=[], actor=actor, obj=topic, account=told)


def _number(topics: list[Topic]) -> None:
    changed = [one for position, one in enumerate(topics, 1) if one.position != position]
    for position, one in enumerate(topics, 1):
        one.position = position
    for one in changed:
        one.version += 1
    Topic.objects.bulk_update(changed, ["position", "version"])


@transaction.atomic
def rename_topic(*, actor: Member, topic: Topic, name: str, before: str, reason: str) -> Topic:
    """Give a topic another name and address; the old address leads to it from now on.

    `before` is the name that the actor had in front of them.
    """
    require_office(actor)
    locked_topics()
    topic = Topic.objects.get(pk=topic.pk)
    if topic.name != before:
        raise Conflict(_("Somebody has changed this topic while you were writing."))
    if name == before:
        return topic
    require_free_name(name, topic)
    former, topic.name, topic.slug = topic.slug, name, free_slug(name, topic)
    topic.version += 1
    topic.save(update_fields=["name", "slug", "version"])
    FormerTopic.objects.filter(slug=topic.slug).delete()
    if former != topic.slug:
        FormerTopic.objects.update_or_create(slug=former, defaults={"topic": topic})
    told = account(topic, reason, before, name)
    record("topic.renamed", streams=streams_beside(topic), actor=actor, obj=topic, account=told)
    return topic


def streams_beside(topic: Topic) -> list[str]:
    """Return the streams of a board, and of those that share an idea with it: cards name both."""
    boards = Topic.objects.filter(placements__content_object__placements__tag=topic).distinct()
    return [topic.stream, *(board.stream for board in boards)]
