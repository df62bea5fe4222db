"""The hub within the test's own process, and channel layers that behave like bad weather."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from copy import deepcopy
from typing import Any
from uuid import uuid4

from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer, channel_layers
from channels.testing import WebsocketCommunicator
from django.db import connections

import live.hub
from discussions import actions
from discussions.models import Thread
from live import serving
from live.hub import Hub, hub
from live.socket import Socket
from members.models import Member


class Lossy(InMemoryChannelLayer):
    """Loses every third frame, doubles every fourth, and hands over every fifth too late."""

    def __init__(self, **options: Any) -> None:
        super().__init__(capacity=20_000, **options)
        self.count = 0
        self.late: tuple[str, dict[str, Any]] | None = None

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Pass a message on as the weather wants it."""
        self.count += 1
        if self.count % 3 == 0:
            return
        if self.count % 5 == 0 and self.late is None:
            self.late = (group, deepcopy(message))
            return
        for _copy in range(2 if self.count % 4 == 0 else 1):
            await super().group_send(group, message)
        if self.late is not None:
            (group, message), self.late = self.late, None
            await super().group_send(group, message)


@contextmanager
def layer_is(layer: InMemoryChannelLayer) -> Iterator[InMemoryChannelLayer]:
    """Let the whole process use this channel layer."""
    before = channel_layers.set("default", layer)
    try:
        yield layer
    finally:
        channel_layers.set("default", before) if before else channel_layers.backends.clear()


@asynccontextmanager
async def running_hub() -> AsyncIterator[Hub]:
    """Run the one hub of this loop, and end it with everything that it holds."""
    running = hub()
    try:
        yield running
    finally:
        others = {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(running._database, connections.close_all)
        running._database.shutdown()
        live.hub._hub = None
        serving._loop = None


class Page:
    """A socket without a network: what the hub sends to it stands in `messages`."""

    def __init__(self, running: Hub, stream: str, after: int = 0, *, session: str = "") -> None:
        self.messages: list[dict[str, Any]] = []
        self.closed_with: int | None = None
        self.socket = Socket(self._receive, session=session, language="de")
        self.stream = stream
        running.add(self.socket)
        running.join(self.socket, stream, after)

    async def _receive(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            self.closed_with = message["code"]
        else:
            self.messages.append(json.loads(message["text"]))

    def numbers(self) -> list[int]:
        """Return the n of every deed that came, in the order in which they came."""
        return [one["n"] for one in self.messages if one["ev"] in {"frame", "gone"}]

    async def until_joined(self) -> None:
        """Wait for the answer to the join."""
        await until(lambda: any(one["ev"] in {"joined", "reset"} for one in self.messages))


async def until(reached: Any, seconds: float = 10.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not reached():
            await asyncio.sleep(0.01)


def make_thread() -> tuple[Member, Thread]:
    """Store a member and a public thread."""
    author = Member.objects.create_user("a@x.de", name="Anna Deich", handle="anna")
    return author, actions.open_thread(audience="public")


@sync_to_async
def make_thread_soon() -> tuple[Member, Thread]:
    """Store a member and a public thread, from within a loop."""
    return make_thread()


@sync_to_async
def post_soon(author: Member, thread: Thread, text: str = "Hallo.") -> int:
    """Post a comment, from within a loop; return its n."""
    return actions.post_comment(author=author, thread=thread, text=text, key=uuid4()).n


@asynccontextmanager
async def plain_page(stream: str) -> AsyncIterator[list[int]]:
    """The control: a plain Channels consumer; yield the list of the n that reach it."""
    from tests.live.plain import PlainConsumer

    page = WebsocketCommunicator(PlainConsumer.as_asgi(), "/live/")
    await page.connect()
    await page.send_json_to({"op": "join", "stream": stream, "after": 0})
    await page.receive_json_from()
    numbers: list[int] = []

    async def read() -> None:
        while True:
            numbers.append((await page.output_queue.get())["text"])

    reading = asyncio.create_task(read())
    try:
        yield numbers
    finally:
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading
        numbers[:] = [json.loads(str(text))["n"] for text in numbers]
        await page.disconnect()
