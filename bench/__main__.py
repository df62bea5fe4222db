"""`python -m bench [fanout|joining|pages|posting|session|desk|merging|size …]`: print one table."""

import argparse
import os
import platform
import signal
import sys
import time
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import FrameType

import psutil

from bench.server import ROOT
from bench.table import Table

# Seconds after which a part is given up; together a quarter of an hour.
LIMITS = {"fanout": 120, "joining": 60, "pages": 215, "posting": 65, "session": 270, "desk": 90,
          "merging": 60, "size": 20}  # fmt: skip


class GivenUp(Exception):
    """A part took longer than its limit; no OSError, which a part may answer itself."""


def main() -> int:
    """Run the parts that were asked for; fail only where one could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=" ".join(LIMITS))
    parts = parser.parse_args().parts or list(LIMITS)
    if unknown := set(parts) - set(LIMITS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print(header(), end="\n\n", flush=True)
    table = Table()
    signal.signal(signal.SIGALRM, _give_up)
    signal.signal(signal.SIGTERM, _end)
    for part in parts:
        began = time.monotonic()
        signal.alarm(LIMITS[part])
        try:
            import_module(f"bench.{part}").measure(table)
        except Exception as error:  # noqa: BLE001 - one part must not cost the others
            table.fail(part, f"{type(error).__name__}: {error}")
        finally:
            signal.alarm(0)
        print(f"{part}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    table.print()
    if missed := table.missed():
        print(f"\nTargets missed: {len(missed)} of {table.compared}.")
    return 1 if table.unmeasured else 0


def header() -> str:
    """Say what was measured, where and when."""
    memory = psutil.virtual_memory().total / 2**30
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
    return (
        f"Ideenschmiede {revision()}, {datetime.now().astimezone():%Y-%m-%d %H:%M}, "
        f"Python {platform.python_version()}, {psutil.cpu_count()} × {processor()}, "
        f"{memory:.0f} GiB, {platform.system()} {platform.release()}, {settings}"
    )


def processor() -> str:
    """Return the name of the processor as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def revision() -> str:
    """Return the short revision from the files of git, or that there is none."""
    git = ROOT / ".git"
    try:
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head[:10]
        name = head.removeprefix("ref: ")
        if (git / name).exists():
            return (git / name).read_text()[:10]
        packed = (git / "packed-refs").read_text().splitlines()
        return next(line[:10] for line in packed if line.endswith(f" {name}"))
    except (OSError, StopIteration):
        return "without a revision"


def _give_up(number: int, frame: FrameType | None) -> None:
    raise GivenUp("it took too long")


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
