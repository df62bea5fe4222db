"""How deeds look on a board, and who may join its stream."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from discussions.models import Comment
from ideas.access import boards_followed_by, listed_on
from ideas.live.cards import card_html
from ideas.live.shelves import front_parts, head_part, places_now, sections_now, sections_part
from ideas.models import Topic
from ideas.queries import by_number, front_of, with_card
from ideas.sections import places_on, sections_of
from live.registry import Fragment, audience, shows
from members.models import Member


@audience("topic")
def readable_boards(member: Member | None, numbers: set[int]) -> set[int]:
    """Return which boards the member may read."""
    return boards_followed_by(member, numbers)


@shows("topic", "idea", "pin", "feature", "section")
def cards_and_parts(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of this board, with everything that has its own place there."""
    topic = Topic.objects.get(pk=topic_pk)
    also = [*front_parts(topic, front_of(topic)), *sections_now(topic, places_now(topic))]
    return {pk: replace(card, also=also) for pk, card in cards_of(topic, ids).items()}


@shows("topic", "stage")
def cards_and_sections(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards, with the sections: pilots go from one to another by their stage."""
    topic = Topic.objects.get(pk=topic_pk)
    also = sections_now(topic, places_now(topic))
    return {pk: replace(card, also=also) for pk, card in cards_of(topic, ids).items()}


@shows("topic", "support")
def cards_of_ideas(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of this board; those that left it are gone."""
    return cards_of(Topic.objects.get(pk=topic_pk), ids)


@shows("topic", "comment")
def cards_of_comments(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the cards of the ideas that are talked about; in a section they come to its front."""
    topic = Topic.objects.get(pk=topic_pk)
    places = places_now(topic)
    rows = Comment.objects.filter(pk__in=ids).values_list("pk", "thread__idea__pk")
    idea_of = {comment: idea for comment, idea in rows if idea is not None}
    cards = cards_of(topic, sorted(set(idea_of.values())))
    also = sections_now(topic, places)
    on_shelf = {number for shelf in places.shelves for number in shelf.numbers} if places else ()
    return {
        comment: replace(cards[idea], also=also) if idea in on_shelf else cards[idea]
        for comment, idea in idea_of.items()
    }


@shows("topic", "board")
def heads_of_boards(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the head of the board."""
    part = head_part(Topic.objects.get(pk=topic_pk))
    return dict.fromkeys(ids, Fragment(*part))


@shows("topic", "order")
def orders_of_sections(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the sections in their order."""
    topic = Topic.objects.get(pk=topic_pk)
    places = places_on(topic, sections_of(topic))
    return dict.fromkeys(ids, Fragment(*sections_part(topic, places, by_number(places.shown))))


@shows("topic", "look", "reading", "sections", "topic", "tag")
def whole_boards(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Say that all cards have changed, or where they stand: pages fetch themselves again."""
    element = f"{Topic.objects.get(pk=topic_pk).stream}-list"
    return dict.fromkeys(ids, Fragment(element, None, renews=True))


def cards_of(topic: Topic, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of a board; those that left it are gone."""
    ideas = list(with_card(listed_on(topic, Q(pk__in=ids))))
    html = dict(zip([idea.pk for idea in ideas], card_html(ideas), strict=True))
    return {pk: Fragment(f"idea-{pk}", html.get(pk)) for pk in ids}
