"""What the deeds of the office on topics begin with, and how a topic gets its address."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.slugs import german_slug, unused
from ideas.models import FormerTopic, Idea, Topic
from members.access import require_part
from members.models import Member

# Below /themen/ these are pages of their own (ideas/urls.py).
RESERVED = {"angebote", "schlagworte", "verwalten"}
ATTEMPTS = 10  # to lock what others add to


def require_office(actor: Member) -> Member:
    """Return who acts, as stored now; refuse everybody who is not from the office."""
    stored = require_part(actor)
    if not stored.is_office:
        raise Forbidden
    return stored


def locked_topics() -> list[Topic]:
    """Return every topic that has a board, in order, locked; those that were merged have none."""
    merged = set(FormerTopic.objects.values_list("slug", flat=True))
    topics = list(Topic.objects.select_for_update().order_by("pk"))
    known = [topic for topic in topics if topic.slug not in merged]
    return sorted(known, key=lambda topic: (topic.position, topic.name))


class _Joined(Exception):
    """An idea has come to what is to be locked as a whole."""


def lock_with_ideas(ideas: Callable[[], QuerySet[Any, int]]) -> list[Topic]:
    """Lock ideas by their numbers and then every topic; begin again where another idea has come.

    Ideas before boards, as everywhere, so that an edit and this never wait for each other.
    """
    for _attempt in range(ATTEMPTS):
        with suppress(_Joined), transaction.atomic():  # giving up gives the locks back
            rows = Idea.objects.select_for_update().filter(pk__in=ideas()).order_by("pk")
            held = set(rows.values_list("pk", flat=True))
            topics = locked_topics()
            if not held.issuperset(ideas()):
                raise _Joined
            return topics
    raise Conflict(_("Somebody is putting ideas there right now. Please try again."))


def require_free_name(name: str, topic: Topic | None = None) -> None:
    """Refuse the name of another topic, whatever its capitals."""
    others = Topic.objects.exclude(pk=topic.pk) if topic else Topic.objects.all()
    names = {other.casefold() for other in others.values_list("name", flat=True)}
    if name.casefold() in names:
        raise Refused(_("There is a topic of this name already."), field="name")


def free_slug(name: str, topic: Topic | None = None) -> str:
    """Return a slug that leads nowhere yet; a topic may have its own former ones again."""
    others = Topic.objects.exclude(pk=topic.pk) if topic else Topic.objects.all()
    former = FormerTopic.objects.exclude(topic=topic) if topic else FormerTopic.objects.all()
    taken = RESERVED | set(others.values_list("slug", flat=True))
    taken |= set(former.values_list("slug", flat=True))
    return unused(german_slug(name), taken)
