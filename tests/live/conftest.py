"""Servers for the socket tests, each with a copy of the same small network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server import KINDS, Server, copy_of, prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with people and threads, made once."""
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session", params=KINDS)
def server(
    request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server without limits, once under each of the two that the docs name."""
    data = copy_of(prepared, tmp_path_factory.mktemp("server"))
    running = Server(data, kind=request.param).start()
    yield running
    running.stop()


@pytest.fixture(scope="session", params=KINDS)
def strict_server(
    request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server with the limits that ship."""
    data = copy_of(prepared, tmp_path_factory.mktemp("strict"))
    running = Server(data, kind=request.param, IDEAFORGE_LIMITS="on").start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def no_rates(settings: Any) -> None:
    """Let tests within this process post as fast as they can."""
    settings.COMMENT_RATES = []
