"""Reading CSV files of contributions: every row is checked, a refused one keeps its reason."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from ideaforge.text import clean_line, clean_text

IDEA_COLUMNS = ("idea_id", "title", "text", "author", "tags", "created")
COMMENT_COLUMNS = ("comment_id", "idea_id", "parent_id", "author", "text", "created")


class WrongFile(ValueError):
    """The file as a whole cannot be read: missing, not UTF-8, or without its columns."""


class WrongRow(ValueError):
    """One row cannot go in, with the reason."""


@dataclass
class Rejects:
    """What did not go in: file, line, reason and the row itself."""

    rows: list[tuple[str, int, str, dict[str, str]]] = field(default_factory=list)

    def add(self, file: str, line: int, reason: str, row: dict[str, str]) -> None:
        """Keep one refused row."""
        self.rows.append((file, line, reason, row))

    def write(self, path: Path) -> None:
        """Write the refused rows beside the data, so that they can be mended and loaded again."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["file", "line", "reason", "row"])
            for name, line, reason, row in self.rows:
                writer.writerow([name, line, reason, harmless(str(row))])


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row; raise WrongFile where the file is none of this form."""
    csv.field_size_limit(1_000_000)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise WrongFile(f"{path.name} has no column {', '.join(missing)}.")
            for row in reader:
                yield reader.line_num, {key: value or "" for key, value in row.items() if key}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongFile(f"{path.name} cannot be read: {error}") from error


def line_of(row: dict[str, str], name: str, most: int) -> str:
    """Return one clean line of a row, or raise WrongRow."""
    return _checked(clean_line, row, name, most)


def text_of(row: dict[str, str], name: str, most: int) -> str:
    """Return clean multi-line text of a row, or raise WrongRow."""
    return _checked(clean_text, row, name, most)


def _checked(clean: object, row: dict[str, str], name: str, most: int) -> str:
    try:
        value: str = clean(row.get(name, ""))  # type: ignore[operator]
    except ValidationError as error:
        raise WrongRow(f"{name}: {error.messages[0]}") from error
    if len(value) > most:
        raise WrongRow(f"{name} has {len(value)} characters, at most {most} go in")
    return value


def time_of(row: dict[str, str]) -> datetime:
    """Return the time of a row; without an offset it is local time."""
    try:
        when = datetime.fromisoformat(row["created"].strip())
        when = when if timezone.is_aware(when) else timezone.make_aware(when)
        timezone.localtime(when)
        return when.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the ends of the calendar overflow
        raise WrongRow(f"created: {row['created']!r} is no date") from error


def tags_of(row: dict[str, str]) -> list[str]:
    """Return the tags of a row, each once."""
    tags: dict[str, str] = {}
    for part in row.get("tags", "").split("|"):
        tag = line_of({"tags": part}, "tags", settings.TAG_LENGTH)
        if tag:
            tags.setdefault(tag.casefold(), tag)
    return list(tags.values())[: settings.TAGS_PER_IDEA]
