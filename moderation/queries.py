"""Page-sized reads of moderation: the queue, a case with its past, the log."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from members.models import Member
from moderation.access import CASE, acts_visible_to, cases_visible_to
from moderation.models import Act, Case, CaseState, Decision, Kind, Measure
from moderation.subjects import Subject, field_of

PER_PAGE = 30
UNDECIDED = (CaseState.OPEN, CaseState.CLAIMED)


def cases_about(subject: Subject) -> QuerySet[Case]:
    """Return every case about something, reported or held."""
    kinds = (Kind.REPORT, Kind.HELD)
    return Case.objects.filter(kind__in=kinds, **{field_of(subject): subject})


def queue(member: Member, wish: dict[str, Any]) -> QuerySet[Case]:
    """Return the cases that fit every filter of the queue, the oldest undecided first."""
    cases = cases_visible_to(member)
    state = wish.get("state") or "undecided"
    cases = cases.filter(state__in=UNDECIDED if state == "undecided" else [state])
    if wish.get("kind"):
        cases = cases.filter(kind=wish["kind"])
    if wish.get("board"):
        cases = cases.filter(
            Q(thread__idea__placements__tag=wish["board"]) | Q(topic=wish["board"])
        )
    if wish.get("days"):
        cases = cases.filter(opened__lt=timezone.now() - timedelta(days=int(wish["days"])))
    if wish.get("mine"):
        cases = cases.filter(claimed_by=member)
    return cases.order_by("-decided", "-pk") if state == CaseState.DECIDED else _oldest(cases)


def _oldest(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.order_by("opened", "pk")


def cases_in(numbers: list[int]) -> list[Case]:
    """Return cases with all that the queue shows of them, in this order."""
    placements = "placements__tag"
    rows = Case.objects.select_related(*CASE, "comment__thread__idea", "comment__parent__author")
    found = rows.prefetch_related(
        "reports__reporter", "decisions__moderator", f"comment__thread__idea__{placements}",
        f"idea__{placements}", f"decision__case__comment__thread__idea__{placements}",
        f"decision__case__idea__{placements}", f"offer__idea__{placements}",
    ).in_bulk(numbers)  # fmt: skip
    return [found[number] for number in numbers if number in found]


def counts_for(member: Member) -> dict[str, int]:
    """Count the cases that a member may look at, by state; and those they have in work."""
    rows = cases_visible_to(member).exclude(state=CaseState.DECIDED)
    counts: dict[str, int] = rows.aggregate(
        open=Count("pk", filter=Q(state=CaseState.OPEN)),
        claimed=Count("pk", filter=Q(state=CaseState.CLAIMED)),
        mine=Count("pk", filter=Q(claimed_by=member)),
    )
    return counts


def past_of(case: Case) -> list[Decision]:
    """Return earlier decisions about the same member's words or profile, newest first."""
    if case.against_id is None:
        return []
    rows = Decision.objects.filter(against=case.against_id).exclude(case=case)
    return list(rows.select_related("moderator", "case").order_by("-pk")[:10])


def acts(member: Member, wish: dict[str, Any]) -> QuerySet[Act]:
    """Return the acts that fit every filter of the log, newest first."""
    rows = acts_visible_to(member)
    filters = {
        "board": "topic",
        "actor": "activity__actor__handle",
        "verb": "activity__verb__startswith",
        "since": "activity__created__date__gte",
        "until": "activity__created__date__lte",
    }
    for name, lookup in filters.items():
        if wish.get(name):
            rows = rows.filter(**{lookup: wish[name]})
    return with_actors(rows)


def with_actors(rows: QuerySet[Act]) -> QuerySet[Act]:
    """Fetch what a row of the log names, newest first."""
    return rows.select_related("activity__actor", "topic", "member").order_by("-activity")


def decisions() -> QuerySet[Decision]:
    """Return decisions with all that their statement of reasons names."""
    return Decision.objects.select_related(
        "case__comment", "case__idea", "case__member", "moderator", "against"
    )


ALIKE = (  # measures that change the same thing, and what that is
    ((Measure.HIDE, Measure.REMOVE, Measure.LEAVE), ("case__comment", "case__idea")),
    ((Measure.LOCK,), ("case__thread",)),
    ((Measure.SLOW,), ("case__thread",)),
    ((Measure.SILENCE,), ("against",)),
    ((Measure.SUSPEND,), ("against",)),
)


def later_decisions(decision: Decision) -> QuerySet[Decision]:
    """Return the decisions that stand, came later, and change what this one has changed."""
    case = decision.case
    things = {
        "case__comment": case.comment, "case__idea": case.idea, "case__thread": case.thread,
        "against": decision.against,
    }  # fmt: skip
    for measures, names in ALIKE:
        if decision.measure in measures:
            same = {name: things[name] for name in names if things[name] is not None}
            later = Decision.objects.filter(pk__gt=decision.pk, undone=None, measure__in=measures)
            return later.filter(**same) if same else later.none()
    return Decision.objects.none()
