"""The parts of a board that stand alone: its head, what is featured, what is pinned, its sections.

They are the same for every reader; the controls in them are shown by boards that are mine.
"""

from collections.abc import Callable, Mapping, Sequence

from django.template.loader import render_to_string

from ideas.live.cards import card_html, version_of
from ideas.models import Idea, Topic
from ideas.queries import by_number
from ideas.sections import SHOWN, Places, places_on, sections_of
from live.fragments import digest, kept

Part = tuple[str, str]  # the id of an element, and its HTML


def head_part(topic: Topic) -> Part:
    """Return the head of a board: what it is about, what it asks for, who curates it."""
    moderators = list(topic.moderators.select_related("municipality"))
    version = digest(
        topic.pk, topic.version, topic.name, topic.slug, topic.description, topic.wanted_now,
        topic.archived, [(person.pk, person.version) for person in moderators],
    )  # fmt: skip
    context = {"topic": topic, "moderators": moderators}
    return f"{topic.stream}-head", _kept("ideas/_head.html", version, lambda: context)


def front_parts(topic: Topic, front: Sequence[Idea]) -> list[Part]:
    """Return the featured idea and the pinned ones; `front` comes from `front_of`."""
    featured = [idea for idea in front if idea.leads]  # type: ignore[attr-defined]
    pins = [idea for idea in front if not idea.leads]  # type: ignore[attr-defined]
    return [_featured_part(topic, featured), _pinned_part(topic, pins)]


def _featured_part(topic: Topic, ideas: Sequence[Idea]) -> Part:
    why = [idea.why for idea in ideas]  # type: ignore[attr-defined]
    version = digest(topic.pk, topic.slug, why, [version_of(idea) for idea in ideas])

    def context() -> dict[str, object]:
        idea = ideas[0] if ideas else None
        return {"topic": topic, "idea": idea, "cards": card_html(ideas)}

    return f"{topic.stream}-featured", _kept("ideas/_featured.html", version, context)


def _pinned_part(topic: Topic, pins: Sequence[Idea]) -> Part:
    version = digest(topic.pk, topic.slug, [version_of(idea) for idea in pins])

    def context() -> dict[str, object]:
        return {"topic": topic, "pins": pins, "cards": card_html(pins)}

    return f"{topic.stream}-pinned", _kept("ideas/_pinned.html", version, context)


def sections_part(topic: Topic, places: Places, ideas: Mapping[int, Idea]) -> Part:
    """Return the sections with their first cards; `ideas` has at least those that are shown."""
    shelves = [
        (shelf, [ideas[number] for number in shelf.numbers[:SHOWN] if number in ideas])
        for shelf in places.shelves
    ]
    data = [
        (shelf.section.pk, shelf.section.name, len(shelf.numbers), list(map(version_of, shown)))
        for shelf, shown in shelves
    ]

    def context() -> dict[str, object]:
        rows = [
            {"section": shelf.section, "count": len(shelf.numbers), "cards": card_html(shown),
             "more": len(shelf.numbers) > SHOWN}
            for shelf, shown in shelves
        ]  # fmt: skip
        return {"topic": topic, "shelves": rows, "elsewhere": places.elsewhere}

    version = digest(topic.pk, topic.slug, data, places.elsewhere)
    return f"{topic.stream}-sections", _kept("ideas/_sections.html", version, context)


def places_now(topic: Topic) -> Places | None:
    """Return where ideas stand on a board that has sections; one without costs one look."""
    sections = sections_of(topic)
    return places_on(topic, sections) if sections else None


def sections_now(topic: Topic, places: Places | None) -> list[Part]:
    """Return the sections as a frame brings them along."""
    return [sections_part(topic, places, by_number(places.shown))] if places else []


def _kept(template: str, version: str, context: Callable[[], dict[str, object]]) -> str:
    def render(versions: Sequence[str]) -> list[str]:
        return [render_to_string(template, context()).strip() for _version in versions]

    return kept(template, [version], version=str, render=render)[0]
