"""Reading the environment, with the sentence that an administrator needs where it is wrong."""

import hashlib
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable; `1`, `true`, `on`, `yes` mean yes."""
    return bool(env.bool(name, default=default))


def data_dir() -> Path:
    """Return the folder for everything that must outlive an update, made when it is missing."""
    path = Path(env.str("IDEAFORGE_DATA_DIR", default=str(BASE_DIR / "data")))
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(folder: Path) -> str:
    """Return the configured key, or one that is made once and kept in the data folder."""
    if configured := env.str("SECRET_KEY", default=""):
        return str(configured)
    path = folder / "secret-key"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def refuse_unsafe(*, debug: bool, demo: bool, demo_in_public: bool, limits: bool) -> None:
    """Refuse combinations that would open a public installation."""
    if demo and not debug and not demo_in_public:
        raise ImproperlyConfigured(
            "IDEAFORGE_DEMO=1 lets everybody sign in as a demo member. With DEBUG off it needs "
            "IDEAFORGE_DEMO_PUBLIC=1 as well, so that nobody switches it on by accident."
        )
    if not limits and not debug and not demo:
        raise ImproperlyConfigured(
            "IDEAFORGE_LIMITS=off is for load tests and needs DEBUG or IDEAFORGE_DEMO."
        )


def sqlite(folder: Path) -> dict[str, object]:
    """Return the embedded database: one writer at a time, nothing lost at a power cut."""
    return {
        "ENGINE": "ideaforge.sqlite",
        "NAME": folder / "ideaforge.sqlite3",
        "OPTIONS": {
            # With DEFERRED, a transaction that reads first and writes later fails as locked
            # as soon as there are several writers, whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
        "TEST": {"NAME": folder / "test.sqlite3"},
        "CONN_MAX_AGE": None,
    }


def database(folder: Path) -> dict[str, object]:
    """Return PostgreSQL where `DATABASE_URL` names it, else the embedded SQLite."""
    if not env.str("DATABASE_URL", default=""):
        return sqlite(folder)
    config = dict(env.db("DATABASE_URL"))
    if "postgresql" in str(config["ENGINE"]):
        # A pool, because every worker thread of an ASGI server would keep a connection of its own.
        config["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 16, "timeout": 20}}
    return config


def build_of(folder: Path) -> str:
    """Return a short name of this version's templates, part of the key of every kept fragment."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
