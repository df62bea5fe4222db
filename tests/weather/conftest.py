"""Servers for the weather: each test breaks its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.conftest import no_rates, prepared  # noqa: F401 - fixtures
from tests.server import Server, copy_of

Serve = Callable[..., Server]


@pytest.fixture
def serve(prepared: Path, tmp_path: Path) -> Iterator[Serve]:  # noqa: F811
    """Start a server with fresh data, by `kind`, `application` and further environment."""
    started: list[Server] = []

    def start(**options: str) -> Server:
        data = copy_of(prepared, tmp_path / f"data-{len(started)}")
        started.append(Server(data, **options))
        return started[-1].start()

    yield start
    for server in started:
        if server.kind == "uvicorn":
            server.kill()  # it would wait for readers that never answer
        server.stop()
