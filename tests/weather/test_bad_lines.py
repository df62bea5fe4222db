"""Lines that break without a word, and answers that never arrive."""

import asyncio
import contextlib
from uuid import uuid4

import httpx
import pytest

from tests.live.client import Writer, reading
from tests.server import KINDS
from tests.weather.conftest import Serve
from tests.weather.crowd import Crowd
from tests.weather.proxy import proxy_to

TUNNEL = 30.0  # seconds without any sign; the page itself gives a line up after 45


@pytest.mark.parametrize("kind", KINDS)
async def test_a_reader_in_a_tunnel_catches_up_and_holds_up_nobody(serve: Serve, kind: str) -> None:
    server = serve(kind=kind)
    thread = server.new_thread()
    stream = f"thread-{thread}"
    async with (
        proxy_to(server.port) as tunnel,
        Writer(server, server.seed["posters"][0]) as writer,
        reading(server) as outside,
    ):
        await outside.join(stream, 1)
        async with reading(server, port=tunnel.port) as inside:
            await inside.join(stream, 1)
            await writer.must_post(thread, "Vor dem Tunnel.")
            await inside.until_n(2)
            tunnel.silent = True
            for turn in range(10):
                await writer.must_post(thread, f"Im Tunnel {turn}")
                await asyncio.sleep(TUNNEL / 10)
            assert inside.numbers() == [2]
            assert inside.code is None  # nobody has told it
            inside.line.transport.abort()
        tunnel.silent = False
        async with reading(server, port=tunnel.port) as inside:
            await inside.join(stream, 2)
            assert inside.numbers() == list(range(3, 13))
            n = await writer.must_post(thread, "Nach dem Tunnel.")
            await inside.until_n(n)
            await outside.until_n(n)
            assert outside.numbers() == list(range(2, 14))
            await inside.line.close()
        await outside.line.close()


async def test_a_lost_answer_and_the_same_key_make_one_comment(serve: Serve) -> None:
    server = serve()
    crowd = Crowd(server, server.new_thread())
    key, session = uuid4(), server.seed["posters"][0]
    async with proxy_to(server.port) as line:
        line.swallow_answers = 1
        async with Writer(server, session, port=line.port) as page:
            with pytest.raises(httpx.TransportError):
                await page.post(crowd.thread, "Angekommen?", key)
        assert line.swallowed[0].startswith(b"HTTP/1.1 201")  # the server had said yes
        async with Writer(server, session, port=line.port) as page:
            again = await page.post(crowd.thread, "Angekommen?", key)
            other = await page.post(crowd.thread, "Etwas anderes", key)
    assert again.status_code == 200
    assert crowd.stored() == {key: [again.json()["id"]]}
    assert again.json()["n"] == 2
    assert other.status_code == 409
    assert other.json()["error"]


async def test_control_without_the_key_a_lost_answer_makes_two_comments(serve: Serve) -> None:
    server = serve()
    crowd = Crowd(server, server.new_thread())
    async with proxy_to(server.port) as line:
        line.swallow_answers = 1
        for _attempt in range(2):
            with contextlib.suppress(httpx.TransportError):
                async with Writer(server, server.seed["posters"][0], port=line.port) as page:
                    await page.post(crowd.thread, "Angekommen?")  # each with a key of its own
    assert len(crowd.stored()) == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_twenty_equal_posts_at_once_are_one_comment(serve: Serve, kind: str) -> None:
    server = serve(kind=kind)
    crowd = Crowd(server, server.new_thread())
    key, session = uuid4(), server.seed["posters"][0]

    async def post() -> httpx.Response:
        async with Writer(server, session) as page:
            return await page.post(crowd.thread, "Doppelt geklickt.", key)

    async with reading(server) as reader:
        await reader.join(f"thread-{crowd.thread}", 1)
        answers = await asyncio.gather(*(post() for _ in range(20)))
        assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
        bodies = [answer.json() for answer in answers]
        assert all(body == bodies[0] for body in bodies)
        assert crowd.stored() == {key: [bodies[0]["id"]]}
        await asyncio.sleep(1.5)  # longer than the hub waits before it looks again
        assert reader.numbers() == [2]
        await reader.line.close()


async def test_a_key_belongs_to_one_author(serve: Serve) -> None:
    server = serve()
    crowd = Crowd(server, server.new_thread())
    key = uuid4()
    for session in server.seed["posters"][:2]:
        async with Writer(server, session) as page:
            assert (await page.post(crowd.thread, "Zufall", key)).status_code == 201
    assert [len(comments) for comments in crowd.stored().values()] == [2]
