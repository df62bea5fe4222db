"""Sending past the event loop: right frames, in order, and nothing lost where a socket is full."""

import struct
from types import SimpleNamespace
from typing import Any

import pytest
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.tcp import Connection

from live import daphne, writing

BACK = "by way of the loop"


class Full(Connection):
    """A connection that takes so many bytes at once, and keeps the rest for later."""

    def __init__(self, takes: int) -> None:
        self.takes, self.went, self.later = takes, b"", b""
        self.connected, self.disconnecting = True, False
        self.dataBuffer, self._tempDataLen = b"", 0

    def writeSomeData(self, data: bytes) -> int:
        """Take what fits."""
        self.went += data[: self.takes]
        return min(len(data), self.takes)

    def write(self, data: bytes) -> None:
        """Keep the rest."""
        self.later += data


@pytest.fixture(autouse=True)
def by_the_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write by the transport, as where the system has no other way; `test_writing` has that."""
    monkeypatch.setattr(writing, "_send", None)


@pytest.fixture
def slow_way(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was left to Daphne's own way."""
    left: list[Any] = []
    monkeypatch.setattr(daphne, "_by_way_of_the_loop", lambda _p, text, _b: left.append(text))
    return left


def page(transport: Any, **more: object) -> Any:
    """Return a protocol that is open."""
    fields = {"state": WebSocketProtocol.STATE_OPEN, "transport": transport, "send_queue": []}
    return SimpleNamespace(**fields | more)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 300_000])
def test_a_frame_is_as_the_standard_has_it(length: int) -> None:
    frame = daphne.framed("x" * length)
    assert frame[0] == 0x81
    if length <= 125:
        assert (frame[1], frame[2:]) == (length, b"x" * length)
    elif length <= 65_535:
        assert struct.unpack("!BH", frame[1:4]) == (126, length)
        assert frame[4:] == b"x" * length
    else:
        assert struct.unpack("!BQ", frame[1:10]) == (127, length)
        assert frame[10:] == b"x" * length


def test_lengths_are_counted_in_bytes_and_another_text_is_another_frame() -> None:
    assert daphne.framed("ä" * 100)[:4] == struct.pack("!BBH", 0x81, 126, 200)
    first = daphne.framed("eins")
    assert daphne.framed("zwei") != first
    assert daphne.framed("eins") == first


@pytest.mark.parametrize("takes", [0, 1, 5, 1_000])
def test_what_does_not_fit_comes_later_and_in_order(takes: int, slow_way: list[Any]) -> None:
    transport = Full(takes)
    daphne._send(page(transport), "Guten Tag, Nagold")
    assert transport.went + transport.later == daphne.framed("Guten Tag, Nagold")
    assert len(transport.went) == min(takes, 19)
    assert slow_way == []


def test_nothing_overtakes_what_is_waiting(slow_way: list[Any]) -> None:
    for name, value in (("dataBuffer", b"x"), ("_tempDataLen", 3), ("disconnecting", True)):
        transport = Full(1_000)
        setattr(transport, name, value)
        daphne._send(page(transport), name)
        assert transport.went == b""
    daphne._send(page(Full(1_000), send_queue=["x"]), "queue")
    daphne._send(page(Full(1_000), state=WebSocketProtocol.STATE_CLOSING), "closing")
    daphne._send(page(object()), "no connection of Twisted")
    daphne._send(page(Full(1_000)), b"bytes", True)
    assert len(slow_way) == 7


def test_a_lost_line_is_left_to_the_loop_to_find(slow_way: list[Any]) -> None:
    transport = Full(1_000)
    transport.writeSomeData = lambda data: ConnectionError()  # type: ignore[assignment, method-assign, return-value]
    daphne._send(page(transport), "weg")
    assert transport.later == daphne.framed("weg")
