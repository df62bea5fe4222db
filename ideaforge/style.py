"""The one style sheet of the site: small files to write, one to load.

On a bad line every request costs more than its bytes, and together the files compress to two thirds
of what they need one by one. Pages for times without a server link their few files themselves.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings

from ideaforge.environment import BASE_DIR

FOLDER = BASE_DIR / "static" / "css"
SHEETS = (
    "tokens", "base", "layout", "controls", "people", "cards", "home", "idea", "thread",
    "composer", "pages", "events", "session", "podium", "hall", "calendar", "minutes",
)  # fmt: skip
PRINTED = ("print",)


@dataclass(frozen=True)
class Style:
    """The sheet, and a digest that changes with every change of it."""

    digest: str
    text: str


def style() -> Style:
    """Return the sheet; while one works on it, it is read anew each time."""
    return _read() if settings.DEBUG else _kept()


@cache
def _kept() -> Style:
    return _read()


def _read() -> Style:
    text = joined()
    return Style(sha256(text.encode()).hexdigest()[:16], text)


def joined() -> str:
    """Return all files in their order as one text."""
    parts = [_file(name) for name in SHEETS]
    return "\n".join([*parts, *(f"@media print {{\n{_file(name)}}}\n" for name in PRINTED)])


def _file(name: str) -> str:
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")
