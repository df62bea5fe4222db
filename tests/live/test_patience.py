"""What comes by itself while a page is only read: the beat, and the examination of rights."""

import asyncio
import time

import pytest

from tests.live.client import Reader, reading
from tests.server import Server

pytestmark = pytest.mark.xdist_group("live")
BEAT_WITHIN = 27.0
EXAMINED_WITHIN = 34.0


async def _hear_beat(reader: Reader, stream: str) -> None:
    await reader.join(stream, 1)
    await reader.until(lambda: reader.of_kind("beat"), BEAT_WITHIN)
    assert reader.of_kind("beat")[0]["heads"] == {stream: 1}


async def _lose_right(server: Server, reader: Reader, stream: str) -> float:
    await reader.join(stream, 1)
    member = server.seed["people"]["suspended_aside"][0]
    await asyncio.to_thread(server.do, "suspend", member)
    since = time.monotonic()
    assert await reader.until_closed(EXAMINED_WITHIN) == 4401
    return reader.closed_at - since


async def test_the_line_beats_and_a_suspension_in_another_process_is_noticed(
    server: Server,
) -> None:
    # In memory no message leaves the process, so the examination every 30 s has to notice.
    stream = f"thread-{server.new_thread()}"
    session = server.seed["people"]["suspended_aside"][1]
    async with reading(server) as guest, reading(server, session) as member:
        _beat, seconds = await asyncio.gather(
            _hear_beat(guest, stream), _lose_right(server, member, stream)
        )
        assert seconds < EXAMINED_WITHIN
        await guest.line.close()
