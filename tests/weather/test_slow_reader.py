"""A reader that does not read costs a bounded amount and holds up nobody."""

import asyncio
import json
import time
from contextlib import ExitStack

import pytest

from tests.live.client import Reader, Writer, reading
from tests.server import KINDS, Server
from tests.weather.conftest import Serve
from tests.weather.deaf import Deaf

CREDIT = 256 * 1024
LONG = "Ein langer Satz über die Wärme aus dem Klärwerk. " * 190  # 9,300 characters
POSTS = 48
PLAIN = "tests.live.plain:application"
QUICK = "tests.weather.settings_quick"  # three seconds instead of thirty


async def _post_all(server: Server, thread: int) -> None:
    async def post_six(session: str) -> None:
        async with Writer(server, session) as writer:
            for turn in range(POSTS // 8):
                await writer.must_post(thread, f"{turn} {LONG}")

    await asyncio.gather(*map(post_six, server.seed["posters"][:8]))


async def _kept_for(deaf: Deaf, server: Server) -> tuple[list[int], int]:
    thread = server.new_thread()
    deaf.say(op="join", stream=f"thread-{thread}", after=1)
    async with reading(server) as other:
        await other.join(f"thread-{thread}", 1)
        await _post_all(server, thread)
        await other.until(lambda: len(other.frames()) == POSTS)
        await asyncio.sleep(0.5)
        await other.line.close()
    texts = await asyncio.to_thread(deaf.hear, 1.5)
    return other.numbers(), sum(map(len, texts))


@pytest.mark.parametrize("kind", KINDS)
async def test_the_server_keeps_no_more_than_the_credit_for_a_deaf_reader(
    serve: Serve, kind: str
) -> None:
    server = serve(kind=kind)
    with Deaf(server.port) as deaf:
        others, kept = await _kept_for(deaf, server)
        assert others == list(range(2, POSTS + 2))
        assert CREDIT / 2 < kept < CREDIT * 5 / 4
        # When it says that it has read, it gets what was held back, in order.
        stream = json.loads(deaf.texts[0])["stream"]
        while (last := deaf.numbers()[-1]) < POSTS + 1:
            deaf.say(op="ack", stream=stream, n=last)
            assert await asyncio.to_thread(deaf.hear, 1.5), f"nothing came after {last}"
        assert deaf.numbers() == list(range(2, POSTS + 2))


async def test_control_a_plain_consumer_keeps_everything(serve: Serve) -> None:
    server = serve(application=PLAIN)
    with Deaf(server.port) as deaf:
        _others, kept = await _kept_for(deaf, server)
        assert kept > POSTS * len(LONG)


@pytest.mark.parametrize("kind", KINDS)
async def test_who_owes_too_long_is_closed_even_behind_sixteen_deaf_readers(
    serve: Serve, kind: str
) -> None:
    server = serve(kind=kind, DJANGO_SETTINGS_MODULE=QUICK)
    thread = server.new_thread()
    with ExitStack() as lines:
        for _ in range(16):
            deaf = lines.enter_context(Deaf(server.port))
            deaf.say(op="join", stream=f"thread-{thread}", after=1)
        await _closes_the_debtor(server, thread)


async def _closes_the_debtor(server: Server, thread: int) -> None:
    async with reading(server, acknowledges=False) as debtor, reading(server) as payer:
        for reader in (debtor, payer):
            await reader.join(f"thread-{thread}", 1)
        await _post_all(server, thread)
        since = time.monotonic()
        assert await debtor.until_closed() == 4408
        assert debtor.closed_at - since < 3 + 2
        await _goes_on(server, thread, payer)
        await payer.line.close()


async def _goes_on(server: Server, thread: int, payer: Reader) -> None:
    async with Writer(server, server.seed["posters"][0]) as writer:
        n = await writer.must_post(thread, "Und weiter.")
    await payer.until_n(n)
    assert payer.numbers() == list(range(2, n + 1))
    assert payer.code is None
