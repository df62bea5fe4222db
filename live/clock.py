"""What the clock does: the apps register it, the scheduler of each serving process asks for it.

Several processes may ask at the same moment, and one may ask late. So what is registered looks at
the database for what is due, takes it under a lock, and does it once.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger("live")
Tick = Callable[[], object]

_ticks: list[Tick] = []


def every_minute(tick: Tick) -> Tick:
    """Register what is asked for at least once a minute; it must be quick when nothing is due."""
    if tick not in _ticks:
        _ticks.append(tick)
    return tick


def strike() -> None:
    """Ask for everything that may be due; what fails is logged and asked for again next time."""
    for tick in _ticks:
        try:
            tick()
        except Exception:
            logger.exception("live: %s failed and is tried again", tick.__qualname__)
