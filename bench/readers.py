"""Many readers in processes of their own: each socket acks like a browser and notes what it gets.

The protocol is spoken by hand, because a comfortable client costs more CPU for each frame than
the servers that are measured, on the same two cores.
"""

import asyncio
import base64
import multiprocessing
import os
import re
import resource
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from bench.server import HOST

PROCESSES = 2
ACK_FRAMES, ACK_BYTES, ACK_SECONDS = 48, 48 * 1024, 5.0  # as static/js/line.js
FILES = 8192
EVENT = re.compile(rb'\{"ev": ?"(\w+)"')
NUMBER = re.compile(rb'"n": ?(\d+)')
STREAM = re.compile(rb'"stream": ?"([a-z]+-\d+)"')
ELEMENT = re.compile(rb'"id": ?"([\w-]+)"')
SIZES = {126: (">H", 4), 127: (">Q", 10)}


@dataclass(frozen=True)
class Place:
    """Where readers go: `stream` empty means that the server sends without being asked.

    `also` is a second stream that each reader joins, e.g. that of the event around a thread, and
    `ports` are those of several servers among whom readers are shared out.
    """

    port: int
    path: str
    stream: str = ""
    after: int = 0
    sessions: Sequence[str] = ()
    also: str = ""
    also_after: int = 0
    ports: Sequence[int] = ()

    def port_of(self, number: int) -> int:
        """Return the port to which a reader goes."""
        return self.ports[number % len(self.ports)] if self.ports else self.port


@dataclass
class Seen:
    """What one reader got: `(n, when)` of each frame, and when and up to what it had joined.

    `also` are the frames of the second stream, and `parts` the last one of each element in it.
    """

    frames: list[tuple[int, float]] = field(default_factory=list)
    joined: float = 0.0
    head: int = 0
    lost_line: bool = False
    size: int = 0  # of the latest frame, in bytes
    also: list[tuple[int, float]] = field(default_factory=list)
    parts: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    def followed_by(self, later: "Seen") -> "Seen":
        """Return what was got in both of two spans, the second of which is the later one."""
        return Seen(
            self.frames + later.frames, later.joined, later.head, later.lost_line, later.size,
            self.also + later.also, self.parts | later.parts,
        )  # fmt: skip


class Reader(asyncio.Protocol):
    """One socket."""

    def __init__(self, place: Place, number: int) -> None:
        self.place = place
        self.port = place.port_of(number)
        self.session = place.sessions[number % len(place.sessions)] if place.sessions else ""
        self.seen = Seen()
        self.buffer = b""
        self.transport: Any = None
        self.open = False
        self.latest = {place.stream: 0, place.also: 0}
        self.awaited = {stream for stream in (place.stream, place.also) if stream}
        self.frames_owed = self.bytes_owed = 0
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        host = f"{HOST}:{self.port}"
        lines = [
            f"GET {self.place.path} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}",
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            f"Cookie: sessionid={self.session}", "", "",
        ]  # fmt: skip
        self.transport.write("\r\n".join(lines).encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.buffer += data
        if not self.open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.transport.close()
                return
            self.open, self.buffer = True, rest
            self._enter(now)
        while (frame := self._next_frame()) is not None:
            self._take(*frame, now)

    def connection_lost(self, exc: Exception | None) -> None:
        self.seen.lost_line = True
        if not self.ready.done():
            self.ready.set_result(None)

    def _enter(self, now: float) -> None:
        if self.place.stream:
            self._join(self.place.stream, self.place.after)
            if self.place.also:
                self._join(self.place.also, self.place.also_after)
        else:
            self.seen.joined = now
            self.ready.set_result(None)

    def _join(self, stream: str, after: int) -> None:
        self._send(f'{{"op":"join","stream":"{stream}","after":{after}}}')

    def _next_frame(self) -> tuple[int, bytes] | None:
        if len(self.buffer) < 2:
            return None
        length, begin = self.buffer[1] & 127, 2
        if length in SIZES:
            shape, begin = SIZES[length]
            if len(self.buffer) < begin:
                return None
            (length,) = struct.unpack(shape, self.buffer[2:begin])
        if len(self.buffer) < begin + length:
            return None
        opcode, body = self.buffer[0] & 15, self.buffer[begin : begin + length]
        self.buffer = self.buffer[begin + length :]
        return opcode, body

    def _take(self, opcode: int, body: bytes, now: float) -> None:
        if opcode == 9:
            self._send_frame(10, body)
        event = EVENT.match(body) if opcode == 1 else None
        if event is None:
            return
        if event[1] in (b"frame", b"gone"):
            self._note(body, now)
            self._owe(len(body))
        elif event[1] == b"joined":
            number, stream = NUMBER.search(body), self._stream_of(body)
            self.awaited.discard(stream)
            if stream == self.place.stream:
                self.seen.head = int(number[1]) if number else -1
            if not self.awaited and not self.ready.done():
                self.seen.joined = now
                self.ready.set_result(None)

    def _note(self, body: bytes, now: float) -> None:
        found, stream = NUMBER.search(body), self._stream_of(body)
        number = self.latest[stream] = int(found[1]) if found else -1
        if stream == self.place.stream:
            self.seen.frames.append((number, now))
            self.seen.size = len(body)
            return
        self.seen.also.append((number, now))
        if (element := ELEMENT.search(body)) is not None:
            self.seen.parts[element[1].decode()] = (now, body)

    def _stream_of(self, body: bytes) -> str:
        if not self.place.also:
            return self.place.stream
        found = STREAM.search(body)
        return found[1].decode() if found else self.place.stream

    def _owe(self, size: int) -> None:
        if not self.place.stream:
            return
        if not self.frames_owed:
            asyncio.get_running_loop().call_later(ACK_SECONDS, self._settle)
        self.frames_owed += 1
        self.bytes_owed += size
        if self.frames_owed >= ACK_FRAMES or self.bytes_owed >= ACK_BYTES:
            self._settle()

    def _settle(self) -> None:
        if self.frames_owed and not self.transport.is_closing():
            self.frames_owed = self.bytes_owed = 0
            for stream, number in self.latest.items():
                if stream:
                    self._send(f'{{"op":"ack","stream":"{stream}","n":{number}}}')

    def _send(self, text: str) -> None:
        self._send_frame(1, text.encode())

    def _send_frame(self, opcode: int, body: bytes) -> None:
        # Masked with zeros, which is a mask; all our messages are shorter than 126 bytes.
        self.transport.write(bytes([0x80 | opcode, 0x80 | len(body), 0, 0, 0, 0]) + body)


class Crowd:
    """The readers of all processes."""

    def __init__(self, pipes: list[Connection]) -> None:
        self.pipes = pipes

    def come(self, place: Place, count: int, seconds: float) -> list[Seen]:
        """Open sockets at once and wait until all have joined, or the seconds are over."""
        share = count // len(self.pipes)
        return self._ask("come", (place, share, seconds), share)

    def seen(self) -> list[Seen]:
        """Return what each reader got since it was asked last."""
        return self._ask("seen", ())

    def leave(self) -> None:
        """Close all sockets."""
        self._ask("leave", ())

    def _ask(self, what: str, words: tuple[Any, ...], share: int = 0) -> list[Seen]:
        for place, pipe in enumerate(self.pipes):
            # Each process has numbers of its own, so that no member comes twice.
            pipe.send((what, (place * share, *words) if share else words))
        return [seen for pipe in self.pipes for seen in pipe.recv()]


@contextmanager
def crowd() -> Iterator[Crowd]:
    """Start the processes of the readers; they end with the block."""
    _allow_many_files()
    context = multiprocessing.get_context("spawn")
    pairs = [context.Pipe() for _ in range(PROCESSES)]
    helpers = [
        context.Process(target=_work, args=(theirs,), daemon=True) for _ours, theirs in pairs
    ]
    for helper in helpers:
        helper.start()
    try:
        yield Crowd([ours for ours, _theirs in pairs])
    finally:
        for helper in helpers:
            helper.terminate()
            helper.join(5)


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _work(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    readers: list[Reader] = []
    while True:
        what, words = await loop.run_in_executor(None, pipe.recv)
        if what == "come":
            readers = await _come(*words)
        answer = [reader.seen for reader in readers]
        if what == "leave":
            for reader in readers:
                reader.transport.close()
            readers = []
        pipe.send(answer)
        for reader in readers:
            reader.seen = Seen(joined=reader.seen.joined, head=reader.seen.head)


async def _come(first: int, place: Place, count: int, seconds: float) -> list[Reader]:
    async def one(number: int) -> Reader:
        reader = Reader(place, number)
        await asyncio.get_running_loop().create_connection(lambda: reader, HOST, reader.port)
        await asyncio.wait([reader.ready], timeout=seconds)
        return reader

    return await asyncio.gather(*(one(number) for number in range(first, first + count)))
