"""A real server with the demo content, and Chromium in front of it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.chromium import open_chromium

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Platform:
    """The server as a process; it can be stopped and started again with the same data."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        outside = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = outside | {
            "IDEAFORGE_DATA_DIR": str(data),
            "IDEAFORGE_DEMO": "1",
            "IDEAFORGE_LIMITS": "off",
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data / "serve.log"

    def manage(self, *words: str) -> None:
        """Run a command with the server's environment."""
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self) -> None:
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        for _try in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(self.log.read_text(errors="replace"))

    def stop(self) -> None:
        """Stop by SIGTERM and wait."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(15)


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform with its demo content."""
    server = Platform(tmp_path_factory.mktemp("platform"))
    server.manage("migrate", "--verbosity", "0")
    server.manage("demo")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with open_chromium() as browser:
        yield browser


Enter = Callable[..., Page]


@pytest.fixture
def enter(chromium: Browser, platform: Platform) -> Iterator[Enter]:
    """Open a browser as one of the demo cast, or as a guest without a name."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_as(who: str = "", path: str = "/", **options: object) -> Page:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "de-DE", **options}
        context = chromium.new_context(base_url=platform.url, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if who:
            page.goto(f"/konto/anmelden/?next={path}")
            page.locator(f"button[name=member][value={who}]").click()
            page.wait_for_load_state()
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []
