"""Writers of the embedded database take turns: in the order in which they came, none forgotten."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from ideaforge.environment import sqlite
from ideaforge.sqlite import base
from ideaforge.sqlite.turns import Turns

PATIENCE = 10  # seconds, far more than any of this takes


def started(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def until_waiting(turns: Turns, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(turns._waiting) != count and time.monotonic() < end:
        time.sleep(0.005)
    assert len(turns._waiting) == count


def test_whoever_came_first_is_first_and_nobody_overtakes() -> None:
    turns, came = Turns(), []
    turns.take(0)

    def act(number: int) -> None:
        turns.take(PATIENCE)
        came.append(number)
        turns.give()

    threads = []
    for number in range(8):
        threads.append(started(partial(act, number)))
        until_waiting(turns, number + 1)
    assert not turns.take(0)
    turns.give()
    for thread in threads:
        thread.join(PATIENCE)
    assert came == list(range(8))


def test_who_gives_up_waiting_holds_up_nobody() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    assert not turns._waiting
    turns.give()
    assert turns.take(0)


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Any]:
    """Connections to a file of its own, one for each thread; also where tests run elsewhere."""
    settings = sqlite(tmp_path) | {"NAME": str(tmp_path / "turns.sqlite3")}
    handler: Any = ConnectionHandler({"default": settings})
    with django_db_blocker.unblock():
        handler["default"].cursor().execute("CREATE TABLE came (number INTEGER)")
        yield handler
        handler["default"].close()


def begin(database: Any) -> None:
    database["default"].set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def turns_of(database: Any) -> Turns:
    return base._turns[database["default"].settings_dict["NAME"]]


def store(database: Any, number: int) -> None:
    begin(database)
    database["default"].cursor().execute("INSERT INTO came VALUES (%s)", [number])
    database["default"].commit()
    database["default"].close()


def stored(database: Any) -> list[int]:
    rows = database["default"].cursor().execute("SELECT number FROM came ORDER BY rowid")
    return [number for (number,) in rows]


def test_transactions_are_stored_in_the_order_in_which_they_began(database: Any) -> None:
    threads = []
    begin(database)
    for number in range(8):
        threads.append(started(partial(store, database, number)))
        until_waiting(turns_of(database), number + 1)
    database["default"].commit()
    for thread in threads:
        thread.join(PATIENCE)
    assert stored(database) == list(range(8))


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_turn_is_given_on_however_a_transaction_ends(database: Any, end: str) -> None:
    begin(database)
    assert not turns_of(database).take(0)
    getattr(database["default"], end)()
    assert turns_of(database).take(0)
    turns_of(database).give()


def test_who_waits_too_long_is_told_and_leaves_the_queue(database: Any) -> None:
    database["default"].settings_dict["OPTIONS"]["timeout"] = 0.05
    turns_of(database).take(0)
    with pytest.raises(OperationalError, match="locked"):
        begin(database)
    turns_of(database).give()
    store(database, 1)
    assert stored(database) == [1]


def test_who_cannot_begin_gives_the_turn_back(database: Any) -> None:
    database["default"].transaction_mode = "WRONG"
    with pytest.raises(OperationalError):
        begin(database)
    assert turns_of(database).take(0)
    turns_of(database).give()
