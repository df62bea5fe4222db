"""What all tests share: an empty cache, the cast, the log of deeds, and the shared data.

The environment itself is set by `tests.environment`, before anything reads the settings.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from live.models import Activity
from live.record import recorded
from tests.cast import Cast, make_cast

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
Strings = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let transactional tests empty all tables; on SQLite the log of acts would refuse that.

    The test of that refusal puts the guard back (tests/moderation/test_log.py).
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS moderation_act_no_delete")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Begin without kept fragments: numbers of objects come again in the next test."""
    cache.clear()


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """Hash passwords fast; the shipped hasher takes a third of a second on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def unhurried(settings: Any) -> None:
    """Let members write and report as fast as they like."""
    settings.COMMENT_RATES = []
    settings.REPORT_RATE = (1_000, 3600)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast and their three boards."""
    return make_cast()


@pytest.fixture
def events() -> Iterator[list[str]]:
    """The verbs of all deeds that are recorded, in order; clear it before the call in question.

    Without those by which the moderators' queue follows them; tests/moderation has these too.
    """
    verbs: list[str] = []

    def note(activity: Activity, **kwargs: object) -> None:
        if not activity.verb.startswith("case."):
            verbs.append(activity.verb)

    recorded.connect(note)
    yield verbs
    recorded.disconnect(note)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real and hostile data beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared data (../shared/data) are not there")
    return SHARED


@pytest.fixture
def strings(shared_data: Path) -> Strings:
    """Read a list of strings from the shared data."""

    def read(name: str) -> list[str]:
        listed: list[str] = json.loads((shared_data / name).read_text(encoding="utf-8"))
        return listed

    return read
