"""One browser's socket: how text reaches it, what it owes, and when it is too slow."""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

Send = Callable[[dict[str, Any]], Awaitable[None]]

SESSION_ENDED, RIGHT_LOST, TOO_SLOW, TOO_MANY, RESTART = 4401, 4403, 4408, 4429, 1012


@dataclass
class Seat:
    """A socket's place in one stream: everything up to `cursor` was handed over.

    While `waiting` is a list, the replay is being read and new frames are kept in it. `behind`
    means that frames were held back and have to be read again from the database.
    """

    cursor: int
    waiting: list[tuple[int, str]] | None = field(default_factory=list)
    behind: bool = False
    owed: deque[tuple[int, int]] = field(default_factory=deque)


class Socket:
    """What the hub knows of one connection; no state here depends on a farewell."""

    __slots__ = (
        "_drain", "_queue", "_send", "bytes_owed", "closed", "frames_owed", "held", "language",
        "member", "next_beat", "next_look", "seats", "session", "stalled_since",
    )  # fmt: skip

    def __init__(self, send: Send, *, session: str, language: str) -> None:
        self._send = send
        self._queue: deque[str] | None = None
        self._drain: asyncio.Task[None] | None = None
        self.session = session
        self.language = language
        self.member: int | None = None
        self.seats: dict[str, Seat] = {}
        self.frames_owed = self.bytes_owed = 0
        self.stalled_since: float | None = None
        self.next_beat = self.next_look = 0.0
        self.held = 0  # examinations that have not ended
        self.closed = False

    @property
    def is_ready(self) -> bool:
        """Whether frames may be sent now: not closed, not under examination, credit left."""
        return not (self.closed or self.held or self.stalled_since is not None)

    @property
    def is_joining(self) -> bool:
        """Whether it waits for the answer to a join, so that its member may not be known yet."""
        return any(seat.waiting is not None for seat in self.seats.values())

    def deliver(self, seat: Seat, n: int, text: str, now: float) -> None:
        """Hand over a frame and book what it owes; `now` is the loop's clock in seconds."""
        size = len(text)
        seat.cursor = n
        seat.owed.append((n, size))
        self.frames_owed += 1
        self.bytes_owed += size
        if self.frames_owed > settings.CREDIT_FRAMES or self.bytes_owed > settings.CREDIT_BYTES:
            self.stalled_since = now
        self.put(text)

    def acknowledge(self, stream: str, n: int) -> bool:
        """Book an ack; tell whether the socket has credit again after a stop."""
        seat = self.seats.get(stream)
        while seat and seat.owed and seat.owed[0][0] <= n:
            self._settle(seat.owed.popleft()[1])
        if self.stalled_since is None or not self._has_credit():
            return False
        self.stalled_since = None
        return True

    def forget(self, stream: str) -> None:
        """Give up a seat and what it owes."""
        seat = self.seats.pop(stream, None)
        for _n, size in seat.owed if seat else ():
            self._settle(size)

    def _settle(self, size: int) -> None:
        self.frames_owed -= 1
        self.bytes_owed -= size

    def _has_credit(self) -> bool:
        return (
            self.frames_owed <= settings.CREDIT_FRAMES // 2
            and self.bytes_owed <= settings.CREDIT_BYTES // 2
        )

    def put(self, text: str) -> None:
        """Send without waiting: step the send by hand, and make a task only where it blocks.

        Measured with 1,000 sockets this needs half of what a task per socket does, and a reader
        that has stopped reading holds up nobody. The queue is bounded by the credit.
        """
        if self.closed:
            return
        if self._queue is not None:
            self._queue.append(text)
            return
        sending = self._send({"type": "websocket.send", "text": text}).__await__()
        try:
            blocked_on = next(sending)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - servers differ in how they say that the line is dead
            self.closed = True
            return
        self._queue = deque()
        self._drain = asyncio.ensure_future(self._finish(sending, blocked_on))

    async def _finish(self, sending: Generator[Any, None, None], blocked_on: Any) -> None:
        try:
            await _resumed(sending, blocked_on)
            while self._queue:
                await self._send({"type": "websocket.send", "text": self._queue.popleft()})
        except Exception:  # noqa: BLE001 - as in put()
            self.closed = True
        finally:
            self._queue = None
            self._drain = None

    async def close(self, code: int) -> None:
        """Close from our side; what was queued is dropped, no frame follows."""
        if self.closed:
            return
        self.closed = True
        if self._drain is not None:
            self._drain.cancel()
        try:
            await self._send({"type": "websocket.close", "code": code})
        except Exception:  # noqa: BLE001 - already gone
            return


@types.coroutine
def _resumed(started: Generator[Any, None, None], blocked_on: Any) -> Generator[Any, Any, None]:
    # Hands a coroutine that was stepped by hand over to the task that awaits this one.
    while True:
        try:
            sent = yield blocked_on
        except BaseException as error:  # noqa: BLE001 - handed on
            advance: Any = started.throw
            value: Any = error
        else:
            advance, value = started.send, sent
        try:
            blocked_on = advance(value)
        except StopIteration:
            return
