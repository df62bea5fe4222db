"""Short ways of the office to merge, rename and order topics."""

from ideas.access import topics_visible_to
from ideas.actions import (
    merge_topics,
    rename_topic,
)
from ideas.models import Topic
from tests.cast import Cast

OFFICE = "/themen/verwalten/"


def merge(cast: Cast, topic: Topic, into: Topic) -> Topic:
    return merge_topics(actor=cast.office, topic=topic, into=into, reason="Gehört zusammen.")


def rename(cast: Cast, topic: Topic, name: str) -> Topic:
    before = Topic.objects.get(pk=topic.pk).name
    return rename_topic(actor=cast.office, topic=topic, name=name, before=before, reason="Klarer.")


def order() -> list[str]:
    return list(topics_visible_to(None).values_list("name", flat=True))
