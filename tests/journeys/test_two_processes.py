"""Two processes on PostgreSQL and Redis: what one takes in, readers of the other get, in order."""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import websockets

from tests.journeys.conftest import demo_server
from tests.server import Server
from tests.services import (
    missing_postgres,
    missing_redis,
    throw_away_postgres,
    throw_away_redis,
)

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("journeys")]
COMMENTS = 12  # from each process


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers with one database and one Redis."""
    if reason := missing_postgres() or missing_redis():
        pytest.skip(reason)
    with ExitStack() as services:
        shared = {
            "DATABASE_URL": services.enter_context(throw_away_postgres()),
            "REDIS_URL": services.enter_context(throw_away_redis()),
        }
        servers = []
        for name in ("one", "two"):
            servers.append(demo_server(tmp_path / name, SECRET_KEY="the same for both", **shared))
        servers[0].manage("migrate", "--verbosity", "0")
        servers[0].manage("demo")
        for server in servers:
            server.start()
            services.callback(server.stop)
        yield servers[0], servers[1]


async def sign_in(url: str, who: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=20)
    page = await client.get("/konto/anmelden/")
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.text)
    assert found
    await client.post("/konto/demo/", data={"member": who, "csrfmiddlewaretoken": found[1]})
    client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
    client.headers["Accept"] = "application/json"
    return client


async def read(server: Server, cookie: str, stream: str, until: int) -> list[int]:
    url = f"ws://127.0.0.1:{server.port}/live/"
    headers = {"Cookie": f"sessionid={cookie}"}
    numbers: list[int] = []
    async with websockets.connect(url, origin=server.url, additional_headers=headers) as line:  # type: ignore[arg-type]
        await line.send(json.dumps({"op": "join", "stream": stream, "after": 0}))
        while not numbers or numbers[-1] < until:
            message = json.loads(await asyncio.wait_for(line.recv(), 20))
            if message["ev"] in ("frame", "gone"):
                numbers.append(message["n"])
    return numbers


async def test_readers_of_each_process_get_everything_in_order(
    pair: tuple[Server, Server],
) -> None:
    clients = [
        await sign_in(server.url, who)
        for server, who in zip(pair, ("mayor", "landrat"), strict=True)
    ]
    page = await clients[0].get("/ideen/", headers={"Accept": "text/html"})
    found = re.search(r'href="(/ideen/\d+-[^"]+)"', page.text)
    assert found
    idea = await clients[0].get(found[1], headers={"Accept": "text/html"})
    place = re.search(r'data-stream="(thread-(\d+))" data-n="(\d+)"', idea.text)
    assert place
    stream, thread, last = place[1], place[2], int(place[3])
    readers = [
        asyncio.create_task(read(server, client.cookies["sessionid"], stream, last + 2 * COMMENTS))
        for server, client in zip(pair, clients, strict=True)
    ]

    async def post_all(client: httpx.AsyncClient) -> None:
        for number in range(COMMENTS):
            words = {"text": f"Beitrag {number}", "key": str(uuid4())}
            answer = await client.post(f"/diskussionen/{thread}/kommentare/", data=words)
            assert answer.status_code == 201

    await asyncio.gather(*(post_all(client) for client in clients))
    expected = list(range(1, last + 2 * COMMENTS + 1))
    assert [await reader for reader in readers] == [expected, expected]
    for client in clients:
        await client.aclose()
