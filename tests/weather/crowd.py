"""Many at once in bad weather: posters who try again with the same key, readers who come back."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
from websockets.exceptions import WebSocketException

from tests.live.client import Writer, reading
from tests.server import Server

STORED = {200, 201}


@dataclass
class Crowd:
    """What the posters were told, and what the readers were shown."""

    server: Server
    thread: int
    acknowledged: dict[UUID, str] = field(default_factory=dict)  # key -> id of the comment
    retries: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)  # nobody begins a new comment
    all_posted: asyncio.Event = field(default_factory=asyncio.Event)

    async def post_on(self, session: str, pause: float = 0.2) -> None:
        """Post until the end; each comment until it is acknowledged."""
        while not self.ended.is_set():
            await self.post_one(session, uuid4())
            await asyncio.sleep(pause)

    async def post_one(self, session: str, key: UUID) -> None:
        """Post one comment, with the same key until the server says yes."""
        while True:
            try:
                async with Writer(self.server, session) as writer:
                    answer = await writer.post(self.thread, f"Beitrag {key}", key)
                if answer.status_code in STORED:
                    self.acknowledged[key] = answer.json()["id"]
                    return
            except httpx.TransportError:
                pass
            self.retries += 1
            await asyncio.sleep(0.1)

    async def read_on(self, *, port: int = 0) -> list[int]:
        """Read until the end and beyond its last comment; come back after every break."""
        shown: list[int] = []
        while not (self.all_posted.is_set() and self.is_complete(shown)):
            with contextlib.suppress(OSError, WebSocketException, AssertionError, TimeoutError):
                await self._read_once(shown, port)
            await asyncio.sleep(0.05)
        return shown

    async def _read_once(self, shown: list[int], port: int) -> None:
        async with reading(self.server, port=port) as reader:
            last = shown[-1] if shown else 1
            await reader.say(op="join", stream=f"thread-{self.thread}", after=last)
            seen = 0
            while reader.code is None:
                new = reader.numbers()[seen:]
                seen += len(new)
                shown += new
                if self.all_posted.is_set() and self.is_complete(shown):
                    await reader.line.close()
                await asyncio.sleep(0.02)
            shown += reader.numbers()[seen:]

    def is_complete(self, shown: list[int]) -> bool:
        """Tell whether a reader has seen the head of the stream."""
        return bool(shown) and shown[-1] >= self.head()

    def head(self) -> int:
        """Return the number of the last activity, from the database itself."""
        query = "SELECT last FROM live_stream WHERE name = ?"
        return int(self.server.rows(query, f"thread-{self.thread}")[0][0])

    def stored(self) -> dict[UUID, list[str]]:
        """Return the comments of the thread by key, from the database itself."""
        found: dict[UUID, list[str]] = {}
        query = "SELECT key, id FROM discussions_comment WHERE thread_id = ?"
        for key, number in self.server.rows(query, self.thread):
            found.setdefault(UUID(key), []).append(f"comment-{number}")
        return found

    def entries(self) -> list[int]:
        """Return the numbers that the log holds for the thread's stream."""
        query = "SELECT n FROM live_entry WHERE stream_id = ? ORDER BY n"
        return [n for (n,) in self.server.rows(query, f"thread-{self.thread}")]
