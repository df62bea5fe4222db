"""A reader that joins a stream and then never reads, at the level of TCP."""

import json
import os
import socket
import struct
from dataclasses import dataclass, field

SMALL = 4096  # bytes; otherwise the kernel of a test machine swallows megabytes for both sides


@dataclass
class Deaf:
    """A socket with small buffers; `listen` reads it to its end, when the time has come."""

    port: int
    line: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        self.line.settimeout(20)
        self.line.connect(("127.0.0.1", self.port))
        self.line.sendall(
            f"GET /live/?lang=de HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.line.recv(1)
        assert b" 101 " in answer.partition(b"\r\n")[0], answer

    def say(self, **message: object) -> None:
        """Send one masked text frame of at most 125 bytes."""
        text, mask = json.dumps(message).encode(), os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text))
        self.line.sendall(bytes([0x81, 0x80 | len(text)]) + mask + masked)

    def listen(self) -> tuple[list[bytes], int | None]:
        """Read to the end; return the texts that came, and the code of the close."""
        heard = bytearray()
        while True:
            try:
                more = self.line.recv(65536)
            except (ConnectionResetError, TimeoutError):
                break
            heard += more
            if not more or (found := frames_in(heard))[1] is not None:
                break
        found = frames_in(heard)
        self.line.close()
        return found


def frames_in(heard: bytes | bytearray) -> tuple[list[bytes], int | None]:
    """Take whole server frames apart; return the texts, and the code where the last is a close."""
    texts, place = [], 0
    while place + 2 <= len(heard):
        kind, size, begin = heard[place] & 0x0F, heard[place + 1], place + 2
        if size == 126:
            size, begin = struct.unpack_from(">H", heard, begin)[0], begin + 2
        elif size == 127:
            size, begin = struct.unpack_from(">Q", heard, begin)[0], begin + 8
        if begin + size > len(heard):
            break
        body = bytes(heard[begin : begin + size])
        if kind == 8:
            return texts, int.from_bytes(body[:2], "big")
        if kind == 1:
            texts.append(body)
        place = begin + size
    return texts, None
