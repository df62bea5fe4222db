"""The word index: trigrams, in FTS5 on SQLite and in a GIN index on PostgreSQL."""

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable, RawSQL

from ideas.models import Idea, SearchText
from ideas.words import fold, stems

SHORTEST = 3  # characters of a trigram; shorter stems are compared row by row
TITLE_WEIGHT = 3


def index_idea(idea: Idea) -> None:
    """Store the folded words of an idea; triggers of the database keep its word index."""
    words = {"title": fold(idea.title), "body": fold(f"{idea.title}\n{idea.text}")}
    SearchText.objects.update_or_create(idea=idea, defaults=words)


def matching(ideas: QuerySet[Idea], query: str) -> QuerySet[Idea]:
    """Return the ideas that contain every word of the query, also inside compounds."""
    wanted = stems(query)
    if not wanted:
        return ideas.none() if query.strip() else ideas
    return ideas.filter(_contain(wanted, together="AND"))


def by_relevance(ideas: QuerySet[Idea], query: str) -> QuerySet[Idea]:
    """Order ideas: those with the words in their title first, then the newest."""
    return ideas.annotate(score=_score(stems(query))).order_by("-score", "-published", "-pk")


def similar(ideas: QuerySet[Idea], title: str, limit: int = 5) -> QuerySet[Idea]:
    """Return the ideas that share most words with a title."""
    wanted = [stem for stem in stems(title, most=12) if len(stem) > SHORTEST]
    if not wanted:
        return ideas.none()
    found = ideas.filter(_contain(wanted, together="OR"))
    return found.annotate(score=_score(wanted)).order_by("-score", "-support_count")[:limit]


def _score(wanted: list[str]) -> Combinable:
    score: Combinable = Value(0)
    for stem in wanted:
        score = score + Case(
            When(search__title__contains=stem, then=Value(TITLE_WEIGHT)),
            When(search__body__contains=stem, then=Value(1)),
            default=Value(0),
        )
    return score


def _contain(wanted: list[str], *, together: str) -> Q:
    long = [stem for stem in wanted if len(stem) >= SHORTEST]
    if connection.vendor == "sqlite" and long:
        phrase = f" {together} ".join(f'"{stem}"' for stem in long)
        rows = RawSQL("SELECT rowid FROM ideas_words WHERE ideas_words MATCH %s", [phrase])
        condition = Q(pk__in=rows)
        rest = [stem for stem in wanted if stem not in long]
    else:
        condition, rest = Q(), wanted
    for stem in rest:
        one = Q(search__body__contains=stem)
        condition = (condition | one) if together == "OR" else (condition & one)
    return condition
