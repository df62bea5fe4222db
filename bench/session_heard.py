"""What the readers of a session got: complete, in order, in time, and with the right numbers."""

import html
import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bench.readers import Seen
from bench.session_deeds import Done

COUNTS = re.compile(r'data-counts="([^"]*)"')
VOTES = re.compile(r'class="votes"><b>([\d.,\s]+)</b>')


@dataclass
class Heard:
    """What was done, what each reader got of it, and what the database held then.

    `posting` is the CPU in seconds of the same without readers, `reading` what came on top.
    """

    done: Done
    seen: list[Seen]
    told: dict[str, Any]
    posting: float
    reading: float

    @property
    def frames(self) -> int:
        """How many frames arrived in all."""
        return sum(len(one.frames) + len(one.also) for one in self.seen)

    @property
    def cpu(self) -> float:
        """CPU milliseconds per 1,000 deliveries."""
        return 1_000_000 * self.reading / max(self.frames, 1)

    def shares(self, seconds: float) -> str:
        """Say how busy the servers were."""
        return (
            f"{100 * self.posting / seconds:.0f} % of one core for posting, "
            f"{100 * self.reading / seconds:.0f} % for delivering {self.frames:,} frames"
        )


def latencies(heard: Heard) -> list[float]:
    """Return for every comment and reader the milliseconds from its POST to its arrival."""
    posted = heard.done.posted
    return [
        1000 * (when - posted[n]) for one in heard.seen for n, when in one.frames if n in posted
    ]


def lost(heard: Heard) -> int:
    """Return how many comments and tellings did not arrive, over all readers."""
    return missing(heard.seen, heard.done)


def missing(seen: list[Seen], done: Done) -> int:
    """Return how many of what was posted, or told to anybody, have not arrived by now."""
    comments = done.posted.keys()
    tellings = {n for one in seen for n, _when in one.also}
    return sum(
        len(comments - _numbers(one.frames)) + len(tellings - _numbers(one.also)) for one in seen
    )


def _numbers(frames: list[tuple[int, float]]) -> set[int]:
    return {n for n, _when in frames}


def doubled(seen: Seen) -> int:
    """Return how many frames a reader got more than once."""
    return sum(len(frames) - len(_numbers(frames)) for frames in (seen.frames, seen.also))


def disordered(seen: Seen) -> int:
    """Return how many frames came after a later one of their stream."""
    return sum(
        after[0] < before[0]
        for frames in (seen.frames, seen.also)
        for before, after in pairwise(frames)
    )


def unsettled(heard: Heard, facts: dict[str, Any]) -> tuple[float, int]:
    """Return the seconds from the last vote to the last numbers, and how many see wrong ones."""
    parts = (f"podium-{facts['item']}-counts", f"poll-{facts['poll']}-result")
    wanted = (heard.told["supports"], heard.told["votes"])
    late, wrong = 0.0, 0
    for one in heard.seen:
        last = [one.parts.get(part, (float("inf"), b"{}")) for part in parts]
        shown = (_supports(last[0][1]), _votes(last[1][1]))
        wrong += shown != wanted
        late = max(late, *(when - heard.done.last_vote for when, _body in last))
    return late, wrong


def _supports(body: bytes) -> dict[str, int]:
    found = COUNTS.search(_html(body))
    numbers = json.loads(html.unescape(found[1])) if found else {}
    return {pk: count for pk, (count, _sort) in numbers.items()}


def _votes(body: bytes) -> int:
    found = VOTES.search(_html(body))
    return int(re.sub(r"\D", "", found[1])) if found else -1


def _html(body: bytes) -> str:
    return str(json.loads(body).get("html", ""))
