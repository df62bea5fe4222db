"""The control: what Channels' documentation shows, a consumer that puts each socket into a group.

It hears the same broadcasts as the hub, so that a test can show what it loses and what it costs.
`daphne tests.live.plain:application` serves it with all the project's pages.
"""

from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter

from ideaforge.asgi import django_application
from live.broadcast import group_of


class PlainConsumer(AsyncJsonWebsocketConsumer):
    """Joins groups, passes on what comes, and asks nobody for what did not."""

    async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
        """Join a group; nothing is replayed."""
        if content["op"] == "join":
            await self.channel_layer.group_add(group_of(content["stream"]), self.channel_name)
            answer = {"ev": "joined", "stream": content["stream"], "n": content["after"]}
            await self.send_json(answer)

    async def frame(self, message: dict[str, Any]) -> None:
        """Pass on a frame in German."""
        await self.send(message["texts"]["de"])


application = ProtocolTypeRouter({"http": django_application, "websocket": PlainConsumer.as_asgi()})
