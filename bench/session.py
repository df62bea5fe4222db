"""A session in a full hall: everybody reads along while some write and many support and vote.

Beside it, in the same run, the bare thread: such comments to the same readers, nothing else.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.readers import Crowd, Place, Seen, crowd
from bench.server import ROOT, Server, free_port, platform, run
from bench.session_deeds import Done, Rates, deliver
from bench.session_heard import Heard, disordered, doubled, latencies, lost, missing, unsettled
from bench.store import data_folder, seed
from bench.table import Table, quantile

MEMBERS, SECONDS, CONTROL = 500, 30.0, 8.0
COMMENTS, VOTES = 10.0, 50.0  # a second; half of the votes are supports of questions
QUIET, WARM = 2.0, 4.0
LATEST = 20.0  # seconds after which what has not arrived is lost
REST = 2.0  # seconds in which the last of it arrives
P99, SETTLED, TELLINGS, TIMES = 1000, 1.0, 2.05, 2  # ms, seconds, a second and list, ×
JOINING = 30


@dataclass(frozen=True)
class Hall:
    """Where the session is held, and who is in it."""

    data: Path
    servers: list[Server]
    facts: dict[str, Any]
    more: dict[str, str]

    def cpu(self) -> float:
        """Return the CPU time of all servers."""
        return sum(server.cpu() for server in self.servers)

    def place(self, *, whole: bool) -> Place:
        """Return where readers go: to the thread alone, or to the event as well."""
        thread, event = self.facts["streams"]
        heads = self.told()["heads"]
        ports = [server.port for server in self.servers]
        also = {"also": event, "also_after": heads[1]} if whole else {}
        return Place(
            ports[0], "/live/?lang=de", thread, heads[0], self.facts["sessions"], ports=ports,
            **also,
        )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return what the database holds now."""
        numbers = [str(self.facts["item"]), str(self.facts["poll"])]
        printed = run(["-m", "bench.session_stage", "told", *numbers], self.data, **self.more)
        found: dict[str, Any] = json.loads(printed.splitlines()[-1])
        return found


def measure(table: Table) -> None:
    """Measure with one process on SQLite, and with two on PostgreSQL and Redis."""
    with crowd() as readers:
        with _one_process() as hall:
            _measure(table, "one Daphne process, SQLite", hall, readers)
        sys.path.insert(0, str(ROOT))
        from tests.services import missing_postgres, missing_redis

        if reason := missing_postgres() or missing_redis():
            table.note("session, two processes", f"skipped: {reason}")
            return
        with _two_processes() as hall:
            _measure(table, "two Daphne processes, PostgreSQL (fsync off), Redis", hall, readers)


@contextmanager
def _one_process() -> Iterator[Hall]:
    with data_folder("3") as (data, _facts):
        facts = _stage(data)
        with platform(data) as server:
            yield Hall(data, [server], facts, {})


@contextmanager
def _two_processes() -> Iterator[Hall]:
    from tests.services import throw_away_postgres, throw_away_redis

    with ExitStack() as stack:
        data, _facts = stack.enter_context(data_folder("3"))
        more = {
            "DATABASE_URL": stack.enter_context(throw_away_postgres()),
            "REDIS_URL": stack.enter_context(throw_away_redis()),
        }
        seed(data, "3", **more)
        facts = _stage(data, **more)
        ports = [free_port(), free_port()]
        servers = [stack.enter_context(platform(data, port=port, **more)) for port in ports]
        yield Hall(data, servers, facts, more)


def _stage(data: Path, **more: str) -> dict[str, Any]:
    # In debug mode, because no files are collected yet for what is told on the way.
    printed = run(["-m", "bench.session_stage", "make", str(MEMBERS)], data, DEBUG="1", **more)
    facts: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return facts


def _measure(table: Table, where: str, hall: Hall, readers: Crowd) -> None:
    deliver(hall.servers, hall.facts, Rates(COMMENTS, VOTES), WARM)
    bare = _hear(hall, readers, Rates(COMMENTS, 0), CONTROL, whole=False)
    full = _hear(hall, readers, Rates(COMMENTS, VOTES), SECONDS, whole=True)
    told = full.told
    name, times = f"session, {MEMBERS} members, {where}", latencies(full)
    table.note(f"{name}: {COMMENTS:.0f} comments and {VOTES:.0f} votes a second", full.done)
    table.most(f"{name}: lost", lost(full), 0)
    table.most(f"{name}: doubled", sum(map(doubled, full.seen)), 0)
    table.most(f"{name}: out of order", sum(map(disordered, full.seen)), 0)
    p50 = f"(p50 {quantile(times, 0.5):.0f} ms)"
    table.most(f"{name}: comment, POST to everyone, p99", quantile(times, 0.99), P99, "ms", p50)
    late, wrong = unsettled(full, hall.facts)
    table.most(f"{name}: readers with wrong numbers in the end", wrong, 0)
    table.most(f"{name}: last vote to the right numbers everywhere", late, SETTLED, "s")
    for kind, rate in told["rates"].items():
        table.most(f"{name}: tellings of {kind} a second", rate, TELLINGS)
    table.note(f"{name}: CPU of the servers", full.shares(SECONDS))
    shown = f"({full.cpu:.1f} against {bare.cpu:.1f} ms per 1,000)"
    ratio = full.cpu / bare.cpu
    table.most(f"{name}: CPU per delivery against the bare thread", ratio, TIMES, "×", shown)


def _hear(hall: Hall, readers: Crowd, rates: Rates, seconds: float, *, whole: bool) -> Heard:
    """Deliver before readers, and say what reading has cost beyond the posting itself."""
    came = readers.come(hall.place(whole=whole), MEMBERS, JOINING)
    if missing := sum(not seen.joined for seen in came):
        raise RuntimeError(f"{missing} of {MEMBERS} readers did not get in")
    time.sleep(1)
    idle = _idle(hall)
    readers.seen()
    before, began = hall.cpu(), time.monotonic()
    done = deliver(hall.servers, hall.facts, rates, seconds)
    time.sleep(REST)
    spent = hall.cpu() - before - idle * (time.monotonic() - began)
    seen = _all_of_it(readers, done)
    told = hall.told()
    readers.leave()
    # Afterwards, when everything is as warm as it was before readers.
    posting = _cpu_of_posting(hall, rates) * seconds
    return Heard(done, seen, told, posting, spent - posting)


def _all_of_it(readers: Crowd, done: Done) -> list[Seen]:
    """Return what readers got, once it is everything or nobody waits: late is not lost."""
    end = time.monotonic() + LATEST
    seen = readers.seen()
    while missing(seen, done) and time.monotonic() < end:
        time.sleep(1)
        seen = [
            before.followed_by(after) for before, after in zip(seen, readers.seen(), strict=True)
        ]
    return seen


def _cpu_of_posting(hall: Hall, rates: Rates) -> float:
    """Return the CPU in seconds of one second of this, with nobody there to read it."""
    idle, before = _idle(hall), hall.cpu()
    done = deliver(hall.servers, hall.facts, rates, CONTROL)
    return (hall.cpu() - before - idle * done.seconds) / CONTROL


def _idle(hall: Hall) -> float:
    """Return the CPU in seconds of one second in which nothing happens."""
    before = hall.cpu()
    time.sleep(QUIET)
    return (hall.cpu() - before) / QUIET
