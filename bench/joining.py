"""Everybody comes back at once after a restart, each a few comments behind."""

import time

from bench.readers import Place, Seen, crowd
from bench.server import free_port, platform
from bench.store import data_folder
from bench.table import Table, quantile
from bench.visitor import Visitor
from bench.words import comment_of_1_kb

READERS, BEHIND, SECONDS = 1000, 5, 5
PATIENCE = 20  # seconds after which a reader counts as not joined


def measure(table: Table) -> None:
    """Join, restart the server, join again with `after` five behind the head."""
    with crowd() as readers, data_folder("3") as (data, facts):
        port, thread = free_port(), facts.long["thread"]
        stream, head = f"thread-{thread}", 0
        with platform(data, port=port) as server:
            poster = Visitor(server.port, facts.sessions[0])
            for number in range(2 * BEHIND):
                head = poster.comment(thread, comment_of_1_kb(number))[1]["n"]
            place = Place(port, "/live/?lang=de", stream, head, facts.sessions)
            readers.come(place, READERS, PATIENCE)
            stopped = time.monotonic()
        gone = sum(seen.lost_line for seen in readers.seen())
        with platform(data, port=port):
            listening = time.monotonic()
            place = Place(port, "/live/?lang=de", stream, head - BEHIND, facts.sessions)
            back = readers.come(place, READERS, PATIENCE)
            readers.leave()
    name = f"joining, {READERS:,} sockets at once"
    whole = sum(_is_caught_up(seen, head) for seen in back)
    joined = [seen.joined - listening for seen in back if seen.joined] or [float("inf")]
    p50 = f"(half of them in {quantile(joined, 0.5):.1f} s)"
    table.most(f"{name}: all joined after the restart", max(joined), SECONDS, "s", p50)
    table.holds(f"{name}: caught up, in order", whole, f"{READERS}", whole == READERS)
    table.holds(f"{name}: let go by SIGTERM", gone, f"{READERS}", gone == READERS)
    table.note(
        f"{name}: from SIGTERM until the new process listens", f"{listening - stopped:.1f} s"
    )


def _is_caught_up(seen: Seen, head: int) -> bool:
    missed = list(range(head - BEHIND + 1, head + 1))
    return seen.head == head and [n for n, _when in seen.frames] == missed
