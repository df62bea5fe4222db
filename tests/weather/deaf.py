"""A reader that joins a stream and then never reads, at the level of TCP."""

import json
import os
import socket
import struct
from dataclasses import dataclass, field

SMALL = 4096  # bytes; otherwise the kernel of a test machine swallows megabytes for both sides


@dataclass
class Deaf:
    """A socket with small buffers; `hear` reads, when the time has come."""

    port: int
    line: socket.socket = field(init=False)
    texts: list[bytes] = field(default_factory=list)
    code: int | None = None
    heard: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        self.line.settimeout(20)
        self.line.connect(("127.0.0.1", self.port))
        self.line.sendall(
            f"GET /live/?lang=de HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.line.recv(1)
        assert b" 101 " in answer.partition(b"\r\n")[0], answer

    def __enter__(self) -> "Deaf":
        return self

    def __exit__(self, *error: object) -> None:
        self.line.close()

    def say(self, **message: object) -> None:
        """Send one masked text frame of at most 125 bytes."""
        text, mask = json.dumps(message).encode(), os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text))
        self.line.sendall(bytes([0x81, 0x80 | len(text)]) + mask + masked)

    def hear(self, silence: float) -> list[bytes]:
        """Read until nothing has come for so many seconds; return the new texts."""
        self.line.settimeout(silence)
        known = len(self.texts)
        while self.code is None:
            try:
                more = self.line.recv(65536)
            except OSError:
                break
            self.heard += more
            self._take_apart()
            if not more:
                break
        return self.texts[known:]

    def _take_apart(self) -> None:
        while (found := frame_in(self.heard)) is not None:
            kind, body, size = found
            del self.heard[:size]
            if kind == 1:
                self.texts.append(body)
            elif kind == 8:
                self.code = int.from_bytes(body[:2], "big")

    def numbers(self) -> list[int]:
        """Return the n of every deed that came, in the order in which they came."""
        messages = [json.loads(text) for text in self.texts]
        return [one["n"] for one in messages if one["ev"] in {"frame", "gone"}]


def frame_in(heard: bytes | bytearray) -> tuple[int, bytes, int] | None:
    """Return kind, body and whole size of the first frame of a server, or None while it lacks."""
    if len(heard) < 4:
        return None
    size, begin = heard[1], 2
    if size == 126:
        size, begin = struct.unpack_from(">H", heard, 2)[0], 4
    elif size == 127:
        size, begin = (struct.unpack_from(">Q", heard, 2)[0], 10) if len(heard) > 9 else (0, 999)
    if begin + size > len(heard):
        return None
    return heard[0] & 0x0F, bytes(heard[begin : begin + size]), begin + size
