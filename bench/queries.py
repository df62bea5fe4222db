"""Counts the queries of each page in this process; `python -m bench.queries FACTS` prints JSON.

Each page is asked for with an empty cache: nobody's first visit may cost more than the promise.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from bench.places import paths  # noqa: E402
from bench.store import Facts  # noqa: E402


def count(client: Client, path: str) -> int:
    """Return how many queries a page needs with an empty cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    if os.environ.get("BENCH_SHOW") == path:
        for query in queries.captured_queries:
            print(query["time"], query["sql"][:300], file=sys.stderr)
    return len(queries)


def main(facts: Facts) -> None:
    """Print the counts of guest and member by page."""
    setup_test_environment()
    guest, member = Client(), Client()
    member.cookies["sessionid"] = facts.sessions[0]
    counts = {}
    for page, path in paths(facts).items():
        for client in (guest, member):
            client.get(path)  # the first visit fills what is kept for the process
        counts[page] = {"guest": count(guest, path), "member": count(member, path)}
    print(json.dumps(counts))


if __name__ == "__main__":
    main(Facts(**json.loads(Path(sys.argv[1]).read_text())))
