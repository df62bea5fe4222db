"""A clean end of the serving process: every browser is told, then the server stops."""

import asyncio
import signal
from collections.abc import Callable

from live.hub import hub

GRACE = 0.3  # seconds for the closing frames to leave the machine


def on_signal(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Answer SIGTERM and Ctrl-C by closing every socket with 1012, then call `stop`."""

    async def leave() -> None:
        try:
            hub().say_goodbye()
            await asyncio.sleep(GRACE)
        finally:
            stop()

    def start_leaving() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
            loop.add_signal_handler(number, stop)  # a second Ctrl-C does not wait
        loop.create_task(leave())

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, start_leaving)
