"""Which event loop of this process serves sockets, if any does."""

import asyncio

_loop: asyncio.AbstractEventLoop | None = None


def serve_here(loop: asyncio.AbstractEventLoop) -> None:
    """Remember the loop in which this process's hub lives."""
    global _loop  # noqa: PLW0603 - one per process is the point
    _loop = loop


def loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of this process's hub, or None in a process that serves no socket."""
    return _loop if _loop is not None and _loop.is_running() else None
