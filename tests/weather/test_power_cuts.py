"""kill -9 in the middle of everything: what was acknowledged is there, once, for everybody."""

import asyncio
from itertools import pairwise
from uuid import uuid4

import pytest

from tests.live.client import Writer, reading
from tests.weather.conftest import Serve
from tests.weather.crowd import Crowd

KILLS = 10
POSTERS = 20
READERS = 4
PLAIN = "tests.live.plain:application"


@pytest.mark.timeout(180)
async def test_ten_power_cuts_lose_and_double_nothing(serve: Serve) -> None:
    server = serve()
    crowd = Crowd(server, server.new_thread())
    readers = [asyncio.create_task(crowd.read_on()) for _ in range(READERS)]
    posters = [
        asyncio.create_task(crowd.post_on(session)) for session in server.seed["posters"][:POSTERS]
    ]
    for _cut in range(KILLS):
        before = len(crowd.acknowledged)
        while len(crowd.acknowledged) < before + 10:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    crowd.ended.set()
    await asyncio.gather(*posters)
    crowd.all_posted.set()
    shown = await asyncio.wait_for(asyncio.gather(*readers), 30)

    stored = crowd.stored()
    assert crowd.retries >= KILLS  # so there were answers that did not come
    assert {key: stored[key] for key in crowd.acknowledged} == {
        key: [one] for key, one in crowd.acknowledged.items()
    }
    assert stored.keys() == crowd.acknowledged.keys()
    assert crowd.entries() == list(range(1, len(stored) + 2))  # 1 is the idea itself
    for numbers in shown:
        wrong = [pair for pair in pairwise(numbers) if pair[1] != pair[0] + 1]
        assert wrong == []
        assert (numbers[0], numbers[-1]) == (2, len(stored) + 1)


async def test_control_without_the_key_a_retry_is_stored_twice(serve: Serve) -> None:
    # The answer is lost after the commit; a page without keys can only send the words again.
    server = serve()
    crowd = Crowd(server, server.new_thread())
    async with Writer(server, server.seed["posters"][0]) as writer:
        for key in (uuid4(), uuid4()):
            assert (await writer.post(crowd.thread, "Dieselben Worte", key)).status_code == 201
    assert len(crowd.stored()) == 2


async def test_control_a_plain_consumer_shows_nothing_of_the_time_between(serve: Serve) -> None:
    server = serve(application=PLAIN)
    thread = server.new_thread()
    stream = f"thread-{thread}"
    async with Writer(server, server.seed["posters"][0]) as writer:
        async with reading(server) as reader:
            await reader.join(stream, 1)
            await writer.must_post(thread, "Gesehen.")
            await reader.until_n(2)
            await reader.line.close()
        await writer.must_post(thread, "Dazwischen.")
        async with reading(server) as reader:
            await reader.join(stream, 2)
            await writer.must_post(thread, "Danach.")
            await reader.until_n(4)
            assert reader.numbers() == [4]  # 3 is lost for good
            await reader.line.close()
