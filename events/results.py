"""What the votes of a poll come to, as plain data that outlives them, and as bars to be drawn."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats

from events.models import Poll, PollKind, PollOption

Answers = Sequence[list[Any]]
CLOUD = 60  # words that are kept of a cloud, the most frequent ones
SIZES = 5
FEWEST = 3  # votes, below which minutes say no more than that there were some


@dataclass(frozen=True)
class Bar:
    """One line of a result: `share` of the longest bar and `percent` of the votes, 0 to 100."""

    label: str
    number: int
    share: int
    percent: int
    size: int = 1  # of a word in its cloud, 1 to 5


@dataclass(frozen=True)
class Outcome:
    """A result as pages show it; `mean` in words, for scales."""

    kind: str
    votes: int
    bars: list[Bar]
    mean: str = ""


def result_of(poll: Poll, answers: Answers) -> dict[str, Any]:
    """Count the answers: keys are numbers of options or steps as text, or words."""
    counts = COUNTERS[PollKind(poll.kind)](poll, answers)
    found: dict[str, Any] = {"votes": len(answers), "counts": counts}
    if poll.kind == PollKind.SCALE and answers:
        found["mean"] = round(sum(answer[0] for answer in answers) / len(answers), 2)
    return found


def _chosen(poll: Poll, answers: Answers) -> dict[str, int]:
    counts = Counter(number for answer in answers for number in answer)
    return {str(option.pk): counts[option.pk] for option in poll.options.all()}


def _steps(poll: Poll, answers: Answers) -> dict[str, int]:
    counts = Counter(answer[0] for answer in answers)
    return {str(step): counts[step] for step in range(1, poll.steps + 1)}


def _points(poll: Poll, answers: Answers) -> dict[str, int]:
    # Borda: of k options the first place is worth k points, the last 1, no place none.
    options = list(poll.options.all())
    points: Counter[int] = Counter()
    for answer in answers:
        for place, number in enumerate(answer):
            points[number] += len(options) - place
    return {str(option.pk): points[option.pk] for option in options}


def _words(poll: Poll, answers: Answers) -> dict[str, int]:
    # "wärme" and "Wärme" are one word, written as most have written it.
    spellings: dict[str, Counter[str]] = {}
    for word in (word for answer in answers for word in answer):
        spellings.setdefault(word.casefold(), Counter())[word] += 1
    words = {min(c, key=lambda word: (-c[word], word)): c.total() for c in spellings.values()}
    return dict(sorted(words.items(), key=lambda one: (-one[1], one[0]))[:CLOUD])


COUNTERS = {
    PollKind.SINGLE: _chosen,
    PollKind.MULTIPLE: _chosen,
    PollKind.SCALE: _steps,
    PollKind.RANKING: _points,
    PollKind.CLOUD: _words,
}


def outcome_of(poll: Poll, result: dict[str, Any]) -> Outcome:
    """Return a result with its labels; a ranking and a cloud with the highest first."""
    labels = _labels(poll.options.all())
    rows = [(labels.get(key, key), number) for key, number in result["counts"].items()]
    if poll.kind in (PollKind.RANKING, PollKind.CLOUD):
        rows.sort(key=lambda row: -row[1])
    longest = max((number for _label, number in rows), default=0)
    bars = [_bar(label, number, longest, result["votes"]) for label, number in rows]
    mean = formats.number_format(result["mean"], 1) if "mean" in result else ""
    return Outcome(poll.kind, result["votes"], bars, mean)


def _labels(options: Iterable[PollOption]) -> dict[str, str]:
    return {str(option.pk): option.text for option in options}


def _bar(label: str, number: int, longest: int, votes: int) -> Bar:
    share = round(100 * number / longest) if longest else 0
    percent = round(100 * number / votes) if votes else 0
    return Bar(label, number, share, percent, size=max(1, -(-share * SIZES // 100)))
