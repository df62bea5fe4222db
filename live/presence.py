"""How many read along: a rounded number for some kinds of streams, never who they are.

Each process counts its own sockets and writes the numbers into the cache, where they live for a
moment; the sum over all processes is what pages show. Nothing of it is stored.
"""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.cache import cache

from live.registry import counts_readers
from live.socket import Socket
from live.streams import parse_stream

if TYPE_CHECKING:
    from live.hub import Hub

ROUND = 5.0  # seconds between two counts
KEEP = 20  # seconds after which a process that has died counts no more
PROCESSES = 64  # whose numbers are added up
FEWEST = 5  # readers that are shown; fewer might be recognised
MANY = 100  # above, the numbers are rounded to tens
TOTAL = "here:total"

Readers = dict[str, int]


class Presence:
    """The numbers of one hub, and the sum that it has read last."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._own = str(uuid4())
        self._place: str | None = None
        self.total: Readers = {}

    async def count(self) -> None:
        """Count again and again; a cache that fails costs one round."""
        while True:
            await asyncio.sleep(ROUND)
            await self.tell()

    async def tell(self) -> None:
        """Write the own numbers down, and read the sum; quick where nobody reads."""
        own = self.own()
        if own or self._place or self.total:
            self.total = await self._hub.ask(self._exchange, own)

    def own(self) -> Readers:
        """Return how many sockets of this process read each stream that is counted."""
        feeds = list(self._hub.feeds.items())
        return {name: len(feed.readers) for name, feed in feeds if _is_counted(name)}

    def shown_to(self, socket: Socket) -> Readers:
        """Return the rounded numbers of the streams that a socket reads."""
        shown = {name: rounded(self.total.get(name, 0)) for name in socket.seats}
        return {name: number for name, number in shown.items() if number}

    def _exchange(self, own: Readers) -> Readers:
        mine = (self._own, own)
        if self._place is None or (cache.get(self._place) or mine)[0] != self._own:
            self._place = next((one for one in _places() if cache.add(one, mine, KEEP)), None)
        if self._place is not None:
            cache.set(self._place, mine, KEEP)
        total: Counter[str] = Counter()
        for process, numbers in cache.get_many(_places()).values():
            total.update(numbers if process != self._own else {})
        total.update(own)
        cache.set(TOTAL, dict(total), KEEP)
        return dict(total)


def readers_of(stream: str) -> int:
    """Return about how many read a stream now, for a page; 0 where it is few or not known."""
    total: Readers = cache.get(TOTAL) or {}
    return rounded(total.get(stream, 0))


def rounded(count: int) -> int:
    """Return the number that is said: nothing for a few, then fives, then tens."""
    if count < FEWEST:
        return 0
    step = 5 if count <= MANY else 10
    return (count + step // 2) // step * step


def _is_counted(stream: str) -> bool:
    parsed = parse_stream(stream)
    return parsed is not None and counts_readers(parsed[0])


def _places() -> list[str]:
    return [f"here:process:{number}" for number in range(PROCESSES)]
