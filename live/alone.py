"""One process only where the channel layer lives in memory: a second would not hear the first."""

import fcntl
import os
from pathlib import Path
from typing import IO

from django.conf import settings


class NotAlone(RuntimeError):
    """Another process serves with the same data folder."""


def hold_alone(folder: Path) -> IO[str] | None:
    """Take the lock of the data folder, or raise NotAlone with what to do; keep the result.

    With Redis any number of processes may serve, and nothing is locked. The lock goes with the
    process, also after kill -9.
    """
    if settings.REDIS_URL:
        return None
    file = (folder / "serve.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        raise NotAlone(
            f"Another Ideenschmiede (process {file.read().strip()}) already serves {folder}. "
            "Live comments would not reach its readers. Stop it first, choose another folder with "
            "IDEAFORGE_DATA_DIR, or set REDIS_URL to run several processes."
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
