"""One stream within one process: its readers, and the order in which frames reach them."""

import asyncio
from collections.abc import Mapping

from live.frames import Frame, Replay, encode
from live.socket import Seat, Socket

YIELD_AFTER = 64  # sockets; so that one comment to a thousand readers does not stop the loop
PATIENCE = 0.25  # seconds that a frame waits for its predecessor before the database is asked


class Feed:
    """Hands each frame to every reader once, in order of n.

    `head` is the number up to which frames were handed out; frames that came too early wait in
    `early`. `target` is the highest number that is known to exist.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.head: int | None = None
        self.target = 0
        self.early: dict[int, Mapping[str, str]] = {}
        self.readers: dict[Socket, Seat] = {}
        self.healing: asyncio.Task[None] | None = None
        self._handing_out = asyncio.Lock()

    @property
    def is_behind(self) -> bool:
        """Whether there are frames that the readers have not been given."""
        return self.head is not None and self.target > self.head

    def begin(self, head: int) -> None:
        """Set the head when the first reader's replay was read."""
        if self.head is None:
            self.head = head
            self.early = {n: texts for n, texts in self.early.items() if n > head}

    async def offer(self, n: int, texts: Mapping[str, str]) -> None:
        """Take a frame from the channel layer and hand out all that is in order now."""
        if self.head is not None and n <= self.head:
            return
        self.early[n] = texts
        self.target = max(self.target, n)
        await self.hand_out()

    async def hand_out(self) -> None:
        """Hand out what is in order; one at a time, so that no frame overtakes another."""
        async with self._handing_out:
            while self.head is not None and (texts := self.early.pop(self.head + 1, None)):
                self.head += 1
                await self._to_all(self.head, texts)

    async def heal(self, replays: Mapping[str, Replay]) -> None:
        """Hand out what was read from the database in place of what the layer lost."""
        replay = next(iter(replays.values()))
        if replay.frames is None:
            await self._start_over(replay.head)
            return
        for place, frame in enumerate(replay.frames):
            self.early[frame.n] = {
                language: texts.frames[place].text
                for language, texts in replays.items()
                if texts.frames is not None
            }
        self.early = {n: texts for n, texts in self.early.items() if n > (self.head or 0)}
        self.target = max(self.target, replay.head)
        await self.hand_out()

    async def _start_over(self, head: int) -> None:
        async with self._handing_out:
            self.head, self.early = head, {}
            for socket, seat in list(self.readers.items()):
                if seat.waiting is None:
                    seat.cursor = head
                    socket.put(reset(self.name))

    async def _to_all(self, n: int, texts: Mapping[str, str]) -> None:
        now = asyncio.get_running_loop().time()
        for count, (socket, seat) in enumerate(list(self.readers.items()), start=1):
            if self.readers.get(socket) is seat:  # it may have left while others got theirs
                self._to_one(socket, seat, Frame(n, texts[socket.language]), now)
            if count % YIELD_AFTER == 0:
                await asyncio.sleep(0)

    def _to_one(self, socket: Socket, seat: Seat, frame: Frame, now: float) -> None:
        if seat.waiting is not None:
            seat.waiting.append((frame.n, frame.text))
        elif not socket.is_ready or seat.behind:
            seat.behind = True
        elif frame.n > seat.cursor:
            socket.deliver(seat, frame.n, frame.text, now)

    def has_passed(self, socket: Socket, replay: Replay) -> bool:
        """Tell whether frames after a replay were handed out before this reader was there."""
        if self.head is None or replay.head >= self.head:
            return False
        arrived = {n for n, _text in self.readers[socket].waiting or []}
        return not arrived.issuperset(range(replay.head + 1, self.head + 1))

    def seat_taken(self, socket: Socket, replay: Replay, now: float) -> None:
        """Give a new or late reader its replay, and then what came while it was read."""
        seat = self.readers[socket]
        arrived, seat.waiting, seat.behind = seat.waiting or [], None, False
        if replay.frames is None:
            seat.cursor = replay.head
            socket.put(reset(self.name))
        missed = [(frame.n, frame.text) for frame in replay.frames or []]
        self._catch_up(socket, seat, missed, now)
        if not seat.behind:
            seat.cursor = max(seat.cursor, replay.head)
            socket.put(encode({"ev": "joined", "stream": self.name, "n": seat.cursor}))
            self._catch_up(socket, seat, arrived, now)

    def _catch_up(
        self, socket: Socket, seat: Seat, frames: list[tuple[int, str]], now: float
    ) -> None:
        for n, text in frames:
            self._to_one(socket, seat, Frame(n, text), now)


def reset(stream: str) -> str:
    """Return the message that tells a page to fetch itself again."""
    return encode({"ev": "reset", "stream": stream})
