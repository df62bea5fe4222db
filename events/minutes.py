"""Minutes as somebody reads them: made of what can be read today, nothing of it is a copy.

How many slots an event has, and how much was said in them, adds no queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from discussions.models import Comment, CommentState
from events.born import ideas_by
from events.models import (
    OPEN_TO_ALL,
    Adoption,
    AgendaItem,
    Air,
    Event,
    Minutes,
    Poll,
    PollState,
    Question,
    QuestionState,
    State,
)
from events.podium import with_options
from events.queries import agenda_of
from events.results import FEWEST, Outcome, outcome_of
from events.spotlights import spotlights_of
from ideas.models import Idea
from members.models import Member

TOP = 20  # questions of one slot; whoever wants all of them finds them on its own page


@dataclass(frozen=True)
class Numbers:
    """How much was said in a slot, and by how many."""

    contributions: int = 0
    people: int = 0
    questions: int = 0
    supports: int = 0
    votes: int = 0

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The numbers with their labels; of people there are none below three."""
        return [
            (_("Contributions"), number_format(self.contributions)),
            (_("People who took part"), few(self.people)),
            (_("Questions to the podium"), number_format(self.questions)),
            (_("Supports of questions"), few(self.supports)),
            (_("Votes in polls"), few(self.votes)),
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything."""
        return not (self.contributions or self.questions or self.votes)


@dataclass(frozen=True)
class PollShown:
    """A closed poll; `outcome` is None where so few voted that it would tell who."""

    poll: Poll
    outcome: Outcome | None

    @property
    def element(self) -> str:
        """The id of its result in the page."""
        return f"minutes-poll-{self.poll.pk}"

    @property
    def most_points(self) -> int:
        """What the first place of a ranking is worth."""
        return len(self.poll.options.all())


@dataclass(frozen=True)
class SlotMinutes:
    """The minutes of one slot with everything that may stand in them.

    `questions`, `polls` and `quotes` are what the organisers have not left out; `all_…` are for
    their form alone.
    """

    item: AgendaItem
    minutes: Minutes
    numbers: Numbers
    all_questions: list[Question] = field(default_factory=list)
    all_polls: list[PollShown] = field(default_factory=list)
    all_quotes: list[Comment] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)

    @property
    def _questions(self) -> list[Question]:
        return [one for one in self.all_questions if one.pk not in self.minutes.no_questions]

    @property
    def questions(self) -> list[Question]:
        """The top questions: answered ones, then those with a written answer, then open ones."""
        return self._questions[:TOP]

    @property
    def further(self) -> int:
        """How many questions there are beside those."""
        return len(self._questions) - len(self.questions)

    @property
    def polls(self) -> list[PollShown]:
        """The polls with their results."""
        return [one for one in self.all_polls if one.poll.pk not in self.minutes.no_polls]

    @property
    def quotes(self) -> list[Comment]:
        """The contributions that stood in the spotlight."""
        return [one for one in self.all_quotes if one.pk not in self.minutes.no_comments]


def few(count: int) -> str:
    """Return a number of people; below three it says no more, so that nobody is counted out."""
    return number_format(count) if count == 0 or count >= FEWEST else _("fewer than 3")


def minutes_of(member: Member | None, event: Event, found: Iterable[Minutes]) -> list[SlotMinutes]:
    """Return these minutes in the order of the agenda, as the member may read them today."""
    by_item = {one.item_id: one for one in found}
    items = [item for day in agenda_of(event) for item in day.items if item.pk in by_item]
    questions, polls = _questions(items), _polls(items)
    quotes = _quotes(items)
    ideas = ideas_by(member, Adoption.objects.filter(item__in=items), "item")
    wrote = _wrote(items)
    return [
        SlotMinutes(
            item, by_item[item.pk],
            _numbers(questions[item.pk], polls[item.pk], wrote[item.thread_id]),
            questions[item.pk], [_shown(one) for one in polls[item.pk]], quotes[item.pk],
            ideas[item.pk],
        )
        for item in items
    ]  # fmt: skip


def _numbers(
    questions: Sequence[Question], polls: Sequence[Poll], wrote: dict[int, int]
) -> Numbers:
    asked = {one.author_id for one in questions if one.author_id is not None}
    return Numbers(
        contributions=sum(wrote.values()), people=len(asked | set(wrote)),
        questions=len(questions), supports=sum(one.support_count for one in questions),
        votes=sum(one.result["votes"] for one in polls),
    )  # fmt: skip


def unwritten(event: Event) -> list[AgendaItem]:
    """Return the slots that are over and whose minutes nobody has begun."""
    passed = Q(air=Air.OVER) | Q(air=Air.PLANNED, ends__lte=timezone.now())
    found = event.items.filter(passed, is_break=False, minutes=None)
    if event.state != State.ANNOUNCED:
        return []
    return list(found.order_by("starts", "room", "pk"))


def _shown(poll: Poll) -> PollShown:
    is_told = poll.result["votes"] >= FEWEST
    return PollShown(poll, outcome_of(poll, poll.result) if is_told else None)


def _questions(items: Sequence[AgendaItem]) -> dict[int, list[Question]]:
    rows = Question.objects.filter(item__in=items, state__in=OPEN_TO_ALL)
    found: dict[int, list[Question]] = defaultdict(list)
    related = rows.select_related("author__municipality").order_by("-support_count", "pk")
    for one in sorted(related, key=_rank):
        found[one.item_id].append(one)
    return found


def _rank(question: Question) -> int:
    if question.state == QuestionState.ANSWERED:
        return 0
    return 1 if question.answer else 2


def _polls(items: Sequence[AgendaItem]) -> dict[int, list[Poll]]:
    found: dict[int, list[Poll]] = defaultdict(list)
    closed = Poll.objects.filter(item__in=items, state=PollState.CLOSED)
    for one in with_options(closed).order_by("pk"):
        found[one.item_id].append(one)
    return found


def _quotes(items: Sequence[AgendaItem]) -> dict[int, list[Comment]]:
    lit = spotlights_of(items)
    numbers = [number for group in lit.values() for number in group]
    rows = Comment.objects.filter(pk__in=numbers, state=CommentState.VISIBLE, off_record=False)
    known = {one.pk: one for one in rows.select_related("author__municipality")}
    found: dict[int, list[Comment]] = defaultdict(list)
    for item in items:
        said = [known[number] for number in lit.get(item.pk, []) if number in known]
        # What moderators have moved elsewhere is read by others there.
        found[item.pk] = [one for one in said if one.thread_id == item.thread_id]
    return found


def _wrote(items: Sequence[AgendaItem]) -> dict[int, dict[int, int]]:
    """Return how many contributions of whom can be read, by thread."""
    threads = [item.thread_id for item in items]
    rows = Comment.objects.filter(thread__in=threads, state=CommentState.VISIBLE)
    counts = rows.order_by().values_list("thread", "author").annotate(Count("pk"))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for thread, author, count in counts:
        found[thread][author] = count
    return found
