"""Throw-away PostgreSQL and Redis servers on free ports, and the suite run against them.

`python -m tests.services --workers 2 -- -k search` runs pytest with `DATABASE_URL` and `REDIS_URL`
set. Nothing outlives the run: no data, no process.
"""

import argparse
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

START_SECONDS = 30
DATABASE = "ideaforge"
INITDB_OPTIONS = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
# Nobody needs these data after a crash, and without the disk the suite takes half the time.
POSTGRES_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}


def find_tool(name: str) -> str | None:
    """Return the path of a server's program; Debian keeps those of PostgreSQL outside PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else shutil.which(name)


def missing_postgres() -> str:
    """Return the sentence for a skipped test, empty where PostgreSQL is installed."""
    return "" if find_tool("initdb") and find_tool("postgres") else "PostgreSQL is not installed"


def missing_redis() -> str:
    """Return the sentence for a skipped test, empty where Redis is installed."""
    return "" if find_tool("redis-server") else "Redis is not installed"


@contextmanager
def throw_away_postgres() -> Iterator[str]:
    """Run an empty PostgreSQL; yield its `DATABASE_URL`, of a superuser without a password."""
    with _folder() as folder:
        port, data = _free_port(), folder / "data"
        made = subprocess.run(
            [find_tool("initdb") or "initdb", "-D", data, "-U", DATABASE, *INITDB_OPTIONS],
            cwd=folder,
            user=_account(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"PostgreSQL made no data folder: {made.stderr}")
        options = [f"--{name}={value}" for name, value in POSTGRES_OPTIONS.items()]
        command = [find_tool("postgres") or "postgres", "-D", str(data), "-p", str(port), *options]
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client.
        with _running(command, folder, port, stop=signal.SIGINT):
            url = f"postgres://{DATABASE}@127.0.0.1:{port}"
            _create_database(f"{url}/postgres")
            yield f"{url}/{DATABASE}"


@contextmanager
def throw_away_redis() -> Iterator[str]:
    """Run an empty Redis that writes nothing to disk; yield its `REDIS_URL`."""
    with _folder() as folder:
        port = _free_port()
        command = [find_tool("redis-server") or "redis-server", "--port", str(port)]
        command += ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
        with _running(command, folder, port, stop=signal.SIGTERM):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ideaforge-", ignore_cleanup_errors=True) as name:
        if account := _account():
            shutil.chown(name, account)
        yield Path(name)


def _account() -> str | None:
    """Return the account that servers run under where this process is root; they refuse root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str], folder: Path, port: int, *, stop: signal.Signals
) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as output:
        # A session of its own, so that Ctrl-C reaches the tests first and the servers last.
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=output,
            stderr=output,
            user=_account(),
            start_new_session=True,
        )
    try:
        _wait_until_open(process, port, log)
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_open(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not start: {log.read_text(errors='replace')}")


def _create_database(url: str) -> None:
    import psycopg

    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            return
        except psycopg.OperationalError:  # the port is open a moment before the server is ready
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def run_suite(workers: int, arguments: Sequence[str]) -> int:
    """Run pytest against fresh servers and return its exit code."""
    with ExitStack() as servers:
        database = servers.enter_context(throw_away_postgres())
        caches = [servers.enter_context(throw_away_redis()) for _ in range(workers)]
        environment = os.environ | {
            "DATABASE_URL": database,
            "REDIS_URL": caches[0],
            "REDIS_URLS": " ".join(caches),
        }
        command = [sys.executable, "-m", "pytest", "-p", "tests.own_redis", "-n", str(workers)]
        suite = subprocess.Popen([*command, *arguments], env=environment)
        try:
            return suite.wait()
        except BaseException:
            # After Ctrl-C pytest is stopping already; it must end before its servers do.
            suite.terminate()
            suite.wait(START_SECONDS)
            raise


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    """Read the command line, run the suite, and say in one line why it cannot run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args()
    if missing := " and ".join(filter(None, [missing_postgres(), missing_redis()])):
        print(f"The suite was not run against the services: {missing}.")
        return int(os.environ.get("IDEAFORGE_NO_SKIPS") == "1")
    signal.signal(signal.SIGTERM, _stop)
    return run_suite(options.workers, options.pytest)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
