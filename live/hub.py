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

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import close_old_connections

from live import serving
from live.broadcast import HUBS, group_of
from live.door import admitted, members_of
from live.feed import PATIENCE, Feed
from live.frames import LANGUAGES, Replay, encode, replay
from live.record import heads
from live.socket import (
    RESTART,
    RIGHT_LOST,
    SESSION_ENDED,
    TOO_MANY,
    TOO_SLOW,
    Seat,
    Socket,
)

logger = logging.getLogger("live")
T = TypeVar("T")
BATCH = 250  # joins that are looked up together
LOOK = 1.0  # seconds between two looks at the heads in the database
RENEW = 10.0  # seconds after which the hub joins its groups again; memberships may expire
EXAMINE = 30.0  # seconds after which every right is looked up again, should a recheck get lost

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
        self._layer: Any = get_channel_layer()
        self._channel = ""
        self._subscribed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        # A thread of its own: Django's shared one would make joins wait for slow pages.
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    def start(self) -> None:
        """Start the tasks; they live as long as the loop."""
        serving.serve_here(self.loop)
        for work in (self._listen, self._usher, self._look, self._beat, self._examine):
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
            self.loop.create_task(self._unsubscribe(stream))

    def acknowledge(self, socket: Socket, stream: str, n: int) -> None:
        """Book an ack; a socket with new credit gets what was held back."""
        if socket.acknowledge(stream, n):
            self._resume(socket)

    def _resume(self, socket: Socket) -> None:
        for stream, seat in socket.seats.items():
            if seat.behind and seat.waiting is None:
                seat.waiting = []
                self._joins.put_nowait((socket, stream))

    # -- joining ----------------------------------------------------------------------------

    async def _usher(self) -> None:
        await self._subscribed.wait()
        batch = [await self._joins.get()]
        while len(batch) < BATCH and not self._joins.empty():
            batch.append(self._joins.get_nowait())
        batch = [(socket, stream) for socket, stream in batch if stream in socket.seats]
        for stream in {stream for _socket, stream in batch}:
            await self._layer.group_add(group_of(stream), self._channel)
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
        members, granted, replays = await self.ask(_look_up, wishes, places)
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
        feed.seat_taken(socket, answer[socket.language], self.loop.time())
        if feed.is_behind or feed.early:
            self._heal_soon(feed)

    def _close_surplus(self, members: set[int | None]) -> None:
        for member in members:
            own = [one for one in self.sockets if one.member == member and not one.closed]
            for socket in own[settings.SOCKETS_PER_MEMBER :]:
                self._close(socket, TOO_MANY)

    async def _unsubscribe(self, stream: str) -> None:
        if stream not in self.feeds and self._channel:
            await self._layer.group_discard(group_of(stream), self._channel)

    # -- frames -----------------------------------------------------------------------------

    async def _listen(self) -> None:
        if not self._channel:
            self._channel = await self._layer.new_channel("hub")
        await self._renew()
        self._subscribed.set()
        while True:
            message = await self._layer.receive(self._channel)
            if message["type"] == "recheck":
                self._hold(message)
            elif (feed := self.feeds.get(message["stream"])) is not None:
                await feed.offer(message["n"], message["texts"])
                if feed.is_behind:
                    self._heal_soon(feed)

    async def _renew(self) -> None:
        await self._layer.group_add(HUBS, self._channel)
        for stream in list(self.feeds):
            await self._layer.group_add(group_of(stream), self._channel)

    def _heal_soon(self, feed: Feed) -> None:
        if feed.healing is None or feed.healing.done():
            feed.healing = self.loop.create_task(self._heal(feed))

    async def _heal(self, feed: Feed) -> None:
        await asyncio.sleep(PATIENCE)
        if feed.is_behind and feed.head is not None:
            await feed.heal(await self.ask(replay, feed.name, feed.head, LANGUAGES))

    async def _look(self) -> None:
        """Compare with the database: heals what the layer lost, and what another process wrote."""
        await self._subscribed.wait()
        renewed = self.loop.time()
        while True:
            await asyncio.sleep(LOOK)
            if self.loop.time() - renewed > RENEW:
                await self._renew()
                renewed = self.loop.time()
            if not self.feeds:
                continue
            for stream, head in (await self.ask(heads, list(self.feeds))).items():
                feed = self.feeds.get(stream)
                if feed is not None and feed.head is not None and head > feed.head:
                    feed.target = max(feed.target, head)
                    self._heal_soon(feed)

    # -- rights -----------------------------------------------------------------------------

    def _hold(self, message: dict[str, Any]) -> None:
        members, streams = set(message["members"]), set(message["streams"])
        for socket in list(self.sockets):
            if message["session"] and socket.session == message["session"]:
                self._close(socket, SESSION_ENDED)
        touched = [
            socket
            for socket in self.sockets
            if socket.member in members
            or (members and socket.is_joining)  # it may turn out to be one of them
            or not streams.isdisjoint(socket.seats)
        ]
        for socket in touched:
            socket.held += 1
        self.loop.create_task(self._check_held(touched))

    async def _check_held(self, touched: list[Socket]) -> None:
        await self._check(touched)
        for socket in touched:
            socket.held -= 1
            self._resume(socket)

    async def _examine(self) -> None:
        while True:
            await asyncio.sleep(EXAMINE)
            await self._check(list(self.sockets))

    async def _check(self, touched: list[Socket]) -> None:
        wishes = {(socket.session, stream) for socket in touched for stream in socket.seats}
        sessions = {socket.session for socket in touched}
        try:
            members, granted, _none = await self.ask(_look_up, wishes, set(), sessions)
        except Exception:
            logger.exception("live: rights could not be looked up, trying again")
            await asyncio.sleep(0.5)
            await self._check(touched)
            return
        for socket in touched:
            if socket.member is not None and socket.session not in members:
                self._close(socket, SESSION_ENDED)
            elif any(
                (socket.session, stream) in wishes and (socket.session, stream) not in granted
                for stream in socket.seats
            ):
                self._close(socket, RIGHT_LOST)

    # -- time -------------------------------------------------------------------------------

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            now = self.loop.time()
            for count, socket in enumerate(list(self.sockets), start=1):
                if socket.stalled_since and now - socket.stalled_since > settings.CREDIT_SECONDS:
                    self._close(socket, TOO_SLOW)
                elif now >= socket.next_beat:
                    socket.next_beat = now + _beat_pause()
                    socket.put(encode({"ev": "beat", "heads": self._heads(socket)}))
                if count % 256 == 0:
                    await asyncio.sleep(0)

    def _heads(self, socket: Socket) -> dict[str, int]:
        return {
            stream: self.feeds[stream].head or 0
            for stream, seat in socket.seats.items()
            if seat.waiting is None and stream in self.feeds
        }

    def _close(self, socket: Socket, code: int) -> None:
        self.remove(socket)
        socket.held += 1
        # Not awaited: a line on which nobody reads would hold up all others.
        self.loop.create_task(socket.close(code))

    def say_goodbye(self) -> None:
        """Tell every browser that the server restarts; they come back spread over a few seconds."""
        for socket in list(self.sockets):
            pause = random.randint(200, 200 + 2 * len(self.sockets))  # noqa: S311
            socket.put(encode({"ev": "restart", "retry_after_ms": pause}))
            self._close(socket, RESTART)


def _beat_pause() -> float:
    return random.uniform(15, 25)  # noqa: S311 - spreads load, guards nothing


def _look_up(
    wishes: set[tuple[str, str]],
    places: set[tuple[str, int]],
    sessions: set[str] = frozenset(),  # type: ignore[assignment]
) -> tuple[dict[str, Any], set[tuple[str, str]], dict[tuple[str, int], dict[str, Replay]]]:
    members = members_of({session for session, _stream in wishes} | sessions)
    granted = admitted(members, wishes)
    allowed = {stream for _session, stream in granted}
    return (
        members,
        granted,
        {
            (stream, after): replay(stream, after, LANGUAGES)
            for stream, after in places
            if stream in allowed
        },
    )
