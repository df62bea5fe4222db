"""Browsers of the tests: one that reads a socket, and one that writes by HTTP."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.server import Server

CSRF = "t" * 32
PATIENCE = 10.0  # seconds; a busy machine is not a failure


class Reader:
    """A page's socket: remembers every message and, where asked, acknowledges frames."""

    def __init__(self, line: ClientConnection, *, acknowledges: bool = True) -> None:
        self.line = line
        self.acknowledges = acknowledges
        self.messages: list[dict[str, Any]] = []
        self.code: int | None = None
        self.closed_at = 0.0
        self.frames_owed = self.bytes_owed = 0
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for text in self.line:
                message = json.loads(text)
                self.messages.append(message)
                await self._acknowledge(message, len(text))
        except ConnectionClosed:
            pass
        await self.line.wait_closed()
        self.code, self.closed_at = self.line.close_code, time.monotonic()

    async def _acknowledge(self, message: dict[str, Any], size: int) -> None:
        # As static/js/line.js does it: every 48 frames or 48 KB.
        self.frames_owed, self.bytes_owed = self.frames_owed + 1, self.bytes_owed + size
        full = self.frames_owed >= 48 or self.bytes_owed >= 48 * 1024
        if self.acknowledges and full and message["ev"] in {"frame", "gone"}:
            self.frames_owed = self.bytes_owed = 0
            await self.say(op="ack", stream=message["stream"], n=message["n"])

    async def say(self, **message: object) -> None:
        """Send one frame; a closed line is no error of the test."""
        await self.send(json.dumps(message))

    async def send(self, text: str | bytes) -> None:
        """Send exactly this."""
        with contextlib.suppress(ConnectionClosed):
            await self.line.send(text)

    async def join(self, stream: str, after: int = 0) -> None:
        """Join and wait for the answer."""
        known = len(self.messages)
        await self.say(op="join", stream=stream, after=after)
        await self.until(lambda: any(is_answer(one, stream) for one in self.messages[known:]))

    async def until(self, reached: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait until something is so, or fail with what was heard last."""
        end = time.monotonic() + seconds
        while not reached():
            heard = [{**one, "html": "…"} for one in self.messages[-5:]]
            assert time.monotonic() < end, f"not within {seconds} s, heard {heard}"
            await asyncio.sleep(0.01)

    async def until_n(self, n: int, seconds: float = PATIENCE) -> None:
        """Wait for the frame with this number."""
        await self.until(lambda: n in self.numbers(), seconds)

    async def until_closed(self, seconds: float = PATIENCE) -> int | None:
        """Wait for the end and return its code."""
        await self.until(lambda: self.code is not None, seconds)
        return self.code

    def frames(self) -> list[dict[str, Any]]:
        """Return the deeds that came, in the order in which they came."""
        return [one for one in self.messages if one["ev"] in {"frame", "gone"}]

    def numbers(self) -> list[int]:
        """Return the n of every deed that came, in the order in which they came."""
        return [one["n"] for one in self.frames()]

    def of_kind(self, event: str) -> list[dict[str, Any]]:
        """Return the messages of one kind."""
        return [one for one in self.messages if one["ev"] == event]

    def codes(self) -> list[str]:
        """Return the codes of the errors that came."""
        return [one["code"] for one in self.of_kind("error")]


def is_answer(message: dict[str, Any], stream: str) -> bool:
    """Tell whether a message ends a join."""
    return message.get("stream") == stream and message["ev"] in {"joined", "reset", "error"}


@asynccontextmanager
async def reading(
    server: Server,
    session: str = "",
    *,
    port: int = 0,
    path: str = "/live/?lang=de",
    acknowledges: bool = True,
) -> AsyncIterator[Reader]:
    """Open a socket as the page of a session; `port` leads through something in between."""
    cookie = {"Cookie": f"sessionid={session}"} if session else {}
    async with connect(
        f"ws://127.0.0.1:{port or server.port}{path}",
        origin=f"http://127.0.0.1:{port or server.port}",  # type: ignore[arg-type]
        additional_headers=cookie,
        compression=None,
        max_size=None,
        ping_interval=None,
        open_timeout=20,
        close_timeout=1,
    ) as line:
        reader = Reader(line, acknowledges=acknowledges)
        yield reader
    await reader.task


class Writer:
    """A signed-in member at a page's forms."""

    def __init__(self, server: Server, session: str, *, port: int = 0) -> None:
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port or server.port}",
            cookies={"sessionid": session, "csrftoken": CSRF},
            headers={"X-CSRFToken": CSRF, "Accept": "application/json"},
            timeout=30,
        )

    async def __aenter__(self) -> "Writer":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.http.aclose()

    async def post(self, thread: int, text: str, key: UUID | None = None) -> httpx.Response:
        """Post a comment with this key, or a new one."""
        data = {"text": text, "key": str(key or uuid4())}
        return await self.http.post(f"/diskussionen/{thread}/kommentare/", data=data)

    async def must_post(self, thread: int, text: str) -> int:
        """Post a comment that has to be stored, and return its n."""
        answer = await self.post(thread, text)
        assert answer.status_code == 201, answer.text[:500]
        return int(answer.json()["n"])
