"""The serving process: never two on one folder, a clean farewell, and at once back again."""

import asyncio
import time
from contextlib import AsyncExitStack

import pytest

from tests.live.client import reading
from tests.server import Server, free_port
from tests.weather.conftest import Serve
from tests.weather.crowd import Crowd


async def test_a_second_process_is_refused_with_what_to_do(serve: Serve) -> None:
    server = serve()
    second = Server(server.data)
    second.port, second.log = free_port(), server.data / "second.log"
    second.launch()
    assert second.process is not None
    assert second.process.wait(60) == 1
    said = second.said()
    assert f"process {server.process.pid}" in said  # type: ignore[union-attr]
    assert "IDEAFORGE_DATA_DIR" in said
    assert "REDIS_URL" in said
    assert "Traceback" not in said
    async with reading(server) as reader:  # the first one serves on
        await reader.join(f"thread-{server.new_thread()}")
        await reader.line.close()


def test_another_folder_may_be_served_beside_it(serve: Serve) -> None:
    assert serve().url != serve().url


@pytest.mark.parametrize("rude", [True, False], ids=["after kill -9", "after SIGTERM"])
def test_the_lock_goes_with_the_process(serve: Serve, rude: bool) -> None:
    server = serve()
    if rude:
        server.kill()
    else:
        assert server.stop() == 0
    server.start()
    assert "already serves" not in server.said()


async def test_sigterm_tells_every_reader_when_to_come_back(serve: Serve) -> None:
    server = serve()
    stream = f"thread-{server.new_thread()}"
    async with AsyncExitStack() as pages:
        readers = [await pages.enter_async_context(reading(server)) for _ in range(40)]
        for reader in readers:
            await reader.join(stream, 1)
        since = time.monotonic()
        assert server.process is not None
        server.process.terminate()
        for reader in readers:
            assert (await reader.until_closed(), reader.messages[-1]["ev"]) == (1012, "restart")
            assert 200 <= reader.messages[-1]["retry_after_ms"] <= 200 + 2 * len(readers)
    assert server.process.wait(10) == 0
    assert time.monotonic() - since < 5
    pauses = {reader.messages[-1]["retry_after_ms"] for reader in readers}
    assert len(pauses) > 5  # they do not all come back at once
    assert "Traceback" not in server.said()
    server.start()
    async with reading(server) as reader:
        await reader.join(stream, 1)
        await reader.line.close()


async def test_it_ends_while_people_post_and_has_what_it_acknowledged(serve: Serve) -> None:
    server = serve()
    crowd = Crowd(server, server.new_thread())
    people = server.seed["posters"][:24]
    posters = [asyncio.create_task(crowd.post_on(session, pause=0)) for session in people]
    await asyncio.sleep(2)
    assert server.process is not None
    server.process.terminate()
    assert await asyncio.to_thread(server.process.wait, 10) == 0
    for poster in posters:
        poster.cancel()
    stored = {key for (key,) in server.rows("SELECT key FROM discussions_comment")}
    assert len(crowd.acknowledged) > 20
    assert {key.hex for key in crowd.acknowledged} <= stored
