"""One style sheet: everything that was written is in it, once, and it is loaded once."""

from typing import Any

import pytest
from django.test import Client

from ideaforge.style import FOLDER, PRINTED, SHEETS, style

pytestmark = pytest.mark.django_db
ALONE = {"screen", "minutes-pdf"}  # what has no head and foot links these itself


def test_every_file_is_part_of_it() -> None:
    written = {path.stem for path in FOLDER.glob("*.css")}
    assert written - ALONE == {*SHEETS, *PRINTED}
    for name in (*SHEETS, *PRINTED):
        assert (FOLDER / f"{name}.css").read_text().strip() in style().text, name


def test_pages_load_it_and_keep_it(settings: Any) -> None:
    settings.DEBUG = False
    url = f"/stil-{style().digest}.css"
    page = Client().get("/").content.decode()
    assert page.count('rel="stylesheet"') == page.count(f'href="{url}"') == 1
    answer = Client().get(url)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.get("Vary", "")


def test_a_page_of_yesterday_gets_the_one_of_today_and_asks_again_soon() -> None:
    answer = Client().get("/stil-0123456789abcdef.css")
    assert (answer.content.decode(), answer["Cache-Control"]) == (
        style().text, "public, max-age=60",
    )  # fmt: skip


def test_what_is_printed_only_stands_under_its_condition() -> None:
    text = style().text
    assert text.index("@media print") < text.index((FOLDER / "print.css").read_text())
    assert text.count("{") == text.count("}")
