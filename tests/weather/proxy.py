"""A small TCP proxy that can fall silent without a word, or lose the answers of the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Proxy:
    """Passes bytes on between a browser and the server, as long as it is told to."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.silent = False  # nothing passes, nobody is told
        self.swallow_answers = 0  # so many of the next answers are lost, and the line with them
        self.swallowed: list[bytes] = []
        self._lines: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect one browser with the server."""
        there = await asyncio.open_connection("127.0.0.1", self.target)
        for task in (
            asyncio.create_task(self._pass_on(reader, there[1], from_server=False)),
            asyncio.create_task(self._pass_on(there[0], writer, from_server=True)),
        ):
            self._lines.add(task)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_server: bool
    ) -> None:
        try:
            while data := await reader.read(65536):
                if self.silent:
                    continue  # as a train in a tunnel does: no FIN, no RST, no data
                if from_server and self.swallow_answers and data.startswith(b"HTTP/1.1 20"):
                    self.swallow_answers -= 1
                    self.swallowed.append(data)
                    break
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            if not self.silent:
                writer.close()

    def close(self) -> None:
        """Give up every line."""
        for task in self._lines:
            task.cancel()


@asynccontextmanager
async def proxy_to(target: int) -> AsyncIterator[Proxy]:
    """Run a proxy before a server's port."""
    proxy = Proxy(target)
    listener = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = listener.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        proxy.close()
        listener.close()
