"""Where the hostile strings and the real contributions lie, if they are there."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared(name: str) -> Path:
    """Return a file of the shared data; without it the test is skipped, and says so."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} of the shared data is not there")
    return path


def strings(name: str) -> list[str]:
    """Return a list of strings from a JSON file."""
    listed: list[str] = json.loads(shared(name).read_text(encoding="utf-8"))
    return listed
