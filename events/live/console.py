"""How questions and polls look on the organisers' console, which has a stream of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from events.access import events_organised_by
from events.live.podium import counts_part, read_open, state_part
from events.live.polls import read_votes, result_html
from events.live.screen import choice_part, marked
from events.models import AgendaItem, Event, Poll, Question, QuestionState, Screen
from events.podium import votes_in, with_names, with_options
from events.screen import chosen_key, screen_of
from live.record import heads
from live.registry import Fragment, audience, shows
from members.models import Member

GROUPS = {QuestionState.WAITING: "waiting", QuestionState.SHOWN: "shown"}  # all others: done


@audience("regie")
def organised_events(member: Member | None, numbers: set[int]) -> set[int]:
    """Return which events the member organises."""
    found = events_organised_by(member).filter(pk__in=numbers)
    return set(found.values_list("pk", flat=True))


@shows("regie", "question")
def questions(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return questions with what can be done with them; withdrawn ones are gone."""
    found = with_names(Question.objects.filter(pk__in=ids))
    html = {one.pk: _question(one) for one in found}
    return {pk: Fragment(f"regie-question-{pk}", html.get(pk)) for pk in ids}


@shows("regie", "supports", counts=True)
def counts(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the numbers of a slot's open questions."""
    return {item.pk: Fragment(*_counts(item, found)) for item, found in read_open(ids)}


@shows("regie", "podium")
def podiums(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the state of a slot's podium, and all questions where they stand now."""
    items = AgendaItem.objects.select_related("event", "thread").filter(pk__in=ids)
    return {
        item.pk: Fragment(*_state(item), also=[_questions(item, _all_of(item))]) for item in items
    }


@shows("regie", "poll")
def polls(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return polls, drafts too, with what can be done with them."""
    found, answers = read_votes(ids)
    html = {one.pk: _poll(one, answers[one.pk]) for one in found}
    return {pk: Fragment(f"regie-poll-{pk}", html.get(pk)) for pk in ids}


@shows("regie", "votes", counts=True)
def results(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return results as they come in; organisers see them always."""
    found, answers = read_votes(ids)
    parts = {one.pk: result_html(one, answers[one.pk], for_organisers=True) for one in found}
    return {pk: Fragment(f"regie-poll-{pk}-result", parts.get(pk)) for pk in ids}


def _question(question: Question) -> str:
    context = {"question": question, "group": GROUPS.get(QuestionState(question.state), "done")}
    return render_to_string("events/_console_question.html", context).strip()


def _poll(poll: Poll, answers: Sequence[list[object]]) -> str:
    result = result_html(poll, answers, for_organisers=True)
    return render_to_string("events/_console_poll.html", {"poll": poll, "result": result}).strip()


def _state(item: AgendaItem) -> tuple[str, str]:
    element, html = state_part(item)
    return f"regie-{element}", html.replace(f'id="{element}"', f'id="regie-{element}"', 1)


def _all_of(item: AgendaItem) -> list[Question]:
    return with_names(item.questions.all())


def _counts(item: AgendaItem, found: Iterable[Question]) -> tuple[str, str]:
    shown = [one for one in found if one.state == QuestionState.SHOWN]
    return counts_part(f"regie-{item.podium}", shown)


def _questions(item: AgendaItem, found: Iterable[Question]) -> tuple[str, str]:
    lists: dict[str, list[str]] = defaultdict(list)
    for one in found:
        lists[GROUPS.get(QuestionState(one.state), "done")].append(_question(one))
    context = {"item": item, "lists": dict(lists)}
    html = render_to_string("events/_console_questions.html", context)
    return f"regie-{item.podium}-questions", html.strip()


@dataclass(frozen=True)
class ConsolePage:
    """Questions and polls of a slot as its organisers see them, up to activity `n`."""

    item: AgendaItem
    event: Event
    n: int
    state: str
    questions: str
    counts: str
    polls: list[str]
    shows: str


def console_page(item: AgendaItem, screen: Screen | None = None) -> ConsolePage:
    """Read questions and polls for the console; how many there are does not add queries.

    `screen` is given where the page has read it already.
    """
    n = heads([item.event.console])[item.event.console]
    polls = sorted(with_options(item.polls.all()), key=lambda poll: poll.sort, reverse=True)
    votes = votes_in(polls)
    asked = _all_of(item)
    screen = screen or screen_of(item.event)
    key = chosen_key(screen, screen.stands)
    return ConsolePage(
        item=item, event=item.event, n=n, state=_state(item)[1],
        questions=marked(_questions(item, asked)[1], key), counts=_counts(item, asked)[1],
        polls=[marked(_poll(one, list(votes[one.pk].values())), key) for one in polls],
        shows=choice_part(screen)[1],
    )  # fmt: skip
