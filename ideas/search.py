"""The word index: trigrams, in FTS5 on SQLite and in a GIN index on PostgreSQL."""

from django.db import connection
from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from ideas.models import Idea, SearchText
from ideas.words import fold, stems


class FoundIn(Func):
    """Tell whether FTS5 finds a phrase in the words of an idea, by its number.

    The plus keeps the numbers found from becoming an index: SQLite would then go through all of
    them once for every idea (4 s instead of 3 ms with 10,000 ideas).
    """

    template = "+%(expressions)s)"
    arg_joiner = " IN (SELECT rowid FROM ideas_words WHERE ideas_words MATCH "
    output_field = BooleanField()


SHORTEST = 3  # characters of a trigram; shorter stems are compared row by row


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
    """Order ideas: those with most of the words in their title first, then the newest."""
    score: Combinable = Value(0)
    for stem in stems(query):
        score = score + Case(When(_titled(stem), then=Value(1)), default=Value(0))
    return ideas.annotate(score=score).order_by("-score", "-published", "-pk")


def similar(ideas: QuerySet[Idea], title: str, limit: int = 5) -> QuerySet[Idea]:
    """Return the ideas that share most words with a title; those in their titles count triple."""
    wanted = [stem for stem in stems(title, most=12) if len(stem) > SHORTEST]
    if not wanted:
        return ideas.none()
    score: Combinable = Value(0)
    for stem in wanted:
        score = score + Case(
            When(_titled(stem), then=Value(3)),
            When(search__body__contains=stem, then=Value(1)),
            default=Value(0),
        )
    found = ideas.filter(_contain(wanted, together="OR"))
    return found.annotate(score=score).order_by("-score", "-support_count")[:limit]


def _titled(stem: str) -> Q:
    if connection.vendor == "sqlite" and len(stem) >= SHORTEST:
        return Q(FoundIn(F("pk"), Value(f'title : "{stem}"')))
    return Q(search__title__contains=stem)


def _contain(wanted: list[str], *, together: str) -> Q:
    long = [stem for stem in wanted if len(stem) >= SHORTEST]
    if connection.vendor == "sqlite" and long:
        phrase = f" {together} ".join(f'"{stem}"' for stem in long)
        condition = Q(FoundIn(F("pk"), Value(phrase)))
        rest = [stem for stem in wanted if stem not in long]
    else:
        condition, rest = Q(), wanted
    for stem in rest:
        one = Q(search__body__contains=stem)
        condition = (condition | one) if together == "OR" else (condition & one)
    return condition
