"""Pages over 10,000 ideas and 100,000 comments, beside a bare view in the same run."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

from bench.places import READERS, paths
from bench.server import Server, free_port, platform, run, running
from bench.store import data_folder
from bench.table import Table, quantile
from bench.visitor import Answer, Visitor

QUERIES, TIMES_BARE, TIMES_LIST = 15, 3, 2
WARM_UP, ASKED, CONNECTIONS = 3, 60, 4
SECONDS = 2.0  # for one page and reader; a slow page is asked for less often
SIZES = ("1", "3", "30", "large")
QUALITY = 5  # of brotli, as a proxy compresses pages on the way


@dataclass
class Figures:
    """One page for one reader: times in milliseconds."""

    cpu: float
    times: list[float]
    per_second: float
    body: bytes

    def __str__(self) -> str:
        small = len(brotli.compress(self.body, quality=QUALITY))
        return (
            f"p50 {quantile(self.times, 0.5):.1f} ms, p95 {quantile(self.times, 0.95):.1f} ms, "
            f"{self.per_second:.0f} requests/s, {len(self.body) / 1000:.1f} KB, "
            f"{small / 1000:.1f} KB compressed"
        )


def measure(table: Table) -> None:
    """Measure queries first, then time and CPU of both servers."""
    _queries(table)
    with ExitStack() as servers:
        data, facts = servers.enter_context(data_folder("large"))
        other, _facts = servers.enter_context(data_folder("large"))
        ours = servers.enter_context(platform(data))
        port = free_port()
        words = ["-m", "daphne", "-v", "0", "-p", str(port), "bench.bare_asgi:application"]
        bare = servers.enter_context(
            running(words, other, port, DJANGO_SETTINGS_MODULE="bench.bare_settings")
        )
        visitors = {"guest": "", "member": facts.sessions[0]}
        before = _ask(bare, "", "/")
        found = {
            (page, reader): _try(table, ours, visitors[reader], page, path)
            for page, path in paths(facts).items()
            for reader in READERS
        }
        base = (before.cpu + _ask(bare, "", "/").cpu) / 2
    table.note("page of the bare view", f"CPU {base:.1f} ms, {before}")
    for (page, reader), figures in found.items():
        if figures is not None:
            name = f"page {page}, {reader}"
            times = f"({figures.cpu:.1f} ms)"
            table.most(
                f"{name}: CPU against the bare view", figures.cpu / base, TIMES_BARE, "×", times
            )
            table.note(name, figures)
    for reader in READERS:
        search, all_ideas = found["search", reader], found["list", reader]
        if search and all_ideas:
            ratio = quantile(search.times, 0.5) / quantile(all_ideas.times, 0.5)
            table.most(f"page search, {reader}: time against the list", ratio, TIMES_LIST, "×")


def _queries(table: Table) -> None:
    counts = []
    for size in SIZES:
        with data_folder(size) as (data, facts):
            (data / "facts.json").write_text(json.dumps(vars(facts)))
            try:
                words = ["-m", "bench.queries", str(data / "facts.json")]
                # In debug mode, because no files are collected here; queries are the same.
                printed = run(words, data, DEBUG="1")
            except RuntimeError as error:
                table.fail(f"queries with {size} items", error)
            else:
                counts.append(json.loads(printed.splitlines()[-1]))
    for page in counts[0] if counts else ():
        for reader in READERS:
            numbers = [count[page][reader] for count in counts]
            shown = " / ".join(str(number) for number in numbers)
            met = max(numbers) <= QUERIES and len(set(numbers)) == 1
            name = f"page {page}, {reader}: queries with 1 / 3 / 30 / 10,000 items"
            table.holds(name, shown, f"≤ {QUERIES}, the same", met)


def _try(table: Table, server: Server, session: str, page: str, path: str) -> Figures | None:
    try:
        return _ask(server, session, path)
    except (OSError, RuntimeError) as error:
        table.fail(f"page {page}", error)
        return None


def _ask(server: Server, session: str, path: str) -> Figures:
    """Ask one after the other for times and CPU, then several at a time for the rate."""
    visitor = Visitor(server.port, session)
    body = _visit(visitor, path, WARM_UP, SECONDS)[0].body
    before = server.cpu()
    answers = _visit(visitor, path, ASKED, SECONDS)
    cpu = 1000 * (server.cpu() - before) / len(answers)
    times = [1000 * answer.seconds for answer in answers]
    rate = 1 / (sum(times) / len(times) / 1000)
    if len(answers) == ASKED:
        rate = _rate(server, session, path)
    return Figures(cpu, times, rate, body)


def _rate(server: Server, session: str, path: str) -> float:
    """Return the requests per second of a few visitors at the same time."""
    began = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        visits = [
            pool.submit(_visit, Visitor(server.port, session), path, ASKED // CONNECTIONS, SECONDS)
            for _number in range(CONNECTIONS)
        ]
        done = sum(len(visit.result()) for visit in visits)
    return done / (time.monotonic() - began)


def _visit(visitor: Visitor, path: str, times: int, seconds: float) -> list[Answer]:
    """Ask so many times, but once the seconds are over no more."""
    end = time.monotonic() + seconds
    answers: list[Answer] = []
    while not answers or (len(answers) < times and time.monotonic() < end):
        answers.append(visitor.get(path))
    return answers
