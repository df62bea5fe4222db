"""Merging a topic into another one: everything that stands on its board moves over.

The merged topic stays as a row, because the log names it, but has no board any more: its own
address stands among the former ones of the other topic and leads there.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Refused
from ideas.access import LISTED_ON
from ideas.actions.curating import account
from ideas.actions.move import withdraw_offers
from ideas.actions.office import lock_with_ideas, require_office
from ideas.actions.threads import tell_threads
from ideas.actions.topics import streams_beside
from ideas.models import FormerTag, FormerTopic, Idea, IdeaTopic, Topic, Visibility
from live.broadcast import recheck
from live.record import record
from members.models import Member

NAME = 100  # characters


@transaction.atomic
def merge_topics(*, actor: Member, topic: Topic, into: Topic, reason: str) -> Topic:
    """Put all that stands on one board onto another; return the topic that stays.

    It keeps its pins, sections and moderators, and is read by those only who could read both.
    """
    require_office(actor)
    placed = IdeaTopic.objects.filter(tag__in=[topic, into])
    topics = lock_with_ideas(lambda: placed.values_list("content_object", flat=True))
    topic, into = _require_two(topics, topic, into)
    before = " + ".join(_words(one) for one in (topic, into))
    former = list(topic.moderators.values_list("pk", flat=True))
    moved = _move_placements(topic, into)
    # An idea is as open as the least open of its boards, so what moves over never opens up.
    into.visibility = stricter(topic, into)
    into.version += 1
    into.save(update_fields=["visibility", "version"])
    gone, streams = topic.stream, streams_beside(into)
    offers = Q(source=topic) | Q(target=topic)
    withdraw_offers(actor=actor, of=offers, because=_leads_on(topic, into))
    _leave_signpost(topic, into)
    threads = tell_threads({*moved, *into.placements.values_list("content_object", flat=True)})
    told = account(into, reason, before, _words(into))
    record("topic.merged", streams=[gone, *streams], actor=actor, obj=into, account=told)
    transaction.on_commit(lambda: recheck(members=former, streams=[gone, *streams, *threads]))
    return into


def stricter(*topics: Topic) -> str:
    """Return the visibility of the board that the fewest may read."""
    order = list(LISTED_ON)  # from the most open to the least
    return order[max(order.index(Visibility(topic.visibility)) for topic in topics)]


def _require_two(topics: list[Topic], topic: Topic, into: Topic) -> tuple[Topic, Topic]:
    known = {one.pk: one for one in topics}
    if topic.pk not in known:
        raise Conflict(_("This topic was merged with another one meanwhile."))
    target = known.get(into.pk)
    if target is None or target.pk == topic.pk or target.archived is not None:
        raise Refused(_("Please choose another topic that is open."), field="into")
    return known[topic.pk], target


def _move_placements(topic: Topic, into: Topic) -> Sequence[int]:
    moved = list(topic.placements.values_list("content_object", flat=True))
    twice = IdeaTopic.objects.filter(tag=into).values("content_object")
    topic.placements.filter(content_object__in=twice).delete()
    # In place, so that a topic that led an idea is followed by the one that it is now.
    topic.placements.update(
        tag=into, pin=None, section=None, is_featured=False, featured_because=""
    )
    Idea.objects.filter(pk__in=moved).update(version=F("version") + 1)
    return moved


def _leave_signpost(topic: Topic, into: Topic) -> None:
    FormerTopic.objects.filter(topic=topic).update(topic=into)
    FormerTopic.objects.create(slug=topic.slug, topic=into)
    FormerTag.objects.filter(topic=topic).update(topic=into)
    # The name is free again for a new topic; the address is not, it leads on for ever.
    topic.name = f"{topic.name[: NAME - 14]} ({topic.pk})"
    topic.archived, topic.archived_because = timezone.now(), _leads_on(topic, into)
    topic.version += 1
    topic.save(update_fields=["name", "archived", "archived_because", "version"])
    topic.moderators.clear()


def _leads_on(topic: Topic, into: Topic) -> str:
    return _("The topic was merged into “%(name)s”.") % {"name": into.name}


def _words(topic: Topic) -> str:
    count = topic.placements.count()
    return f"{topic.name} ({count}, {Visibility(topic.visibility).label})"
