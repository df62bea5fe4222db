"""The one table that the bench prints: measure, value, target, met."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows as they are measured; `unmeasured` counts what could not be."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    unmeasured: int = 0

    def note(self, measure: str, value: object, target: str = "") -> None:
        """Add a figure that has no target, or only one to compare with."""
        self._add(measure, str(value), target, "")

    def most(
        self, measure: str, value: float, limit: float, unit: str = "", more: str = ""
    ) -> None:
        """Add a figure that is met when it is at most `limit`."""
        shown = f"{value:.3g}" if value < 100 else f"{value:.0f}"
        self.holds(
            measure, f"{shown} {unit} {more}".strip(), f"≤ {limit:g} {unit}".strip(), value <= limit
        )

    def holds(self, measure: str, value: object, target: str, met: bool) -> None:
        """Add a figure whose target was compared already."""
        self._add(measure, str(value), target, "yes" if met else "NO")

    def fail(self, measure: str, reason: object) -> None:
        """Add what could not be measured, with the reason."""
        self.unmeasured += 1
        words = " ".join(str(reason).split())
        self._add(measure, f"not measured: {words[-300:]}", "", "—")

    def _add(self, *row: str) -> None:
        measure, value, target, met = (cell.replace("|", "/") for cell in row)
        self.rows.append((measure, value, target, met))

    def print(self) -> None:
        """Print all rows in aligned columns."""
        head = ("measure", "value", "target", "met")
        widths = [max(len(row[column]) for row in [head, *self.rows]) for column in range(4)]
        rule = tuple("-" * width for width in widths)
        for row in (head, rule, *self.rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            print(f"| {' | '.join(cells)} |")

    @property
    def compared(self) -> int:
        """How many measures have a target that is met or missed."""
        return sum(met in {"yes", "NO"} for _measure, _value, _target, met in self.rows)

    def missed(self) -> list[str]:
        """Return the measures whose target was missed."""
        return [measure for measure, _value, _target, met in self.rows if met == "NO"]


Part = Callable[[Table], None]


def quantile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies; not a number without values."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
