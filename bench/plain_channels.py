"""What we are compared with: a plain Channels group consumer under Daphne.

`python -m bench.plain_channels PORT`; `POST /say` sends its body to all sockets.
"""

import json
import sys
from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from daphne.server import Server
from django.conf import settings

GROUP = "thread-1"


class PlainConsumer(AsyncJsonWebsocketConsumer):
    """As the tutorial of Channels has it: every socket subscribes to the group by itself."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def thread_message(self, message: dict[str, Any]) -> None:
        await self.send_json(message["content"])


async def say(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Take a message by HTTP and hand it to the group."""
    body, more = b"", True
    while more:
        part = await receive()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    message = {"type": "thread.message", "content": json.loads(body)}
    await get_channel_layer().group_send(GROUP, message)
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})


def main() -> None:
    """Serve with the same settings of Daphne as the platform."""
    layer = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    settings.configure(CHANNEL_LAYERS={"default": layer})
    application = ProtocolTypeRouter({"http": say, "websocket": PlainConsumer.as_asgi()})
    Server(
        application=application,
        endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1:backlog=4096"],
        websocket_timeout=-1,
        websocket_connect_timeout=60,
        websocket_handshake_timeout=60,
        ping_interval=30,
        ping_timeout=60,
        verbosity=0,
    ).run()


if __name__ == "__main__":
    main()
