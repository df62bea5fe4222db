"""A real server with the demo content, and Chromium in front of it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.chromium import open_chromium
from tests.server import Server, run_module


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The platform with its demo content."""
    server = demo_server(tmp_path_factory.mktemp("platform"))
    server.manage("migrate", "--verbosity", "0")
    server.manage("demo")
    server.manage("demo_cases")
    yield server.start()
    server.stop()


def demo_server(data: Path, **environment: str) -> Server:
    """Return a server on an empty folder; its settings may be changed before it is started."""
    data.mkdir(exist_ok=True)
    return Server(data, **environment)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with open_chromium() as browser:
        yield browser


Enter = Callable[..., Page]


@pytest.fixture
def enter(chromium: Browser, platform: Server) -> Iterator[Enter]:
    """Open a browser as one of the demo cast, or as a guest without a name."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_as(who: str = "", path: str = "/", **options: object) -> Page:
        settings = {
            "viewport": {"width": 1280, "height": 900},
            "locale": "de-DE",
            "service_workers": "block",  # it would stand between the page and `page.route`
            **options,
        }
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


Stage = dict[str, Any]  # what tests.journeys.stage has made


@pytest.fixture
def stage(platform: Server) -> Stage:
    """A forum that is running, with its first slot on air."""
    told: Stage = json.loads(run_module("tests.journeys.stage", platform.environment))
    return told


@pytest.fixture
def console(enter: Enter, stage: Stage) -> Page:
    """The console on the office's phone."""
    phone = {"width": 360, "height": 700}
    page = enter("office", f"{stage['event']}regie/", viewport=phone)
    page.locator("#line[data-state=connected]").wait_for(state="attached")
    return page
