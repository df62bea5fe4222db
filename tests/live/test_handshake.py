"""Who gets a socket at all: pages of this site, at one address, ten for each member."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.live.client import reading
from tests.server import Server

pytestmark = pytest.mark.xdist_group("live")

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "ws://127.0.0.1:{port}",
        "http://localhost:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "http://127.0.0.1:{port}@evil.example",
        "http://evil.example",
        "127.0.0.1:{port}",
    ],
)
async def test_a_page_of_another_origin_is_refused(server: Server, origin: str | None) -> None:
    headers = dict(UPGRADE)
    if origin is not None:
        headers["Origin"] = origin.format(port=server.port)
    logged = len(server.said())
    async with httpx.AsyncClient(timeout=20) as browser:
        answer = await browser.get(f"{server.url}/live/", headers=headers)
    # Daphne itself answers 400 to what is no origin at all.
    assert answer.status_code in ({403, 400} if server.kind == "daphne" else {403})
    assert server.said()[logged:] == ""


@pytest.mark.parametrize("path", ["/", "/live", "/live/x/", "/live/nachholen/", "/ideen/"])
async def test_there_is_a_socket_at_one_address_only(server: Server, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connect(f"ws://127.0.0.1:{server.port}{path}", origin=server.url):  # type: ignore[arg-type]
            pass
    assert refused.value.response.status_code == 403


async def test_the_eleventh_socket_of_a_member_is_closed_and_the_ten_stay(
    strict_server: Server,
) -> None:
    session = strict_server.seed["people"]["reader"][1]
    stream = f"thread-{strict_server.seed['threads'][0]}"
    async with AsyncExitStack() as pages:
        ten = [await pages.enter_async_context(reading(strict_server, session)) for _ in range(10)]
        for reader in ten:
            await reader.join(stream, 1)
        eleventh = await pages.enter_async_context(reading(strict_server, session))
        await eleventh.say(op="join", stream=stream, after=1)
        assert await eleventh.until_closed() == 4429
        await asyncio.sleep(0.3)
        assert [reader.code for reader in ten] == [None] * 10
        await ten[0].line.close()
        await ten[0].task
        successor = await pages.enter_async_context(reading(strict_server, session))
        await successor.join(stream, 1)
        assert successor.of_kind("joined")
        for reader in (*ten, successor):
            await reader.line.close()


async def test_guests_do_not_share_a_count(strict_server: Server) -> None:
    stream = f"thread-{strict_server.seed['threads'][0]}"
    async with AsyncExitStack() as pages:
        guests = [await pages.enter_async_context(reading(strict_server)) for _ in range(12)]
        for reader in guests:
            await reader.join(stream, 1)
        assert all(reader.code is None for reader in guests)
        for reader in guests:
            await reader.line.close()
