"""How questions look in the stream of an event, and a slot's podium as a page shows it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db.models import Prefetch
from django.template.loader import render_to_string

from discussions.access import may_talk
from events.devices import key_of
from events.live.polls import own_polls
from events.models import AgendaItem, Event, Question, QuestionState
from events.podium import questions_of, with_names
from live.fragments import digest, kept
from live.reading import read_once
from live.registry import Fragment, shows
from members.access import is_silent
from members.models import Member

Part = tuple[str, str]  # the id of an element, and its HTML
LISTS = (QuestionState.SHOWN, QuestionState.ANSWERED, QuestionState.LATER)
UNPRESSED, PRESSED = 'value="1" aria-pressed="false"', 'value="0" aria-pressed="true"'


@shows("event", "question")
def questions(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return questions as they stand now; what waits, is hidden or withdrawn is gone."""
    found = {one.pk: one for one in with_names(Question.objects.filter(pk__in=ids))}
    seen = [one for one in found.values() if one.is_open_to_all]
    html = dict(zip([one.pk for one in seen], question_html(seen), strict=True))
    return {pk: Fragment(f"question-{pk}", html.get(pk)) for pk in ids}


@shows("event", "supports", counts=True)
def counts(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return how many support each open question of a slot; pages put the numbers there."""
    return {item.pk: Fragment(*counts_part(item.podium, found)) for item, found in read_open(ids)}


@shows("event", "podium")
def podiums(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the state of a slot's podium, and its questions list by list."""
    items = AgendaItem.objects.select_related("event", "thread").filter(pk__in=ids)
    return {item.pk: _podium(item) for item in items}


def _podium(item: AgendaItem) -> Fragment:
    found = questions_of(item, None)
    lists = render_to_string("events/_questions.html", {"item": item, "lists": _lists(found)})
    return Fragment(*state_part(item), also=[(f"{item.podium}-questions", lists.strip())])


def question_html(found: Sequence[Question]) -> list[str]:
    """Return the kept HTML of questions, the same for every reader."""
    return kept("question", found, version=_version, render=_render)


def _version(one: Question) -> str:
    author = one.author.version if one.author else 0
    words = digest(one.created, one.text, one.answer_html, one.state, one.is_pinned, one.outcome)
    return f"{one.pk}.{words}.{one.support_count}.{one.is_counted}.{author}"


def _render(found: Sequence[Question]) -> list[str]:
    return [render_to_string("events/_question.html", {"question": one}).strip() for one in found]


@read_once
def read_open(ids: Sequence[int]) -> list[tuple[AgendaItem, list[Question]]]:
    """Return slots with the questions that can be supported, the most wanted first."""
    shown = Prefetch("questions", Question.objects.filter(state=QuestionState.SHOWN))
    items = AgendaItem.objects.filter(pk__in=ids).prefetch_related(shown)
    return [(item, list(item.questions.all())) for item in items]


def counts_part(element: str, found: Iterable[Question]) -> Part:
    """Return id and HTML of the numbers: by question, its supports and its sort key."""
    numbers = {one.pk: [one.support_count, one.sort] for one in found}
    context = {"element": element, "numbers": json.dumps(numbers, separators=(",", ":"))}
    return f"{element}-counts", render_to_string("events/_counts.html", context).strip()


def state_part(item: AgendaItem) -> Part:
    """Return id and HTML of whether and how the podium can be asked."""
    context = {"item": item, "asks": item.is_heard and item.takes_questions and not item.is_break}
    html = render_to_string("events/_podium_state.html", context)
    return f"{item.podium}-state", html.strip()


def _lists(
    found: Sequence[Question], supported: frozenset[int] | set[int] = frozenset()
) -> dict[str, list[str]]:
    seen = [one for one in found if one.is_open_to_all]
    lists: dict[str, list[str]] = {state.value: [] for state in LISTS}
    for one, html in zip(seen, question_html(seen), strict=True):
        mine = html.replace(UNPRESSED, PRESSED) if one.pk in supported else html
        lists[one.state].append(mine)
    return lists


def own_part(item: AgendaItem, member: Member, device: str) -> Part:
    """Return id and HTML of what somebody has asked here, for themselves alone."""
    return _own(item, _own_of(questions_of(item, member, device), item, member, device))


def _own_of(
    found: Iterable[Question], item: AgendaItem, member: Member | None, device: str
) -> list[Question]:
    key = key_of(item, device)
    by_name = [one for one in found if member is not None and one.author_id == member.pk]
    return by_name + [one for one in found if key and one.device == key]


def _own(item: AgendaItem, own: Sequence[Question]) -> Part:
    html = render_to_string("events/_own_questions.html", {"item": item, "own": own})
    return f"{item.podium}-own", html.strip()


@dataclass(frozen=True)
class PodiumPage:
    """A slot's podium as somebody sees it: what everybody sees, what is theirs, what they may."""

    item: AgendaItem
    event: Event
    state: str
    lists: dict[str, list[str]]
    counts: str
    own: str
    polls: list[str]
    results: list[str]
    mine: dict[str, object]
    may_speak: bool
    key: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not any(self.lists.values())


def podium_page(member: Member | None, item: AgendaItem, device: str = "") -> PodiumPage:
    """Read a slot's podium for a page; how much there is does not add queries."""
    found = questions_of(item, member, device)
    supported = {one.pk for one in found if one.is_supported}  # type: ignore[attr-defined]
    polls = own_polls(item, member)
    return PodiumPage(
        item=item, event=item.event, state=state_part(item)[1], lists=_lists(found, supported),
        counts=counts_part(item.podium, [one for one in found if one.state == "shown"])[1],
        own=_own(item, _own_of(found, item, member, device))[1], polls=polls.running,
        results=polls.ended,
        mine={"supports": sorted(supported), "votes": polls.mine},
        may_speak=may_talk(member, item.thread) and not is_silent(member), key=str(uuid4()),
    )  # fmt: skip
