"""What the screen of the hall shows today, of what the organisers have chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from events.models import Event, Poll, PollState, Question, QuestionState, Screen, Shows
from events.podium import votes_in, with_names, with_options
from events.programme import Programme, programme_of
from events.results import Outcome, outcome_of, result_of
from ideaforge.text import plain

TOP = 5  # questions
WORDS = 560  # characters that can be read from 20 m
SIZES = ((90, "short"), (240, "middle"))
RELATED = ("comment__author__municipality", "question__author__municipality", "poll__item")


@dataclass(frozen=True)
class Picture:
    """One thing, with what is needed to draw it; `votes` and `outcome` are those of a poll.

    An `outcome` is None where nobody has voted, or where the hall does not see it yet.
    """

    event: Event
    screen: Screen
    shows: Shows
    programme: Programme
    questions: Sequence[Question] = field(default=())
    votes: int = 0
    outcome: Outcome | None = None

    @property
    def words(self) -> str:
        """The words in the spotlight, as many as fit."""
        return cut(words_of(self.screen), WORDS)

    @property
    def size(self) -> str:
        """How large the words can stand."""
        length = len(self.words)
        return next((size for most, size in SIZES if length <= most), "long")

    @property
    def key(self) -> str:
        """What it shows, for the page's script: a change of it is a new picture."""
        return chosen_key(self.screen, self.shows)

    @property
    def hears(self) -> str:
        """How the ids of elements begin whose change may change the picture."""
        event = self.event.stream
        more = {
            Shows.QUESTIONS: "question- podium-",
            Shows.QUESTION: f"question-{self.screen.question_id}",
            Shows.POLL: f"poll-{self.screen.poll_id}",
        }
        return f"{event}-spotlight {event}-air {event}-agenda {more.get(self.shows, '')}".strip()


def screen_of(event: Event) -> Screen:
    """Return what the organisers have chosen; without a choice it is the slot."""
    found = Screen.objects.select_related(*RELATED).filter(event=event).first()
    return found or Screen(event=event)


def picture_of(event: Event) -> Picture:
    """Read what the hall sees now; how much there is does not add queries."""
    screen, programme = screen_of(event), programme_of(event)
    shows = screen.stands
    if shows == Shows.QUESTIONS:
        return Picture(event, screen, shows, programme, _most_wanted(programme))
    if shows == Shows.POLL and screen.poll_id is not None:
        votes, outcome = _counted(screen.poll_id)
        return Picture(event, screen, shows, programme, votes=votes, outcome=outcome)
    return Picture(event, screen, shows, programme)


def words_of(screen: Screen) -> str:
    """Return the plain words in the spotlight; empty where nothing stands there."""
    if screen.stands == Shows.COMMENT and screen.comment is not None:
        return plain(screen.comment.html)
    if screen.stands == Shows.QUESTION and screen.question is not None:
        return screen.question.text
    return ""


def chosen_key(screen: Screen, shows: Shows) -> str:
    """Return what a button sends that shows the same, e.g. `comment-91`."""
    number = getattr(screen, f"{shows}_id", None)
    return f"{shows}-{number}" if number else shows.value


def cut(words: str, most: int) -> str:
    """Return the words, ended at a word where they are longer."""
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True)
class Choice:
    """What the console offers for the screen, and which of it stands there: `key`."""

    screen: Screen
    key: str
    words: str
    polls: Sequence[Poll]

    @property
    def has_left(self) -> bool:
        """Whether what was chosen was hidden or changed since, so that the slot stands there."""
        return self.screen.stands != self.screen.shows


def choice_of(programme: Programme) -> Choice:
    """Return what stands on the screen, and the polls that run."""
    screen = screen_of(programme.event)
    item = programme.on_air or programme.last
    polls = item.polls.filter(state=PollState.OPEN).order_by("-pk") if item is not None else ()
    return Choice(screen, chosen_key(screen, screen.stands), words_of(screen), list(polls))


def _most_wanted(programme: Programme) -> list[Question]:
    item = programme.on_air or programme.last
    if item is None:
        return []
    return with_names(item.questions.filter(state=QuestionState.SHOWN))[:TOP]


def _counted(pk: int) -> tuple[int, Outcome | None]:
    poll = with_options(Poll.objects.filter(pk=pk)).get()
    answers = list(votes_in([poll])[pk].values())
    result = poll.result if poll.state == PollState.CLOSED else result_of(poll, answers)
    is_shown = poll.shows_result and result["votes"]
    return result["votes"], outcome_of(poll, result) if is_shown else None
