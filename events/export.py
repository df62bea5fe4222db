"""The list of participants as a workbook: what somebody typed is always text, never a formula."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import chain
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from events.answers import answer_words
from events.models import Event, RegistrationField
from events.participants import (
    Group,
    Participant,
    Presence,
    Total,
    counts,
    totals,
)

CELL = 32_767  # characters; Excel takes no more
# With constant memory each row leaves for the disk as soon as the next one begins.
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
    "strings_to_urls": False,
}  # fmt: skip
WIDTHS = [30, 28, 24, 20, 10, 17, 17, 14, 17, 17, 24]  # of the columns of every event


class Table:
    """A sheet that is filled row by row, from above."""

    def __init__(self, book: Any, name: str, widths: Sequence[int]) -> None:
        self._sheet = book.add_worksheet(name)
        # Even one who edits such a cell and presses Enter gets no formula out of it.
        self._text = book.add_format({"quote_prefix": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "bottom": 1, "quote_prefix": True})
        self._time = book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"})
        self._row = 0
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def head(self, cells: Sequence[str]) -> None:
        """Write the headings, which stay in sight."""
        self._sheet.freeze_panes(1, 0)
        self._write(cells, self._head)

    def add(self, cells: Sequence[object]) -> None:
        """Write a row of text, whole numbers, and times without a zone."""
        self._write(cells, self._text)

    def _write(self, cells: Sequence[object], style: Any) -> None:
        for column, cell in enumerate(cells):
            place = (self._row, column)
            if isinstance(cell, datetime):
                self._sheet.write_datetime(*place, cell, self._time)
            elif isinstance(cell, int):
                self._sheet.write_number(*place, cell)
            elif cell:
                self._sheet.write_string(*place, _storable(str(cell)), style)
        self._row += 1

    def close(self, columns: int) -> None:
        """Offer Excel's own filters over all rows, and print the sheet as a list."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 0), columns - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)


def workbook(
    event: Event, people: Sequence[Participant], fields: Sequence[RegistrationField]
) -> bytes:
    """Return an XLSX file: the people in their order, and what was chosen how often."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": event.title})
        widths = [*WIDTHS, *(24 for _field in fields)]
        table = Table(book, _("Participants"), widths)
        table.head([*headings(), *(one.label for one in fields)])
        for person in people:
            table.add(
                [*cells(event, person), *(answer_words(one, person.answers) for one in fields)]
            )
        table.close(len(widths))
        _sum_up(Table(book, _("Totals"), [40, 40, 10]), counts(people), totals(fields, people))
    return made.getvalue()


def headings() -> list[str]:
    """Return the names of the columns that every event has."""
    return [
        _("Name"), _("Office or position"), _("Municipality"), _("State"), _("Place in the queue"),
        _("Registered on"), _("Offered until"), _("At the event"), _("Arrived"), _("Left"),
        _("Checked in by"),
    ]  # fmt: skip


def cells(event: Event, one: Participant) -> list[object]:
    """Return the cells of a person; times are those of the event's zone."""
    waits = one.number if one.group == Group.WAITING else None
    return [
        one.name, one.office, one.municipality, one.group.label, waits,
        _local(event, one.created), _local(event, one.offered_until),
        Presence(one.presence).label if one.presence else "",
        _local(event, one.arrived), _local(event, one.left), one.by,
    ]  # fmt: skip


def _sum_up(table: Table, groups: Sequence[tuple[Group, int]], sums: Sequence[Total]) -> None:
    table.head([_("Question"), _("Answer"), _("Number")])
    options = ((total.label, *option) for total in sums for option in total.options)
    states: Iterator[tuple[str, str, int]] = ((_("State"), str(g.label), n) for g, n in groups)
    for row in chain(states, options):
        table.add(row)
    table.close(3)


def _local(event: Event, moment: datetime | None) -> datetime | None:
    return moment.astimezone(event.tz).replace(tzinfo=None) if moment else None


def _storable(words: str) -> str:
    # A lone half of a character pair cannot be written to any file.
    return words.encode("utf-8", "replace").decode("utf-8")[:CELL]
