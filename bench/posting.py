"""One comment by HTTP, and twenty people who write into one hot thread."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from bench.server import ROOT, platform
from bench.store import Facts, data_folder, seed
from bench.table import Table, quantile
from bench.visitor import Visitor
from bench.words import comment_of_1_kb

SINGLE, POSTERS, SECONDS = 100, 20, 6.0


def measure(table: Table) -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    with data_folder("3") as (data, facts):
        with platform(data) as server:
            _measure(table, "SQLite", server.port, facts)
        if reason := _missing_postgres():
            table.note("posting, PostgreSQL", f"skipped: {reason}")
            return
        from tests.services import throw_away_postgres

        with throw_away_postgres() as url:
            others = seed(data, "3", DATABASE_URL=url)
            with platform(data, DATABASE_URL=url) as server:
                _measure(table, "PostgreSQL (fsync off)", server.port, others)


def _missing_postgres() -> str:
    sys.path.insert(0, str(ROOT))
    try:
        import psycopg  # noqa: F401

        from tests.services import missing_postgres
    except ImportError as error:
        return str(error)
    return missing_postgres()


def _measure(table: Table, database: str, port: int, facts: Facts) -> None:
    thread, texts = facts.long["thread"], [comment_of_1_kb(number) for number in range(50)]
    alone = Visitor(port, facts.sessions[0])
    for text in texts[:10]:
        alone.comment(thread, text)
    single = [
        1000 * alone.comment(thread, texts[number % len(texts)])[0].seconds
        for number in range(SINGLE)
    ]
    shown = f"p50 {quantile(single, 0.5):.1f} ms, p95 {quantile(single, 0.95):.1f} ms"
    table.note(f"posting, {database}: one comment of 1 KB", shown, "(a fast forum: 21 ms)")
    end = time.monotonic() + SECONDS

    def write(poster: int) -> list[float]:
        visitor = Visitor(port, facts.sessions[poster])
        took: list[float] = []
        while time.monotonic() < end:
            answer, _body = visitor.comment(thread, texts[len(took) % len(texts)])
            took.append(1000 * answer.seconds)
        return took

    with ThreadPoolExecutor(POSTERS) as pool:
        hot = [one for took in pool.map(write, range(POSTERS)) for one in took]
    shown = (
        f"{len(hot) / SECONDS:.0f} comments per second, p50 {quantile(hot, 0.5):.0f} ms, "
        f"p95 {quantile(hot, 0.95):.0f} ms"
    )
    table.note(f"posting, {database}: {POSTERS} posters in one thread", shown)
