"""Data folders for servers: seeded once, kept in a cache below the temporary folder, copied."""

import getpass
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.server import FIXED, ROOT, run

DATABASE = "ideaforge.sqlite3"
# What the stored rows depend on; a change makes a new database.
SOURCES = ("bench/seed.py", "bench/large.py", "bench/words.py", "*/migrations/*.py",
           "ideas/loading/*.py", "live/chronicle.py", "ideas/words.py")  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """Where to look in a seeded database."""

    sessions: list[str]
    idea: dict[str, Any]  # path and thread of a pilot with a short thread
    long: dict[str, Any]  # the same of an idea with the long one


@contextmanager
def data_folder(size: str) -> Iterator[tuple[Path, Facts]]:
    """Yield a fresh folder with a seeded database, thrown away at the end."""
    kept = _seeded(size)
    with tempfile.TemporaryDirectory(prefix="ideaforge-bench-") as name:
        shutil.copyfile(kept / DATABASE, Path(name) / DATABASE)
        yield Path(name), Facts(**json.loads((kept / "facts.json").read_text()))


def seed(data: Path, size: str, **more: str) -> Facts:
    """Make the tables and fill them, in whatever database the environment names."""
    run(["manage.py", "migrate", "--noinput", "--verbosity", "0"], data, **more)
    return Facts(**json.loads(run(["-m", "bench.seed", size], data, **more)))


def _seeded(size: str) -> Path:
    cache = Path(tempfile.gettempdir()) / f"ideaforge-bench-cache-{getpass.getuser()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    folder = cache / f"{size}-{_digest()}"
    if not folder.exists():
        for old in cache.glob(f"{size}-*"):
            shutil.rmtree(old)
        with tempfile.TemporaryDirectory(dir=cache) as name:
            made = Path(name) / "made"
            made.mkdir()
            facts = seed(made, size)
            (made / "facts.json").write_text(json.dumps(vars(facts)))
            made.rename(folder)
    return folder


def _digest() -> str:
    digest = hashlib.sha256(FIXED["SECRET_KEY"].encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
