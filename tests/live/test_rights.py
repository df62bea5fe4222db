"""Rights are looked up again for every socket, each at its own time, and acks ask nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from channels.generic.websocket import AsyncWebsocketConsumer

from live import rights
from live.consumer import LiveConsumer
from live.rights import Rights
from live.socket import Socket

SOCKETS = 300


async def nowhere(message: dict[str, Any]) -> None:
    """Send nothing."""


class Looked(Rights):
    """Notes whom it looks up, and finds that all may stay."""

    def __init__(self, hub: Any) -> None:
        super().__init__(hub)
        self.rounds: list[list[Socket]] = []

    async def check(self, touched: list[Socket]) -> None:
        """Note the sockets of one look-up."""
        self.rounds.append(touched)


async def examined(
    monkeypatch: pytest.MonkeyPatch, expect: Callable[[Looked, Socket], None]
) -> tuple[list[Socket], list[list[Socket]]]:
    monkeypatch.setattr(rights, "EXAMINE", 1.0)
    monkeypatch.setattr(rights, "PAUSE", 0.02)
    sockets = [Socket(nowhere, session="", language="de") for _ in range(SOCKETS)]
    looked = Looked(SimpleNamespace(loop=asyncio.get_running_loop(), sockets=sockets))
    for socket in sockets:
        expect(looked, socket)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(looked.examine(), 1.4)
    return sockets, looked.rounds


async def test_every_socket_is_looked_up_and_never_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sockets, rounds = await examined(monkeypatch, Looked.expect)
    assert {id(one) for part in rounds for one in part} == {id(one) for one in sockets}
    assert max(len(part) for part in rounds) < SOCKETS / 2


async def test_control_without_a_time_of_its_own_all_are_looked_up_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _sockets, rounds = await examined(monkeypatch, lambda _looked, _socket: None)
    assert len(rounds[0]) == SOCKETS


async def test_a_message_of_a_browser_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    async def note() -> None:
        threads.append("asked")

    monkeypatch.setattr("channels.consumer.aclose_old_connections", note)
    heard: list[str] = []

    class Hears(LiveConsumer):
        async def websocket_receive(self, message: dict[str, Any]) -> None:
            heard.append(message["text"])

    await Hears().dispatch({"type": "websocket.receive", "text": "{}"})
    assert (heard, threads) == (["{}"], [])
    by_channels: Callable[..., Awaitable[None]] = AsyncWebsocketConsumer.dispatch
    await by_channels(Hears(), {"type": "websocket.receive", "text": "{}"})
    assert (heard, threads) == (["{}", "{}"], ["asked"]), "the control"
