"""The one subscriber of a process: takes frames from the channel layer to the sockets here.

The layer may lose, double or reorder; the hub asks the database for what is missing, so on one
socket the frames of a stream come in order of n, without gaps, once.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections

from live import serving
from live.door import look_up
from live.feed import Feed
from live.frames import Replay, encode
from live.presence import Presence
from live.reception import Reception
from live.rights import Rights
from live.socket import (
    RESTART,
    TOO_MANY,
    TOO_SLOW,
    Seat,
    Socket,
)

logger = logging.getLogger("live")
T = TypeVar("T")
BATCH = 250  # joins that are looked up together

_hub: "Hub | None" = None


def hub() -> "Hub":
    """Return the hub of the running loop; made without a pause, so there is never a second."""
    global _hub  # noqa: PLW0603 - one per process is the point
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        _hub = Hub(loop)
        _hub.start()
    return _hub


class Hub:
    """Sockets, feeds and the few tasks that move frames between them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.sockets: dict[Socket, None] = {}  # the oldest first
        self.feeds: dict[str, Feed] = {}
        self._joins: asyncio.Queue[tuple[Socket, str]] = asyncio.Queue()
        self.reception = Reception(self)
        self.rights = Rights(self)
        self.presence = Presence(self)
        self._tasks: list[asyncio.Task[None]] = []
        # A thread of its own: Django's shared one would make joins wait for slow pages.
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    def start(self) -> None:
        """Start the tasks; they live as long as the loop."""
        serving.serve_here(self.loop)
        for work in (
            self.reception.listen, self.reception.look, self.rights.examine,
            self.presence.count, self._usher, self._beat,
        ):  # fmt: skip
            self._tasks.append(self.loop.create_task(self._for_ever(work)))

    async def ask(self, question: Callable[..., T], *arguments: object) -> T:
        """Ask the database in the hub's own thread."""

        def answer() -> T:
            close_old_connections()
            try:
                return question(*arguments)
            finally:
                close_old_connections()

        return await self.loop.run_in_executor(self._database, answer)

    async def _for_ever(self, work: Callable[[], Any]) -> None:
        # A locked database or a restarted Redis costs one round, not the hub.
        while True:
            try:
                await work()
            except asyncio.CancelledError:
                raise
            except Exception:
                logger.exception("live: %s failed and goes on", work.__name__)
                await asyncio.sleep(0.5)

    # -- what sockets ask for ---------------------------------------------------------------

    def add(self, socket: Socket) -> None:
        """Know a new socket."""
        socket.next_beat = self.loop.time() + _beat_pause()
        self.rights.expect(socket)
        self.sockets[socket] = None

    def remove(self, socket: Socket) -> None:
        """Forget a socket, whatever it had joined."""
        self.sockets.pop(socket, None)
        for stream in list(socket.seats):
            self.leave(socket, stream)

    def join(self, socket: Socket, stream: str, after: int) -> None:
        """Let a socket in when its right was looked up; frames are kept for it from now on."""
        self.leave(socket, stream)
        feed = self.feeds.setdefault(stream, Feed(stream))
        feed.readers[socket] = socket.seats[stream] = Seat(cursor=after)
        self._joins.put_nowait((socket, stream))

    def leave(self, socket: Socket, stream: str) -> None:
        """Give up a seat; a feed without readers is given up with it."""
        socket.forget(stream)
        feed = self.feeds.get(stream)
        if feed is None:
            return
        feed.readers.pop(socket, None)
        if not feed.readers:
            del self.feeds[stream]
            self.loop.create_task(self.reception.unsubscribe(stream))

    def acknowledge(self, socket: Socket, stream: str, n: int) -> None:
        """Book an ack; a socket with new credit gets what was held back."""
        if socket.acknowledge(stream, n):
            self.resume(socket)

    def resume(self, socket: Socket) -> None:
        """Give a socket what was held back while it had no credit or was examined."""
        for stream, seat in socket.seats.items():
            if seat.behind and seat.waiting is None:
                seat.waiting = []
                self._joins.put_nowait((socket, stream))

    # -- joining ----------------------------------------------------------------------------

    async def _usher(self) -> None:
        await self.reception.subscribed.wait()
        batch = [await self._joins.get()]
        while len(batch) < BATCH and not self._joins.empty():
            batch.append(self._joins.get_nowait())
        batch = [(socket, stream) for socket, stream in batch if stream in socket.seats]
        for stream in {stream for _socket, stream in batch}:
            await self.reception.subscribe(stream)
        try:
            await self._seat(batch)
        except Exception:
            # Nobody is forgotten: the same batch is asked for again.
            for place in batch:
                self._joins.put_nowait(place)
            raise

    async def _seat(self, batch: list[tuple[Socket, str]]) -> None:
        wishes = {(socket.session, stream) for socket, stream in batch}
        places = {
            (stream, socket.seats[stream].cursor)
            for socket, stream in batch
            if stream in socket.seats
        }
        members, granted, replays = await self.ask(look_up, wishes, places)
        for count, (socket, stream) in enumerate(batch, start=1):
            member = members.get(socket.session)
            socket.member = member.pk if member else None
            if stream in socket.seats and not socket.closed:
                if (socket.session, stream) in granted:
                    self._let_in(socket, stream, replays)
                else:
                    self.leave(socket, stream)
                    socket.put(encode({"ev": "error", "code": "forbidden", "stream": stream}))
            if count % 64 == 0:
                await asyncio.sleep(0)
        self._close_surplus({socket.member for socket, _stream in batch} - {None})

    def _let_in(
        self, socket: Socket, stream: str, replays: dict[tuple[str, int], dict[str, Replay]]
    ) -> None:
        answer = replays.get((stream, socket.seats[stream].cursor))
        if answer is None:  # the seat was taken anew while the database was asked
            return
        feed = self.feeds[stream]
        feed.begin(answer[socket.language].head)
        if feed.has_passed(socket, answer[socket.language]):
            # Read before another reader's replay began the feed: what lies between reached nobody.
            self._joins.put_nowait((socket, stream))
            return
        feed.seat_taken(socket, answer[socket.language], self.loop.time())
        if feed.is_behind or feed.early:
            self.reception.heal_soon(feed)

    def _close_surplus(self, members: set[int | None]) -> None:
        for member in members:
            own = [one for one in self.sockets if one.member == member and not one.closed]
            for socket in own[settings.SOCKETS_PER_MEMBER :]:
                self.close(socket, TOO_MANY)

    # -- time -------------------------------------------------------------------------------

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            now = self.loop.time()
            for count, socket in enumerate(list(self.sockets), start=1):
                if socket.stalled_since and now - socket.stalled_since > settings.CREDIT_SECONDS:
                    self.close(socket, TOO_SLOW)
                elif now >= socket.next_beat:
                    socket.next_beat = now + _beat_pause()
                    socket.put(encode(self._beat_for(socket)))
                if count % 256 == 0:
                    await asyncio.sleep(0)

    def _beat_for(self, socket: Socket) -> dict[str, object]:
        here = self.presence.shown_to(socket)
        beat: dict[str, object] = {"ev": "beat", "heads": self._heads(socket)}
        return beat | {"here": here} if here else beat

    def _heads(self, socket: Socket) -> dict[str, int]:
        return {
            stream: self.feeds[stream].head or 0
            for stream, seat in socket.seats.items()
            if seat.waiting is None and stream in self.feeds
        }

    def close(self, socket: Socket, code: int) -> None:
        """Close a socket from our side; from now on it gets nothing more."""
        self.remove(socket)
        socket.held += 1
        # Not awaited: a line on which nobody reads would hold up all others.
        self.loop.create_task(socket.close(code))

    def say_goodbye(self) -> None:
        """Tell every browser that the server restarts; they come back spread over a few seconds."""
        for socket in list(self.sockets):
            pause = random.randint(200, 200 + 2 * len(self.sockets))  # noqa: S311
            socket.put(encode({"ev": "restart", "retry_after_ms": pause}))
            self.close(socket, RESTART)


def _beat_pause() -> float:
    return random.uniform(15, 25)  # noqa: S311 - spreads load, guards nothing
