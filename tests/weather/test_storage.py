"""A locked database and a full disk: posting waits or says no, nothing acknowledged is lost."""

import asyncio
import contextlib
import os
import re
import resource
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError

from discussions.models import Comment
from live.record import heads
from tests.cast import make_cast, make_idea, say
from tests.live.client import Writer, reading
from tests.server import Server, copy_of
from tests.weather.conftest import Serve
from tests.weather.crowd import Crowd

LOCKED = 8.0
SIZE = 24 * 1024 * 1024


async def test_a_post_waits_for_a_database_that_is_locked_for_eight_seconds(serve: Serve) -> None:
    server = serve()
    crowd = Crowd(server, server.new_thread())
    stream = f"thread-{crowd.thread}"
    async with (
        Writer(server, server.seed["posters"][0]) as writer,
        reading(server) as reader,
    ):
        await reader.join(stream, 1)
        with contextlib.closing(sqlite3.connect(server.data / "ideaforge.sqlite3")) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            since = time.monotonic()
            posting = asyncio.create_task(writer.post(crowd.thread, "Geduld."))
            await asyncio.sleep(LOCKED / 2)
            async with reading(server) as guest:  # reading goes on meanwhile
                await guest.join(stream, 0)
                assert guest.numbers() == [1]
                await guest.line.close()
            assert (await writer.http.get("/healthz")).status_code == 200
            await asyncio.sleep(LOCKED / 2)
            assert not posting.done()
            other.execute("ROLLBACK")
        answer = await posting
        assert answer.status_code == 201
        assert LOCKED < time.monotonic() - since < LOCKED + 10
        await reader.until_n(answer.json()["n"])
        await reader.line.close()


async def test_control_a_database_that_does_not_wait_fails(serve: Serve) -> None:
    server = serve(DJANGO_SETTINGS_MODULE="tests.weather.settings_impatient")
    thread = server.new_thread()
    async with Writer(server, server.seed["posters"][0]) as writer:
        with contextlib.closing(sqlite3.connect(server.data / "ideaforge.sqlite3")) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            answer = await writer.post(thread, "Ungeduld.")
            other.execute("ROLLBACK")
        assert answer.status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whole", [True, False], ids=["one transaction", "control: none"])
def test_a_write_that_fails_half_way_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    cast = make_cast()
    idea = make_idea(cast.author, cast.public)
    head = heads([idea.thread.stream])

    def full(*_arguments: object, **_options: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("discussions.actions.post.record", full)
    if not whole:
        monkeypatch.setattr("discussions.actions.post.transaction.atomic", contextlib.nullcontext)
    with pytest.raises(OperationalError):
        say(cast.mate, idea, "Halb.")
    idea.thread.refresh_from_db()
    left = 0 if whole else 1  # without a transaction: a comment that no reader is told of
    assert (Comment.objects.count(), idea.thread.comment_count) == (left, left)
    assert heads([idea.thread.stream]) == head


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A file system of 24 MB, or None where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Disk:
    """Fills up and empties: by a large file, or by the limit that the kernel sets on files."""

    def __init__(self, server: Server, folder: Path | None) -> None:
        self.server, self.ballast = server, folder and folder / "ballast"

    def fill(self) -> None:
        """Leave no room for another page of the database."""
        if self.ballast:
            with contextlib.suppress(OSError), self.ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
        else:
            log = self.server.data / "ideaforge.sqlite3-wal"
            self._limit(log.stat().st_size if log.exists() else 0)

    def empty(self) -> None:
        """Give the room back."""
        if self.ballast:
            self.ballast.unlink()
        else:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        assert self.server.process is not None
        limits = (size, resource.RLIM_INFINITY)
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, limits)


async def test_a_full_disk_is_said_and_loses_nothing(
    prepared: Path, tmp_path: Path, small_disk: Path | None
) -> None:
    data = copy_of(prepared, (small_disk or tmp_path) / "data")
    server = Server(data, IDEAFORGE_DEMO_PUBLIC="1", DEBUG="off")  # as a public server answers
    server.log = tmp_path / "server.log"
    server.start()
    disk, crowd = Disk(server, small_disk), Crowd(server, server.new_thread())
    try:
        async with (
            Writer(server, server.seed["posters"][0]) as writer,
            reading(server) as reader,
        ):
            await reader.join(f"thread-{crowd.thread}", 1)
            before = [await writer.must_post(crowd.thread, f"Davor {turn}") for turn in range(3)]
            disk.fill()
            key = uuid4()
            answers = [await writer.post(crowd.thread, "Kein Platz " * 900, key) for _ in range(5)]
            assert {answer.status_code for answer in answers} == {500}
            assert "Traceback" not in answers[0].text
            assert answers[0].text.strip()
            assert len(crowd.stored()) == len(before)
            page = await writer.http.get("/healthz")
            assert page.status_code == 200
            disk.empty()
            again = await writer.post(crowd.thread, "Kein Platz " * 900, key)
            assert again.status_code == 201
            assert again.json()["n"] == before[-1] + 1  # no number was lost on the failures
            await reader.until_n(before[-1] + 1)
            assert reader.numbers() == crowd.entries()[1:]
            assert len(crowd.stored()) == len(before) + 1
            await reader.line.close()
    finally:
        server.stop()
    assert sqlite_is_sound(data / "ideaforge.sqlite3")


def sqlite_is_sound(file: Path) -> bool:
    """Ask SQLite whether the file is whole."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.create_function("REGEXP", 2, lambda rule, word: re.search(rule, word) is not None)
        return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
