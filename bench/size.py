"""What a browser loads once: style sheets and scripts, compressed as the server does it."""

from pathlib import Path

import brotli  # type: ignore[import-untyped]
import django_htmx

from bench.server import ROOT
from bench.table import Table

KB = 1000
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"


def measure(table: Table) -> None:
    """Measure every file of the site; what a page does not use counts as well."""
    _kind(table, "CSS", sorted((ROOT / "static").rglob("*.css")), 20)
    _kind(table, "JS", [*sorted((ROOT / "static").rglob("*.js")), HTMX], 40)


def _kind(table: Table, kind: str, files: list[Path], limit: float) -> None:
    if not files:
        raise RuntimeError(f"there is no {kind} below static/")
    total = 0
    for path in files:
        whole = path.read_bytes()
        small = len(brotli.compress(whole))
        total += small
        table.note(f"size: {path.name}", f"{small / KB:.2f} KB (of {len(whole) / KB:.1f} KB)")
    table.most(f"size: {kind} of {len(files)} files, compressed", total / KB, limit, "KB")
