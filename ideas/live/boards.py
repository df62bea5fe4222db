"""How deeds look on a board, and who may join its stream."""

from collections.abc import Sequence
from dataclasses import replace

from django.template.loader import render_to_string

from discussions.models import Comment
from ideas.access import listed_on, topics_visible_to
from ideas.live.cards import card_html, version_of
from ideas.models import Idea, Topic
from ideas.queries import pins_of, with_card
from live.fragments import digest, kept
from live.registry import Fragment, audience, shows
from members.models import Member


@audience("topic")
def readable_boards(member: Member | None, numbers: set[int]) -> set[int]:
    """Return which boards the member may read."""
    return set(topics_visible_to(member).filter(pk__in=numbers).values_list("pk", flat=True))


@shows("topic", "idea", "pin")
def cards_and_pins(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of this board, and with each its pinned ideas as they stand now."""
    topic = Topic.objects.get(pk=topic_pk)
    pins = pinned_part(topic, pins_of(topic))
    cards = cards_of_ideas(topic_pk, ids)
    return {pk: replace(card, also=[pins]) for pk, card in cards.items()}


@shows("topic", "support", "stage")
def cards_of_ideas(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of this board; those that left it are gone."""
    topic = Topic.objects.get(pk=topic_pk)
    ideas = list(with_card(listed_on(topic).filter(pk__in=ids)))
    html = dict(zip([idea.pk for idea in ideas], card_html(ideas), strict=True))
    return {pk: Fragment(f"idea-{pk}", html.get(pk)) for pk in ids}


@shows("topic", "comment")
def cards_of_comments(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the cards of the ideas in whose threads these comments stand."""
    rows = Comment.objects.filter(pk__in=ids).values_list("pk", "thread__idea__pk")
    idea_of = {comment: idea for comment, idea in rows if idea is not None}
    cards = cards_of_ideas(topic_pk, sorted(set(idea_of.values())))
    return {comment: cards[idea] for comment, idea in idea_of.items()}


def pinned_part(topic: Topic, pins: Sequence[Idea]) -> tuple[str, str]:
    """Return id and HTML of the pinned ideas; their controls are shown by boards that are mine."""
    version = digest(topic.pk, topic.slug, [version_of(idea) for idea in pins])

    def render(pinned: Sequence[Sequence[Idea]]) -> list[str]:
        return [_pinned(topic, ideas) for ideas in pinned]

    html = kept("pinned", [pins], version=lambda _pins: version, render=render)[0]
    return f"{topic.stream}-pinned", html


def _pinned(topic: Topic, pins: Sequence[Idea]) -> str:
    context = {"topic": topic, "pins": pins, "cards": card_html(pins)}
    return render_to_string("ideas/_pinned.html", context).strip()
