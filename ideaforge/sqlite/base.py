"""Django's SQLite backend; the transactions of a process that write wait for each other in a queue.

SQLite lets one write at a time. Whoever comes second sleeps and looks again, longer each time, and
is overtaken by all who come meanwhile: with 60 deeds a second some waited for 14 seconds while
others had their answer after 10 ms. Writers of other processes are still waited for that way.
"""

from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from ideaforge.sqlite.turns import Turns

TIMEOUT = 5.0  # seconds; what Python's sqlite3 waits where the settings say nothing
_turns: defaultdict[str, Turns] = defaultdict(Turns)  # one for each file
_Django: Any = base.DatabaseWrapper  # whose hooks for backends have no types


class DatabaseWrapper(_Django):
    """A connection that has the turn from the begin of its transaction to the end of it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # where it fails, a rollback follows
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        turn = _turns[str(self.settings_dict["NAME"])]
        if not turn.take(self.settings_dict["OPTIONS"].get("timeout", TIMEOUT)):
            raise OperationalError("database is locked")
        self._turn = turn

    def _give_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give()
