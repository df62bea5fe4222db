"""How polls look in the stream of an event: the form to vote, and the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from events.models import (
    WORD_LENGTH,
    WORDS,
    AgendaItem,
    Poll,
    PollKind,
    PollState,
)
from events.podium import polls_of, votes_in, with_options
from events.results import outcome_of, result_of
from live.reading import read_once
from live.registry import Fragment, shows
from members.models import Member

Answers = Sequence[list[Any]]


@shows("event", "poll")
def polls(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return polls as they stand now; a draft is there for nobody."""
    found, answers = read_votes(ids)
    html = {
        one.pk: poll_html(one, answers[one.pk]) for one in found if one.state != PollState.DRAFT
    }
    return {pk: Fragment(f"poll-{pk}", html.get(pk)) for pk in ids}


@shows("event", "votes", counts=True)
def results(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return how many have voted, and what, where the poll shows that already."""
    found, answers = read_votes(ids)
    parts = {one.pk: result_html(one, answers[one.pk]) for one in found}
    return {pk: Fragment(f"poll-{pk}-result", parts.get(pk)) for pk in ids}


@read_once
def read_votes(ids: Sequence[int]) -> tuple[list[Poll], dict[int, Answers]]:
    """Return polls with their options, and what was answered in those that are open, by poll."""
    found = list(with_options(Poll.objects.filter(pk__in=ids)).select_related("item"))
    votes = votes_in(found)
    return found, {one.pk: list(votes[one.pk].values()) for one in found}


def poll_html(poll: Poll, answers: Answers) -> str:
    """Return a poll with its form and its result, the same for everybody."""
    context = {
        "poll": poll,
        "result": result_html(poll, answers),
        "steps": range(1, poll.steps + 1),
        "places": range(1, len(poll.options.all()) + 1),
        "words": range(WORDS),
        "word_length": WORD_LENGTH,
    }
    return render_to_string("events/_poll.html", context).strip()


def result_html(poll: Poll, answers: Answers, *, for_organisers: bool = False) -> str:
    """Return the result as far as the readers see it: a chart and a table, or the number."""
    result = poll.result if poll.state == PollState.CLOSED else result_of(poll, answers)
    shown = poll.shows_result or for_organisers
    context = {
        "poll": poll,
        "element": f"{'regie-' if for_organisers else ''}{poll.element}-result",
        "votes": result["votes"],
        "outcome": outcome_of(poll, result) if shown and result["votes"] else None,
        "is_hidden": not shown,
        "most_points": len(poll.options.all()),
    }
    return render_to_string("events/_poll_result.html", context).strip()


@dataclass(frozen=True)
class OwnPolls:
    """The polls of a slot with one's own vote in each; `mine` are these votes by poll."""

    running: list[str]
    ended: list[str]
    mine: dict[int, list[Any]]


def own_polls(item: AgendaItem, member: Member | None) -> OwnPolls:
    """Return the polls of a slot as a member sees them."""
    found = polls_of(item)
    votes = votes_in(found)
    mine = {one.pk: votes[one.pk][member.pk] for one in found
            if member is not None and member.pk in votes[one.pk]}  # fmt: skip
    html = {
        one.pk: poll_html(one, list(votes[one.pk].values())).replace(
            own_vote(one, None), own_vote(one, mine.get(one.pk))
        )
        for one in found
    }
    running = [html[one.pk] for one in found if one.is_open]
    return OwnPolls(running, [html[one.pk] for one in found if not one.is_open], mine)


def own_vote(poll: Poll, answer: list[Any] | None) -> str:
    """Return what says how one has voted oneself; empty without an answer."""
    context = {"poll": poll, "answer": _in_words(poll, answer) if answer else ""}
    return render_to_string("events/_own_vote.html", context).strip()


def _in_words(poll: Poll, answer: list[Any]) -> str:
    labels = {option.pk: option.text for option in poll.options.all()}
    words = [str(labels.get(one, one)) for one in answer]
    if poll.kind == PollKind.RANKING:
        words = [f"{place}. {word}" for place, word in enumerate(words, start=1)]
    return " · ".join(words)
