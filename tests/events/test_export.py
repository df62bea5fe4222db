"""The workbook: read back it says what the list says, and nothing in it is a formula."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from events.answers import fields_of
from events.export import workbook
from events.models import Event, Registration
from events.participants import Participant, participants_of
from tests.cast import Cast, make_member, signed_in
from tests.conftest import Strings
from tests.events.seats import ask, make_lounge, seat

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def event(cast: Cast) -> Event:
    """A lounge that the author organises."""
    return make_lounge(cast.office, cast.author, title="Öl & Gas")


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def formulas_in(content: bytes) -> list[str]:
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = [parts.read(name).decode() for name in parts.namelist() if "/worksheets/" in name]
    return [one for sheet in sheets for one in re.findall(r"<f[ >].*?</f>|<hyperlink ", sheet)]


def test_the_filtered_list_comes_as_a_file_with_its_totals(cast: Cast, event: Event) -> None:
    meal = ask(event, "Essen?", "one", ["vegan", "vegetarisch"])
    seat(event, cast.mate, answers={meal: "vegan"}, created=MOMENT, arrived=MOMENT,
         checked_in_by=cast.office)  # fmt: skip
    seat(event, cast.moderator, answers={meal: "vegetarisch"})
    seat(event, cast.guest, "waiting", answers={})
    path = f"/termine/{event.pk}/teilnehmende.xlsx"
    answer = signed_in(cast.author).get(f"{path}?frage-{meal}=vegan")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert re.search(r'attachment; filename="[a-z-]+-oel-gas\.xlsx"', answer["Content-Disposition"])
    people, totals = read(answer.content).worksheets
    [head, row] = people.iter_rows(values_only=True)
    assert (head[-1], row[0], row[-1]) == ("Essen?", "Mate", "vegan")
    local = datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001 - a workbook knows no zones
    assert (row[5], row[8], row[10]) == (local, local, "Office")
    assert people["F2"].is_date
    assert people.freeze_panes == "A2"
    assert people.column_dimensions["A"].width > 20
    answered = [row for row in totals.iter_rows(values_only=True) if row[0] == "Essen?"]
    assert answered == [("Essen?", "vegan", 1), ("Essen?", "vegetarisch", 0)]
    everybody = read(signed_in(cast.office).get(path).content).worksheets[0]
    assert everybody.max_row == 4
    assert [cell.value for cell in everybody["E"]][-1] == 1, "the number in the queue"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "{=", "http://", "00"])
def test_no_cell_starts_a_formula_or_a_link(cast: Cast, event: Event, start: str) -> None:
    words = f'{start}HYPERLINK("https://boese.example")'
    line = ask(event, words)
    member = make_member("boese", name=words, office=words)
    seat(event, member, answers={line: words})
    made = workbook(event, participants_of(event), fields_of(event))
    sheet = read(made).worksheets[0]
    hostile = [sheet["A2"], sheet["B2"], sheet["L1"], sheet["L2"]]
    assert {cell.value.replace("_x000D_", "\r") for cell in hostile} == {words}
    assert {cell.data_type for cell in hostile} == {"s"}
    assert all(cell.quotePrefix for cell in hostile), "nor when somebody edits it"
    assert formulas_in(made) == []


def test_hostile_strings_come_back_as_they_were(cast: Cast, event: Event, strings: Strings) -> None:
    line = ask(event, "Was noch?")
    listed = [one for one in strings("hostile/blns.json") if one and one.isprintable()]
    assert len(listed) > 300
    seated = seat(event, cast.mate)
    [person] = participants_of(event)
    people = [Participant(**vars(person) | {"answers": {line: words}}) for words in listed]
    made = workbook(event, people, fields_of(event))
    back = [row[-1] for row in read(made).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert back == listed
    assert formulas_in(made) == []
    assert seated.pk


def test_what_no_file_can_hold_does_not_break_it(cast: Cast, event: Event) -> None:
    line = ask(event, "Was noch?")
    seat(event, cast.mate)
    [person] = participants_of(event)
    odd = ["\x00\x07", "\ud800", "x" * 40_000, "\ufffe"]
    people = [Participant(**vars(person) | {"answers": {line: words}}) for words in odd]
    sheet = read(workbook(event, people, fields_of(event))).worksheets[0]
    assert sheet.max_row == len(odd) + 1
    assert len(sheet["L4"].value) == 32_767


def test_five_thousand_rows_are_written(cast: Cast, event: Event) -> None:
    seat(event, cast.mate)
    [person] = participants_of(event)
    made = workbook(event, [person] * 5_000, [])
    assert read(made).worksheets[0].max_row == 5_001
    assert Registration.objects.count() == 1
