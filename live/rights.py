"""Who may stay: rights that end, and sockets that are closed for it before another frame."""

import asyncio
import logging
import random
from typing import TYPE_CHECKING, Any

from live.door import look_up
from live.socket import RIGHT_LOST, SESSION_ENDED, Socket

if TYPE_CHECKING:
    from live.hub import Hub

logger = logging.getLogger("live")
EXAMINE = 30.0  # seconds after which a right is looked up again, should a recheck get lost
PAUSE = 1.0  # seconds between two looks at whose turn it is


class Rights:
    """Examines the sockets of a hub."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub

    def expect(self, socket: Socket) -> None:
        """Give a new socket its time, spread over the whole span."""
        socket.next_look = self._hub.loop.time() + random.uniform(0, EXAMINE)  # noqa: S311

    def hold(self, message: dict[str, Any]) -> None:
        """Close what has ended, and let nothing more out to the others until they were examined."""
        members, streams = set(message["members"]), set(message["streams"])
        for socket in list(self._hub.sockets):
            if message["session"] and socket.session == message["session"]:
                self._hub.close(socket, SESSION_ENDED)
        touched = [
            socket
            for socket in self._hub.sockets
            if socket.member in members
            or (members and socket.is_joining)  # it may turn out to be one of them
            or not streams.isdisjoint(socket.seats)
        ]
        for socket in touched:
            socket.held += 1
        self._hub.loop.create_task(self._check_held(touched))

    async def _check_held(self, touched: list[Socket]) -> None:
        await self.check(touched)
        for socket in touched:
            socket.held -= 1
            self._hub.resume(socket)

    async def examine(self) -> None:
        """Look up every right again and again, should a recheck get lost.

        Each socket has a time of its own: hundreds at once would hold up what is sent meanwhile.
        """
        while True:
            await asyncio.sleep(PAUSE)
            now = self._hub.loop.time()
            due = [socket for socket in self._hub.sockets if now >= socket.next_look]
            for socket in due:
                socket.next_look = now + EXAMINE
            if due:
                await self.check(due)

    async def check(self, touched: list[Socket]) -> None:
        """Close the sockets whose session or right is gone."""
        wishes = {(socket.session, stream) for socket in touched for stream in socket.seats}
        members, granted = await self._looked_up(wishes, {socket.session for socket in touched})
        for socket in touched:
            if socket.member is not None and socket.session not in members:
                self._hub.close(socket, SESSION_ENDED)
            elif any(
                (socket.session, stream) in wishes and (socket.session, stream) not in granted
                for stream in socket.seats
            ):
                self._hub.close(socket, RIGHT_LOST)

    async def _looked_up(
        self, wishes: set[tuple[str, str]], sessions: set[str]
    ) -> tuple[dict[str, Any], set[tuple[str, str]]]:
        # Until there is an answer: who is under examination gets nothing meanwhile.
        while True:
            try:
                members, granted, _none = await self._hub.ask(look_up, wishes, set(), sessions)
            except Exception:
                logger.exception("live: rights could not be looked up, trying again")
                await asyncio.sleep(0.5)
            else:
                return members, granted
