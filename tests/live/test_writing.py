"""Writing to sockets: what fits goes at once, nothing is lost, and Python's lock is kept."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from live import writing
from live.writing import write_now

Pair = tuple[socket.socket, socket.socket]
PATIENCE = 10.0  # seconds


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two ends of a line, as a server's socket is: it never waits."""
    here, there = socket.socketpair()
    here.setblocking(False)
    yield here, there
    here.close()
    there.close()


def transport_of(one: socket.socket, **more: Any) -> Any:
    return SimpleNamespace(fileno=one.fileno, **more)


def test_everything_that_fits_goes_at_once_zeros_too(pair: Pair) -> None:
    here, there = pair
    assert write_now(transport_of(here), b"a\0b\xff") == 4
    assert there.recv(10) == b"a\0b\xff"


def test_of_a_full_socket_it_says_how_much_went(pair: Pair) -> None:
    here, there = pair
    sent = write_now(transport_of(here), bytes(10_000_000))
    assert 0 < sent < 10_000_000
    assert write_now(transport_of(here), b"more") == 0
    there.setblocking(False)
    got = 0
    while got < sent:
        got += len(there.recv(1_000_000))
    assert got == sent


@pytest.mark.parametrize("end", [0, 1], ids=["ours", "theirs"])
def test_a_closed_line_takes_nothing_and_raises_nothing(pair: Pair, end: int) -> None:
    pair[end].close()
    assert write_now(transport_of(pair[0]), b"x") == 0


@pytest.mark.parametrize(("answer", "sent"), [(3, 3), (ConnectionError(), 0)])
def test_where_the_system_has_no_such_call_the_transport_writes(
    monkeypatch: pytest.MonkeyPatch, answer: object, sent: int
) -> None:
    monkeypatch.setattr(writing, "_send", None)
    assert write_now(SimpleNamespace(writeSomeData=lambda _data: answer), b"abc") == sent


def others_ran(write: Callable[[], object], times: int) -> bool:
    """Tell whether a thread that waits for the lock got it while something was written."""
    gate, ran = threading.Lock(), threading.Event()
    gate.acquire()

    def run() -> None:
        with gate:
            ran.set()

    thread = threading.Thread(target=run)
    thread.start()
    before = sys.getswitchinterval()
    sys.setswitchinterval(PATIENCE)  # so nobody takes the lock who is not let to
    try:
        gate.release()
        awake = time.monotonic() + 0.05
        while time.monotonic() < awake:
            pass
        seen = False
        for _ in range(times):
            write()
            seen = seen or ran.is_set()
        return seen
    finally:
        sys.setswitchinterval(before)
        thread.join(PATIENCE)


def test_no_other_thread_comes_between(pair: Pair) -> None:
    here, _there = pair
    assert not others_ran(lambda: write_now(transport_of(here), b"x"), 50)


def test_control_by_pythons_own_way_one_does(pair: Pair) -> None:
    here, there = pair

    def write() -> None:
        here.send(b"x")
        there.recv(1)

    assert others_ran(write, 20_000)
