"""A server as a process of its own: started, watched, and ended by its number."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90  # a busy machine collects the static files for a minute
HOST = "127.0.0.1"
# The same key everywhere, so that sessions of the seeded database are valid.
FIXED = {
    "SECRET_KEY": "only-for-the-bench",  # signs nothing but sessions on this machine
    "IDEAFORGE_DEMO": "1",
    "IDEAFORGE_DEMO_PUBLIC": "1",  # DEBUG off: debug mode would be measured otherwise
    "IDEAFORGE_LIMITS": "off",
}


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a server with its own data; what runs outside is not touched."""
    outside = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return {"LOG_LEVEL": "ERROR"} | outside | FIXED | {"IDEAFORGE_DATA_DIR": str(data)} | more


def run(words: Sequence[str], data: Path, **more: str) -> str:
    """Run a Python module or script to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment(data, **more), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()[-600:]}")
    return done.stdout


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class Server:
    """One running server; times in seconds, memory in bytes."""

    process: psutil.Process
    port: int

    @property
    def url(self) -> str:
        """The address of its pages."""
        return f"http://{HOST}:{self.port}"

    def cpu(self) -> float:
        """Return the CPU time that the process has used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Return what the process holds in memory."""
        return int(self.process.memory_info().rss)

    def idle(self, seconds: float) -> float:
        """Return the CPU time used while nobody asks for anything."""
        before = self.cpu()
        time.sleep(seconds)
        return self.cpu() - before


@contextmanager
def running(words: Sequence[str], data: Path, port: int, **more: str) -> Iterator[Server]:
    """Run a Python program that listens on `port` of this machine until the block ends."""
    log = data / f"serve-{port}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=environment(data, **more),
            stdout=output, stderr=output,
        )  # fmt: skip
    try:
        _wait_until_open(process, port, log)
        yield Server(psutil.Process(process.pid), port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def platform(data: Path, *, port: int = 0, **more: str) -> Iterator[Server]:
    """Serve the platform as `make run` does: one Daphne process with its worker."""
    port = port or free_port()
    with running(["manage.py", "serve", "--port", str(port)], data, port, **more) as server:
        yield server


def _wait_until_open(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not start: {log.read_text(errors='replace')[-600:]}")
