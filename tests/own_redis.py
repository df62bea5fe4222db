"""A pytest plugin that gives each xdist worker a Redis of its own, named in `REDIS_URLS`.

Redis publishes across its numbered databases, so workers that share a server would hear each
other's streams. It acts when it is imported, because the settings are read right after that.
"""

import os

_urls = os.environ["REDIS_URLS"].split()
_number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["REDIS_URL"] = _urls[_number]
