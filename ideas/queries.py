"""Page-sized reads of ideas and boards."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from ideas.models import Idea, IdeaTopic, Section, StageChange, State, Support, Tag, Topic
from ideas.search import by_relevance, matching
from ideas.sections import LATEST, in_front, standing_in
from members.models import Member

PER_PAGE = 24
SORTS = {
    "neu": ("-published", "-pk"),
    "aktiv": LATEST,
    "unterstuetzt": ("-support_count", "-published", "-pk"),
}
DEFAULT_SORT = "neu"
CARD = (
    "title", "lead", "state", "version", "created", "support_count",
    "author__name", "author__municipality", "author__version", "municipality__name",
    "thread__comment_count", "thread__last_activity", "pilot__stage", "pilot__reached",
)  # fmt: skip


def with_card(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Fetch what a card shows, and nothing else; two queries, however many ideas."""
    placements = IdeaTopic.objects.select_related("tag").order_by("pk")
    return (
        ideas.select_related("thread", "author", "municipality", "pilot")
        .prefetch_related(Prefetch("placements", placements, to_attr="boards"))
        .only(*CARD)
    )


def cards_in(numbers: Sequence[int]) -> list[Idea]:
    """Return ideas as cards need them, in this order; the numbers come from a gated query.

    A page is found in two steps: sorting thousands of narrow rows is quick, of wide ones is not.
    """
    found = {idea.pk: idea for idea in with_card(Idea.objects.filter(pk__in=numbers))}
    return [found[number] for number in numbers if number in found]


def topics_of(idea: Idea) -> list[Topic]:
    """Return the topics of an idea fetched by `with_card`, the main one first."""
    boards: list[IdeaTopic] = getattr(idea, "boards", [])
    return [placement.tag for placement in boards]


def by_number(numbers: Sequence[int]) -> dict[int, Idea]:
    """Return the same by number, for pages that show them in several places."""
    return {idea.pk: idea for idea in cards_in(numbers)}


def chosen(ideas: QuerySet[Idea], wish: dict[str, object], reader: Member | None) -> QuerySet[Idea]:
    """Return the ideas that fit every filter of a list; empty filters do not narrow."""
    exact = {
        "topic": "placements__tag",
        "tag": "tag_uses__tag",
        "stage": "pilot__stage",
        "land": "municipality__land",
        "municipality": "municipality",
    }
    for name, lookup in exact.items():
        if wish.get(name):
            ideas = ideas.filter(**{lookup: wish[name]})
    if isinstance(section := wish.get("section"), Section):
        ideas = ideas.filter(pk__in=standing_in(section).values("pk"))
    if wish.get("kind"):
        ideas = ideas.filter(pilot__isnull=wish["kind"] == "idee")
    if wish.get("mine") and reader is not None:
        ideas = ideas.filter(author=reader)
    return matching(ideas, str(wish["query"])) if wish.get("query") else ideas


def in_order(ideas: QuerySet[Idea], wish: dict[str, object]) -> QuerySet[Idea]:
    """Sort a list as asked; a search without a sort puts the best hits first."""
    if wish.get("query") and not wish.get("sort"):
        return by_relevance(ideas, str(wish["query"]))
    return ideas.order_by(*SORTS[str(wish.get("sort") or DEFAULT_SORT)])


def numbers_of(ideas: QuerySet[Idea], wish: dict[str, object]) -> Sequence[int] | QuerySet[Any]:
    """Return the numbers of a list, to be cut into pages.

    A search is read whole, since it is sorted whole: so counting it does not search once more.
    """
    numbers = ideas.values_list("pk", flat=True)
    return list(numbers) if wish.get("query") else numbers


def front_of(topic: Topic) -> list[Idea]:
    """Return the featured idea of a board and the pinned ones, as cards need them; they are few."""
    return list(with_card(in_front(topic)))


def own_drafts(member: Member) -> QuerySet[Idea]:
    """Return what the member has begun and not published."""
    return Idea.objects.filter(author=member, state=State.DRAFT).order_by("-created")


def does_support(member: Member | None, idea: Idea) -> bool:
    """Tell whether the member supports the idea."""
    return member is not None and Support.objects.filter(idea=idea, member=member).exists()


def supporters(idea: Idea, limit: int = 8) -> Sequence[Member]:
    """Return the latest supporters with their municipality."""
    rows = idea.supports.select_related("member__municipality").order_by("-created")[:limit]
    return [row.member for row in rows]


def steps_of(idea: Idea) -> list[StageChange]:
    """Return the steps of a pilot, newest first."""
    changes = StageChange.objects.filter(plan=idea.pk).select_related("member")
    return list(changes.order_by("-created", "-pk"))


def tags_in_use(limit: int = 40) -> QuerySet[Tag]:
    """Return tags by name, for suggestions."""
    return Tag.objects.order_by("name")[:limit]


def in_words(idea: Idea) -> dict[str, str]:
    """Return the editable words of an idea by field, as its forms show them."""
    plan = getattr(idea, "pilot", None)
    words = {"title": idea.title, "text": idea.text}
    for name in ("need", "goal", "approach", "partners", "time_frame", "success", "reuse"):
        if plan is not None:
            words[name] = getattr(plan, name)
    return words
