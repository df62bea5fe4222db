"""The one place that renders for the wire and calls the channel layer.

A broadcast is a hint: it may be lost, the database is the truth and every reader can catch up.
So nothing here may make a write fail that has been committed.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from channels.layers import get_channel_layer

from live import serving
from live.frames import LANGUAGES, Deed, frames_of
from live.reading import reading_together

logger = logging.getLogger("live")
HUBS = "hubs"  # the group in which every hub listens for what concerns sockets, not streams


def group_of(stream: str) -> str:
    """Return the channel layer's group for a stream."""
    return f"stream.{stream}"


def broadcast(verb: str, object_id: int, places: dict[str, int]) -> None:
    """Send one deed to the readers of each stream that it stands in, after its commit."""
    with reading_together():
        for stream, n in places.items():
            try:
                texts = _texts(stream, Deed(n, verb, object_id))
            except Exception:
                logger.exception("live: %s n=%s was not rendered, readers will catch up", stream, n)
                continue
            _send(group_of(stream), {"type": "frame", "stream": stream, "n": n, "texts": texts})


def _texts(stream: str, deed: Deed) -> dict[str, str]:
    return {language: frames_of(stream, [deed], language)[0].text for language in LANGUAGES}


def recheck(*, members: Iterable[int] = (), streams: Iterable[str] = (), session: str = "") -> None:
    """Make every hub look again whether these sockets may stay; frames wait for the answer.

    `session` is a session key that has ended. Call it after the commit that took the right away.
    """
    message = {
        "type": "recheck",
        "members": list(members),
        "streams": list(streams),
        "session": session,
    }
    _send(HUBS, message)


def _send(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    loop = serving.loop()
    if loop is not None:
        # Within the serving process nobody waits: the answer to a POST is not held up by readers.
        asyncio.run_coroutine_threadsafe(_quietly(layer, group, message), loop)
    else:
        # A loop of its own: one that has served may have stopped, and would never answer.
        asyncio.run(_quietly(layer, group, message))


async def _quietly(layer: Any, group: str, message: dict[str, Any]) -> None:
    try:
        await layer.group_send(group, message)
    except Exception:
        logger.exception("live: the channel layer lost a message for %s", group)
