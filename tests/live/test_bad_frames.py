"""What nobody should send: each gets an answer, and the log gets one line at most."""

import asyncio
import json

import pytest

from tests.live.client import reading
from tests.server import Server

pytestmark = pytest.mark.xdist_group("live")

MALFORMED = {
    "not JSON": "hallo",
    "empty": "",
    "a list": "[]",
    "a number": "7",
    "null": "null",
    "no stream": '{"op":"join","after":0}',
    "no number": '{"op":"join","stream":"thread-1"}',
    "unknown op": '{"op":"shout","stream":"thread-1","after":0,"n":0}',
    "unknown op with a strange field": '{"op":"shout","stream":"thread-1","-":0}',
    "op is a list": '{"op":["join"],"stream":"thread-1","after":0}',
    "op is null": '{"op":null,"stream":"thread-1","after":0}',
    "op is an object": '{"op":{},"stream":"thread-1","after":0}',
    "stream is a number": '{"op":"join","stream":1,"after":0}',
    "stream is an object": '{"op":"join","stream":{"a":1},"after":0}',
    "stream is a list": '{"op":"leave","stream":["thread-1"]}',
    "stream is long": json.dumps({"op": "join", "stream": "t" * 61, "after": 0}),
    "stream is half a character": r'{"op":"join","stream":"\ud800","after":0}',
    "stream has foreign digits": '{"op":"join","stream":"thread-١","after":0}',
    "after is a string": '{"op":"join","stream":"thread-1","after":"0"}',
    "after is true": '{"op":"join","stream":"thread-1","after":true}',
    "after is null": '{"op":"join","stream":"thread-1","after":null}',
    "after is a float": '{"op":"join","stream":"thread-1","after":1.5}',
    "after is 1e400": '{"op":"join","stream":"thread-1","after":1e400}',
    "after is NaN": '{"op":"join","stream":"thread-1","after":NaN}',
    "after is infinite": '{"op":"join","stream":"thread-1","after":-Infinity}',
    "after is negative": '{"op":"join","stream":"thread-1","after":-1}',
    "after is beyond 63 bits": '{"op":"join","stream":"thread-1","after":9223372036854775808}',
    "after has 5,000 digits": '{"op":"join","stream":"thread-1","after":' + "9" * 5_000 + "}",
    "n is a list": '{"op":"ack","stream":"thread-1","n":[1]}',
    "n is an object": '{"op":"ack","stream":"thread-1","n":{}}',
    "deep lists": "[" * 4_000 + "]" * 4_000,
    "deep objects": '{"a":' * 1_600 + "1" + "}" * 1_600,
    "over 8 KiB": json.dumps({"op": "leave", "stream": "thread-1", "x": "x" * 8_192}),
    "1 MiB": json.dumps({"op": "leave", "stream": "thread-1", "x": "x" * 1_048_500}),
    "binary": b'{"op":"leave","stream":"thread-1"}',
    "binary rubbish": bytes(range(256)),
}
ERROR = {"ev": "error", "code": "malformed"}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_frame_is_named_so_and_the_line_goes_on(
    server: Server, text: str | bytes
) -> None:
    logged = len(server.said())
    async with reading(server) as reader:
        await reader.send(text)
        await reader.until(lambda: reader.messages)
        assert reader.messages == [ERROR]
        await reader.join(f"thread-{server.seed['threads'][0]}", 1)
        assert reader.of_kind("joined")
        await reader.line.close()
    assert server.said()[logged:] == ""


@pytest.mark.parametrize(
    "stream",
    ["", "thread", "thread-", "thread-0", "thread-01", "thread--1", "thread-1 ", "thread-\n1",
     "Thread-1", "thread-1.5", "thread-9999999999999999999", "../thread-1", "<b>"],
)  # fmt: skip
async def test_what_is_no_name_of_a_stream_is_unknown(server: Server, stream: str) -> None:
    async with reading(server) as reader:
        await reader.join(stream)
        error = {"ev": "error", "code": "unknown", "stream": stream}
        assert reader.messages == [error]
        await reader.line.close()


async def test_what_one_may_not_read_does_not_differ_from_what_is_not_there(
    server: Server,
) -> None:
    seed = server.seed
    foreign = [f"thread-{seed['vault_thread']}", f"topic-{seed['vault']}", "thread-999999"]
    foreign += [f"member-{seed['people']['other'][0]}", "event-1", "session-1"]
    for session in ("", seed["people"]["reader"][1], "0" * 32, "none;such"):
        async with reading(server, session) as reader:
            for stream in foreign:
                await reader.join(stream)
            expected = [{"ev": "error", "code": "forbidden", "stream": one} for one in foreign]
            assert reader.messages == expected
            await reader.line.close()
    async with reading(server, seed["people"]["office"][1]) as office:
        for stream in foreign[:2]:
            await office.join(stream)
        assert len(office.of_kind("joined")) == 2  # so there was something to keep from the others
        await office.line.close()


async def test_a_frame_of_two_mebibytes_gets_an_error_or_ends_the_line(server: Server) -> None:
    logged = len(server.said())
    async with reading(server) as reader:
        await reader.send("x" * 2_097_152)
        # Daphne hangs up with 1009, which a client that is still sending may not hear.
        await reader.until(lambda: reader.messages == [ERROR] or reader.code in {1009, 1006})
        await reader.line.close()
    assert server.said()[logged:] == ""


async def test_ten_malformed_frames_close_the_line(strict_server: Server) -> None:
    logged = len(strict_server.said())
    async with reading(strict_server) as reader:
        for _ in range(9):
            await reader.send("hallo")
        await reader.until(lambda: len(reader.codes()) == 9)
        assert reader.code is None
        await reader.send("hallo")
        assert await reader.until_closed() == 4429
        assert reader.codes() == ["malformed"] * 10 + ["too-many"]
    said = strict_server.said()[logged:].splitlines()
    assert len(said) == 1
    assert "too many malformed frames" in said[0]


async def test_more_than_twenty_frames_in_ten_seconds_close_the_line(
    strict_server: Server,
) -> None:
    logged = len(strict_server.said())
    leave = json.dumps({"op": "leave", "stream": "thread-1"})
    async with reading(strict_server) as reader:
        for _ in range(20):
            await reader.send(leave)
        await asyncio.sleep(0.5)
        assert reader.messages == []
        assert reader.code is None
        for _ in range(30):
            await reader.send(leave)
        assert await reader.until_closed() == 4429
    said = strict_server.said()[logged:].splitlines()
    assert len(said) == 1
    assert "too many frames" in said[0]


async def test_a_line_joins_twenty_streams_and_no_more(server: Server) -> None:
    threads = server.seed["threads"][:21]
    async with reading(server) as reader:
        for thread in threads[:20]:
            await reader.join(f"thread-{thread}", 10**6)
        await reader.join(f"thread-{threads[20]}", 10**6)
        assert reader.codes() == ["too-many"]
        await reader.join(f"thread-{threads[3]}", 10**6)  # again, that is no further stream
        assert reader.codes() == ["too-many"]
        await reader.line.close()
