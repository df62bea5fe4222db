"""What comes in from the channel layer, and how the hub makes good what the layer loses."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from channels.layers import get_channel_layer

from live.broadcast import HUBS, group_of
from live.feed import PATIENCE, Feed
from live.frames import LANGUAGES, replay
from live.record import heads

if TYPE_CHECKING:
    from live.hub import Hub

LOOK = 1.0  # seconds between two looks at the heads in the database
RENEW = 10.0  # seconds after which the hub joins its groups again; memberships may expire


class Reception:
    """The hub's one channel: its memberships, its messages, and what should have come in."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self.layer: Any = get_channel_layer()
        self.channel = ""
        self.subscribed = asyncio.Event()

    async def subscribe(self, stream: str) -> None:
        """Hear of a stream from now on."""
        await self.layer.group_add(group_of(stream), self.channel)

    async def unsubscribe(self, stream: str) -> None:
        """Hear of a stream no more, unless somebody has joined it meanwhile."""
        if stream not in self._hub.feeds and self.channel:
            await self.layer.group_discard(group_of(stream), self.channel)

    async def listen(self) -> None:
        """Take every message of the layer to the feed or the sockets that it concerns."""
        if not self.channel:
            self.channel = await self.layer.new_channel("hub")
        await self._renew()
        self.subscribed.set()
        while True:
            message = await self.layer.receive(self.channel)
            if message["type"] == "recheck":
                self._hub.rights.hold(message)
            elif (feed := self._hub.feeds.get(message["stream"])) is not None:
                await feed.offer(message["n"], message["texts"])
                if feed.is_behind:
                    self.heal_soon(feed)

    async def _renew(self) -> None:
        await self.layer.group_add(HUBS, self.channel)
        for stream in list(self._hub.feeds):
            await self.subscribe(stream)

    def heal_soon(self, feed: Feed) -> None:
        """Ask the database for what a feed lacks, if it has not come in a moment."""
        if feed.healing is None or feed.healing.done():
            feed.healing = self._hub.loop.create_task(self._heal(feed))

    async def _heal(self, feed: Feed) -> None:
        await asyncio.sleep(PATIENCE)
        if feed.is_behind and feed.head is not None:
            missing = partial(replay, feed.name, feed.head, LANGUAGES, whole=True)
            await feed.heal(await self._hub.ask(missing))

    async def look(self) -> None:
        """Compare with the database: heals what the layer lost, and what another process wrote."""
        await self.subscribed.wait()
        renewed = self._hub.loop.time()
        while True:
            await asyncio.sleep(LOOK)
            if self._hub.loop.time() - renewed > RENEW:
                await self._renew()
                renewed = self._hub.loop.time()
            if not self._hub.feeds:
                continue
            for stream, head in (await self._hub.ask(heads, list(self._hub.feeds))).items():
                feed = self._hub.feeds.get(stream)
                if feed is not None and feed.head is not None and head > feed.head:
                    feed.target = max(feed.target, head)
                    self.heal_soon(feed)
