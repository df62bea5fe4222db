"""One comment to a thousand readers: ours, a plain Channels consumer, a bare broadcast."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bench.readers import Crowd, Place, Seen, crowd
from bench.server import Server, free_port, platform, running
from bench.store import Facts, data_folder
from bench.table import Table, quantile
from bench.visitor import Visitor
from bench.words import comment_of_1_kb

READERS, COMMENTS, PAUSE = 1000, 20, 0.25
REST = 1.0  # seconds in which the last comment arrives
REST_OF_PLAIN = 5.0  # it falls behind and needs longer
PLAIN, BARE, P99, MEMORY = 1 / 4, 4, 250, 60

Say = Callable[[int], tuple[int, float]]  # number of the message -> n in the stream, when


@dataclass
class Result:
    """What one server did: CPU in seconds, latencies in milliseconds, memory in bytes."""

    lost: int
    doubled: int
    disordered: int
    latencies: list[float]
    cpu: float
    memory: float
    frame: int  # size of one message in bytes
    cpu_of_posts: float = 0.0  # of all of them, without readers

    @property
    def cpu_per_thousand(self) -> float:
        """CPU milliseconds per 1,000 deliveries."""
        return self.cpu * 1000 / (len(self.latencies) / 1000)

    def __str__(self) -> str:
        p50, p99 = quantile(self.latencies, 0.5), quantile(self.latencies, 0.99)
        return (
            f"{self.lost} lost, {self.doubled} doubled, {self.disordered} out of order; p50 "
            f"{p50:.0f} ms, p99 {p99:.0f} ms; CPU {self.cpu_per_thousand:.1f} ms per 1,000; "
            f"{self.memory / 1024:.0f} KB a socket"
        )


def measure(table: Table) -> None:
    """Measure the three one after the other with the same readers and the same size of message."""
    with crowd() as readers:
        ours = _ours(readers)
        plain = _other("bench.plain_channels", ours.frame, readers, REST_OF_PLAIN, say_on=0)
        bare = _other("bench.bare", ours.frame, readers, REST, say_on=1)
    name = f"fan-out, {READERS:,} sockets"
    for who, result in (("plain Channels", plain), ("bare broadcast", bare), ("ours", ours)):
        table.note(f"{name}: {who}", result)
    table.most(f"{name}: lost", ours.lost, 0)
    table.most(f"{name}: doubled", ours.doubled, 0)
    table.most(f"{name}: out of order", ours.disordered, 0)
    p50 = f"(p50 {quantile(ours.latencies, 0.5):.0f} ms)"
    table.most(f"{name}: POST to receipt, p99", quantile(ours.latencies, 0.99), P99, "ms", p50)
    per, others = ours.cpu_per_thousand, (plain.cpu_per_thousand, bare.cpu_per_thousand)
    table.most(f"{name}: CPU per delivery against plain Channels", per / others[0], PLAIN, "×")
    table.most(f"{name}: CPU per delivery against bare broadcast", per / others[1], BARE, "×")
    table.most(f"{name}: memory of an idle socket", ours.memory / 1024, MEMORY, "KB")
    table.note(
        f"{name}: CPU of one POST without readers", f"{ours.cpu_of_posts / COMMENTS * 1000:.1f} ms"
    )
    table.note(f"{name}: size of a frame", f"{ours.frame} bytes")


def _ours(readers: Crowd) -> Result:
    with data_folder("3") as (data, facts), platform(data) as server:
        poster = Visitor(server.port, facts.sessions[0])
        thread = facts.long["thread"]

        def say(number: int) -> tuple[int, float]:
            answer, body = poster.comment(thread, comment_of_1_kb(number))
            return body["n"], answer.began

        for number in range(3):
            say(number)
        quiet = server.idle(COMMENTS * PAUSE + REST)
        alone, posted = _talk(server, say, 100, REST)
        result = _compare(server, readers, say, _seat(server, facts, max(posted)), REST)
        result.cpu_of_posts = alone - quiet
        result.cpu -= result.cpu_of_posts
        return result


def _seat(server: Server, facts: Facts, head: int) -> Place:
    stream = f"thread-{facts.long['thread']}"
    return Place(server.port, "/live/?lang=de", stream, head, facts.sessions)


def _other(module: str, size: int, readers: Crowd, rest: float, *, say_on: int) -> Result:
    port = free_port()
    with (
        data_folder("3") as (data, _facts),
        running(["-m", module, str(port)], data, port) as server,
    ):
        poster = Visitor(port + say_on)

        def say(number: int) -> tuple[int, float]:
            message = {"ev": "frame", "stream": "thread-1", "n": number, "html": ""}
            message["html"] = "x" * (size - len(json.dumps(message)))
            return number, poster.say(json.dumps(message)).began

        say(0)
        return _compare(server, readers, say, Place(port, "/"), rest)


def _compare(server: Server, readers: Crowd, say: Say, place: Place, rest: float) -> Result:
    """Measure beside an idle control of the same length with the same readers."""
    before = server.memory()
    came = readers.come(place, READERS, 30)
    if missing := sum(not seen.joined for seen in came):
        raise RuntimeError(f"{missing} of {READERS} readers did not get in")
    time.sleep(1)
    memory = (server.memory() - before) / READERS
    idle = server.idle(COMMENTS * PAUSE + rest)
    readers.seen()
    busy, posted = _talk(server, say, 200, rest)
    seen = readers.seen()
    readers.leave()
    return _result(seen, posted, busy - idle, memory)


def _talk(server: Server, say: Say, first: int, rest: float) -> tuple[float, dict[int, float]]:
    """Say everything at its time; return the CPU of the window, and when each n was posted."""
    began, before, posted = time.monotonic(), server.cpu(), {}
    for number in range(COMMENTS):
        time.sleep(max(0.0, began + number * PAUSE - time.monotonic()))
        n, when = say(first + number)
        posted[n] = when
    time.sleep(max(0.0, began + COMMENTS * PAUSE + rest - time.monotonic()))
    return server.cpu() - before, posted


def _result(seen: list[Seen], posted: dict[int, float], cpu: float, memory: float) -> Result:
    lost = doubled = disordered = 0
    latencies = []
    for reader in seen:
        numbers = [n for n, _when in reader.frames]
        lost += len(posted.keys() - set(numbers))
        doubled += len(numbers) - len(set(numbers))
        disordered += sum(after < before for before, after in pairwise(numbers))
        latencies += [1000 * (when - posted[n]) for n, when in reader.frames if n in posted]
    size = max((reader.size for reader in seen), default=0)
    return Result(lost, doubled, disordered, latencies, cpu, memory, size)
