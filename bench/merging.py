"""Merging two ideas with 500 contributions and 300 supports each, and undoing it."""

import json
import sys
from pathlib import Path

from bench.server import ROOT, run
from bench.store import data_folder, seed
from bench.table import Table

SLOWEST = 1_000  # ms; locks are held so long, and who writes there waits


def measure(table: Table) -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    with data_folder("3") as (data, _facts):
        _measure(table, "SQLite", data)
        sys.path.insert(0, str(ROOT))
        from tests.services import missing_postgres, throw_away_postgres

        if reason := missing_postgres():
            table.note("merging, PostgreSQL", f"skipped: {reason}")
            return
        with throw_away_postgres() as url:
            seed(data, "3", DATABASE_URL=url)
            _measure(table, "PostgreSQL (fsync off)", data, DATABASE_URL=url)


def _measure(table: Table, database: str, data: Path, **more: str) -> None:
    printed = run(["-m", "bench.merging_deeds"], data, **more)
    figures = json.loads(printed.splitlines()[-1])
    for deed in ("merge", "undo"):
        name = f"merging, {database}: {deed} of two ideas with 500 contributions, 300 supports each"
        table.most(name, figures[deed], SLOWEST, "ms", f"(slowest of {figures['times']})")
