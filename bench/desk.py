"""The moderators' queue with 5,000 cases, and a board with 2,000 ideas, each beside a small one."""

import json

from bench.server import run
from bench.store import data_folder
from bench.table import Table

CASES, BOARD = 5_000, 2_000
QUERIES, TIMES = 24, 5  # a queue with 5,000 cases against one with 30


def measure(table: Table) -> None:
    """Let a process of its own fill the tables and ask for the pages."""
    with data_folder("large") as (data, _facts):
        printed = run(["-m", "bench.desk_pages", str(CASES), str(BOARD)], data, DEBUG="1")
    for row in map(json.loads, printed.splitlines()[-4:]):
        table.note(row["name"], f"p50 {row['p50']:.1f} ms, p95 {row['p95']:.1f} ms")
        if "against" in row:
            name = f"{row['name']}: time against {row['beside']}"
            table.most(name, row["p50"] / row["against"], TIMES, "×")
        if "queries" in row:
            table.most(f"{row['name']}: queries", row["queries"], QUERIES)
