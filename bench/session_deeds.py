"""What people do in a session, by HTTP and at its time: they write, support questions and vote."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import local
from typing import Any

from bench.server import Server
from bench.table import quantile
from bench.visitor import Answer, Visitor
from bench.words import comment_of_1_kb

HANDS = 48  # connections; more than are busy at a time, so that nothing waits for its turn
WAIT = 60  # seconds after which a deed that was not answered is given up


@dataclass(frozen=True)
class Rates:
    """How much of each comes in a second."""

    comments: float
    votes: float


@dataclass
class Done:
    """What was done: when each comment was posted by its n, and what the answers took in ms."""

    posted: dict[int, float] = field(default_factory=dict)
    comments: list[float] = field(default_factory=list)
    votes: list[float] = field(default_factory=list)
    last_vote: float = 0.0
    seconds: float = 0.0

    def __str__(self) -> str:
        rate = (len(self.comments) + len(self.votes)) / self.seconds
        return (
            f"{len(self.comments)} comments, answered p50 {quantile(self.comments, 0.5):.0f} ms, "
            f"p99 {quantile(self.comments, 0.99):.0f} ms; {len(self.votes)} votes, p50 "
            f"{quantile(self.votes, 0.5):.0f} ms, p99 {quantile(self.votes, 0.99):.0f} ms; "
            f"{rate:.0f} a second reached"
        )


_numbers = count()  # over all deliveries, so that supports and votes are always new ones


def deliver(servers: Sequence[Server], facts: dict[str, Any], rates: Rates, seconds: float) -> Done:
    """Do everything at its time, whether or not what was before it is answered by then."""
    hands = Hands(servers, facts)
    done = Done()
    moments = _moments(rates, seconds)
    with ThreadPoolExecutor(HANDS) as pool:
        began = time.monotonic()
        asked: list[tuple[str, Future[tuple[int, Answer]]]] = []
        for when, kind in moments:
            time.sleep(max(0.0, began + when - time.monotonic()))
            deed: Callable[[int], tuple[int, Answer]] = getattr(hands, kind)
            asked.append((kind, pool.submit(deed, next(_numbers))))
        for kind, future in asked:
            _note(done, kind, *future.result(WAIT))
    done.seconds = time.monotonic() - began
    return done


def _moments(rates: Rates, seconds: float) -> list[tuple[float, str]]:
    found = [
        (number / rates.comments, "comment") for number in range(int(rates.comments * seconds))
    ]
    for number in range(int(rates.votes * seconds)):
        found.append((number / rates.votes, "support" if number % 2 else "vote"))
    return sorted(found)


def _note(done: Done, kind: str, n: int, answer: Answer) -> None:
    took = 1000 * answer.seconds
    if kind == "comment":
        done.posted[n] = answer.began
        done.comments.append(took)
    else:
        done.votes.append(took)
        done.last_vote = max(done.last_vote, answer.began + answer.seconds)


class Hands:
    """A few connections that are lent to whoever acts next."""

    def __init__(self, servers: Sequence[Server], facts: dict[str, Any]) -> None:
        self.ports = [server.port for server in servers]
        self.facts = facts
        self.own = local()
        self.given = count()

    def comment(self, number: int) -> tuple[int, Answer]:
        """Write something; return its n in the stream of the thread."""
        answer, body = self._visitor(number).comment(
            self.facts["thread"], comment_of_1_kb(number % 50)
        )
        return int(body["n"]), answer

    def support(self, number: int) -> tuple[int, Answer]:
        """Support a question that this member has not supported before."""
        questions, members = self.facts["questions"], len(self.facts["sessions"])
        question = questions[number // members % len(questions)]
        words = {"on": "1"}
        return 0, self._visitor(number).post(f"/fragen/{question}/unterstuetzen/", words)

    def vote(self, number: int) -> tuple[int, Answer]:
        """Vote, or change one's vote."""
        poll, options = self.facts["poll"], self.facts["options"]
        option = options[(number + number // len(self.facts["sessions"])) % len(options)]
        words = {f"answer-{poll}": option}
        return 0, self._visitor(number).post(f"/umfragen/{poll}/abstimmen/", words)

    def _visitor(self, number: int) -> Visitor:
        if not hasattr(self.own, "visitor"):
            self.own.visitor = Visitor(self.ports[next(self.given) % len(self.ports)])
        visitor: Visitor = self.own.visitor
        sessions = self.facts["sessions"]
        visitor.become(sessions[number % len(sessions)])
        return visitor
