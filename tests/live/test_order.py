"""Join, replay, live: on one socket the frames of a stream come in order, without gaps, once."""

import asyncio

import pytest

from tests.live.client import Writer, reading
from tests.server import Server

pytestmark = pytest.mark.xdist_group("live")


async def test_a_reader_gets_what_was_missed_and_then_what_comes(server: Server) -> None:
    thread = server.new_thread()
    stream = f"thread-{thread}"
    async with Writer(server, server.seed["posters"][0]) as writer, reading(server) as reader:
        head = await writer.must_post(thread, "Zuerst.")
        await reader.join(stream, 0)
        assert [one["ev"] for one in reader.messages] == ["frame"] * head + ["joined"]
        assert reader.messages[-1] == {"ev": "joined", "stream": stream, "n": head}
        n = await writer.must_post(thread, "Danach, **fett**.")
        await reader.until_n(n)
        frame = reader.messages[-1]
        assert frame["id"].startswith("comment-")
        assert f'id="{frame["id"]}"' in frame["html"]
        assert "<strong>fett</strong>" in frame["html"]
        assert reader.numbers() == list(range(1, n + 1))
        await reader.line.close()


async def test_eight_who_post_at_once_are_read_in_order_by_everybody(server: Server) -> None:
    thread = server.new_thread()
    stream = f"thread-{thread}"

    async def post_six(session: str) -> list[int]:
        async with Writer(server, session) as writer:
            return [await writer.must_post(thread, f"Beitrag {turn}") for turn in range(6)]

    async with reading(server) as early, reading(server) as late:
        await early.join(stream, 1)
        posting = asyncio.gather(*map(post_six, server.seed["posters"][:8]))
        await asyncio.sleep(0.1)
        await late.join(stream, 1)  # in the middle of it: replay and live frames meet
        given = sorted(n for numbers in await posting for n in numbers)
        assert given == list(range(2, 50))
        for reader in (early, late):
            await reader.until_n(49)
            assert reader.numbers() == given
            await reader.line.close()


async def test_who_leaves_hears_nothing_more(server: Server) -> None:
    thread = server.new_thread()
    stream = f"thread-{thread}"
    async with (
        Writer(server, server.seed["posters"][0]) as writer,
        reading(server) as reader,
        reading(server) as control,
    ):
        await reader.join(stream, 1)
        await control.join(stream, 1)
        await reader.say(op="leave", stream=stream)
        await reader.join(f"topic-{server.seed['board']}", 10**6)  # answers after the leave
        n = await writer.must_post(thread, "Hört jemand zu?")
        await control.until_n(n)
        assert [one for one in reader.frames() if one["stream"] == stream] == []
        await reader.line.close()
        await control.line.close()


async def test_who_is_more_than_200_behind_fetches_the_page_again(server: Server) -> None:
    stream, head = f"thread-{server.seed['long_thread']}", server.seed["long_head"]
    async with reading(server) as far, reading(server) as near:
        await far.join(stream, head - 201)
        assert far.messages[0] == {"ev": "reset", "stream": stream}
        assert far.frames() == []
        await near.join(stream, head - 200)
        assert near.numbers() == list(range(head - 199, head + 1))
        assert near.of_kind("reset") == []
        await far.line.close()
        await near.line.close()


async def test_a_page_from_the_future_is_told_to_fetch_itself_again(server: Server) -> None:
    # After a restored backup the page knows more than the database.
    stream = f"thread-{server.new_thread()}"
    async with reading(server) as reader:
        await reader.join(stream, 10**12)
        assert reader.of_kind("reset") == [{"ev": "reset", "stream": stream}]
        await reader.line.close()


async def test_each_reader_reads_in_their_own_language(server: Server) -> None:
    thread = server.new_thread()
    stream = f"thread-{thread}"
    async with (
        Writer(server, server.seed["posters"][0]) as writer,
        reading(server) as german,
        reading(server, path="/live/?lang=en") as english,
    ):
        for reader in (german, english):
            await reader.join(stream, 1)
        n = await writer.must_post(thread, "Gleich lautend.")
        for reader, words in ((german, "Antworten"), (english, "Answer")):
            await reader.until_n(n)
            assert words in reader.frames()[-1]["html"]
            await reader.line.close()
