"""The real server as a process of its own, with a data folder that is ready to serve."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0  # seconds, on a machine that is busy with the rest of the suite
UVICORN = [
    "--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--loop", "uvloop",
    "--no-access-log", "--log-level", "warning",
]  # fmt: skip
KINDS = ["daphne", "uvicorn"] if find_spec("uvicorn") and find_spec("uvloop") else ["daphne"]


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Server:
    """One server on a port of its own; it can be killed and started again with the same data."""

    def __init__(
        self,
        data: Path,
        *,
        kind: str = "daphne",
        application: str = "ideaforge.asgi:application",
        **environment: str,
    ) -> None:
        self.data, self.kind, self.application = data, kind, application
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment_of(data) | environment
        self.log = data / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        seed = data / "seed.json"
        self.seed: dict[str, Any] = json.loads(seed.read_text("utf-8")) if seed.exists() else {}
        self._threads = iter(self.seed.get("threads", ()))

    def command(self) -> list[str]:
        """Return what starts this kind of server."""
        port = str(self.port)
        if self.kind == "uvicorn":
            return [sys.executable, "-m", "uvicorn", self.application, "--port", port, *UVICORN]
        if self.application == "ideaforge.asgi:application":
            return [sys.executable, "manage.py", "serve", "--port", port]
        return [sys.executable, "-m", "daphne", "-v", "0", "-p", port, self.application]

    def manage(self, *words: str) -> None:
        """Run a command of the project with the server's environment."""
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def launch(self) -> "Server":
        """Start the process and do not wait."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        return self

    def start(self) -> "Server":
        """Start, and wait until it answers."""
        self.launch()
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end and self.process and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError(self.said())

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """End it politely and return its exit code; harmless where it has ended."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def said(self) -> str:
        """Return everything that it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def new_thread(self) -> int:
        """Return a public thread that no other test of this server uses."""
        return int(next(self._threads))

    def memory(self) -> int:
        """Return the resident bytes of the process."""
        assert self.process is not None
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database file itself, past every part of the project."""
        with contextlib.closing(sqlite3.connect(self.data / "ideaforge.sqlite3")) as database:
            return database.execute(query, values).fetchall()

    def write(self, query: str, *values: object) -> None:
        """Change a row past every part of the project; nobody is told."""
        with contextlib.closing(sqlite3.connect(self.data / "ideaforge.sqlite3")) as database:
            database.execute(query, values)
            database.commit()

    def do(self, action: str, *numbers: object) -> None:
        """Carry out an action of `tests.live.deeds` in a process of its own."""
        run_module("tests.live.deeds", self.environment, action, *map(str, numbers))


def environment_of(data: Path) -> dict[str, str]:
    """Return the environment of a server in demo mode, without limits, on SQLite and alone."""
    services = {"DATABASE_URL", "REDIS_URL", "REDIS_URLS", "DJANGO_SETTINGS_MODULE"}
    outside = {name: value for name, value in os.environ.items() if name not in services}
    return outside | {
        "IDEAFORGE_DATA_DIR": str(data),
        "IDEAFORGE_DEMO": "1",
        "IDEAFORGE_LIMITS": "off",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run_module(module: str, environment: dict[str, str], *words: str) -> str:
    """Run a module to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} {words} failed: {done.stderr}")
    return done.stdout


def prepare(folder: Path) -> Path:
    """Make a data folder with tables, people and threads, to be copied by each server."""
    environment = environment_of(folder)
    run_module("tests.live.seed", environment, str(folder / "seed.json"))
    return folder


def copy_of(prepared: Path, to: Path) -> Path:
    """Return a copy of a prepared folder."""
    shutil.copytree(prepared, to, dirs_exist_ok=True)
    return to
