"""The one consumer: reads `join`, `leave` and `ack` from a browser; nothing else comes in here.

It asks no database and no channel layer; the hub does both for all sockets of the process.
"""

import json
import logging
from collections import deque
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.cookie import parse_cookie

from live.frames import LANGUAGES, encode
from live.hub import hub
from live.socket import TOO_MANY, Socket
from live.streams import parse_stream

logger = logging.getLogger("live")
MALFORMED_ALLOWED = 10
STREAMS_PER_SOCKET = 20
FIELDS = {"join": "after", "ack": "n", "leave": ""}  # what each operation counts in


class Malformed(ValueError):
    """A frame that the protocol does not know."""


class LiveConsumer(AsyncWebsocketConsumer):
    """Accepts first and cheaply; who may read what is asked when a stream is joined."""

    channel_layer_alias = "none"  # the hub listens for all sockets of the process

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle a message without what Channels does before it.

        That is a thread for closing old database connections, at every ack; there are none here.
        """
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        """Accept, and make the socket known."""
        headers = dict(self.scope["headers"])
        cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        self.socket = Socket(
            self.base_send,
            session=cookies.get(settings.SESSION_COOKIE_NAME, ""),
            language=_language_of(self.scope),
        )
        self.hub = hub()
        self.arrivals: deque[float] = deque()
        self.malformed = 0
        await self.accept()
        self.hub.add(self.socket)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one frame and do what it asks, or say what is wrong with it."""
        if self.socket.closed:
            return
        if self._is_too_often():
            await self._close("too many frames")
            return
        try:
            operation = parse(text_data)
        except Malformed:
            self.malformed += 1
            self.socket.put(encode({"ev": "error", "code": "malformed"}))
            if self.malformed >= MALFORMED_ALLOWED:
                await self._close("too many malformed frames")
            return
        self._obey(**operation)

    def _obey(self, op: str, stream: str, number: int) -> None:
        if op == "ack":
            self.hub.acknowledge(self.socket, stream, number)
        elif op == "leave":
            self.hub.leave(self.socket, stream)
        elif parse_stream(stream) is None:
            self.socket.put(encode({"ev": "error", "code": "unknown", "stream": stream}))
        elif stream not in self.socket.seats and len(self.socket.seats) >= STREAMS_PER_SOCKET:
            self.socket.put(encode({"ev": "error", "code": "too-many", "stream": stream}))
        else:
            self.hub.join(self.socket, stream, number)

    def _is_too_often(self) -> bool:
        now = self.hub.loop.time()
        while self.arrivals and now - self.arrivals[0] > settings.SOCKET_FRAMES_SECONDS:
            self.arrivals.popleft()
        self.arrivals.append(now)
        return len(self.arrivals) > settings.SOCKET_FRAMES

    async def _close(self, reason: str) -> None:
        logger.warning("live: closed a socket of member %s: %s", self.socket.member, reason)
        self.socket.put(encode({"ev": "error", "code": "too-many"}))
        self.hub.remove(self.socket)
        await self.socket.close(TOO_MANY)

    async def disconnect(self, code: int) -> None:
        """Forget the socket; nothing depends on this being called."""
        if hasattr(self, "socket"):
            self.socket.closed = True
            self.hub.remove(self.socket)


def parse(text: str | None) -> dict[str, Any]:
    """Return `op`, `stream` and `number` of a frame; raise Malformed for anything else."""
    if text is None or len(text.encode()) > settings.SOCKET_FRAME_BYTES:
        raise Malformed
    try:
        message = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(message, dict):
        raise Malformed
    op, stream = message.get("op"), message.get("stream")
    if not isinstance(op, str) or op not in FIELDS or not isinstance(stream, str):
        raise Malformed
    # No name has other letters, and half a character could not be sent back in an answer.
    if not stream.isascii() or len(stream) > 60:
        raise Malformed
    number = message.get(FIELDS[op]) if FIELDS[op] else 0
    if type(number) is not int or not 0 <= number < 2**63:
        raise Malformed
    return {"op": op, "stream": stream, "number": number}


def _refuse_constant(name: str) -> object:
    raise Malformed(name)


def _language_of(scope: dict[str, Any]) -> str:
    chosen = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE
