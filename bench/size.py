"""What a browser loads once: the style sheet and scripts, compressed as the server does it.

Every page has the scripts that `base.html` links; a group of pages may link more in its own base.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import django_htmx

from bench.server import ROOT
from bench.table import Table
from ideaforge.style import joined

KB = 1000
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
LINKED = re.compile(r"{% static '(js/[a-z-]+\.js)' %}")
IMPORTED = re.compile(r"""import (?:[^"';]+ from )?"\./([a-z-]+\.js)";""")


def measure(table: Table) -> None:
    """Measure every file of the site, and what the pages of each group load together."""
    for path in sorted([*STATIC.rglob("*.js"), HTMX]):
        table.note(f"size: {path.name}", f"{_small(path) / KB:.2f} KB")
    sheet = len(brotli.compress(joined().encode())) / KB
    table.most("size: CSS of every page, compressed", sheet, 20, "KB")
    common = _linked(TEMPLATES / "base.html")
    groups = {"every page": common} | {
        f"pages of {base.parent.name}": common | _linked(base)
        for base in sorted(TEMPLATES.glob("*/base.html"))
    }
    for name, files in groups.items():
        total = sum(map(_small, [*files, HTMX])) / KB
        table.most(f"size: JS of {name}, compressed", total, 40, "KB")


def _small(path: Path) -> int:
    return len(brotli.compress(path.read_bytes()))


def _linked(template: Path) -> set[Path]:
    return _with_imports(STATIC / name for name in LINKED.findall(template.read_text()))


def _with_imports(files: Iterable[Path]) -> set[Path]:
    found: set[Path] = set()
    waiting = list(files)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [path.parent / name for name in IMPORTED.findall(path.read_text())]
    return found
