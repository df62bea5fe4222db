"""Minutes as Markdown and as PDF: the same content, harmless whatever people write."""

import re
import zlib
from typing import Any
from urllib.request import OpenerDirector

import pytest
from django.utils import translation

from events.models import AgendaItem, Event
from events.pdf import can_make_pdf, pdf_of
from ideaforge.markdown import escaped, markdown_of
from ideaforge.text import render
from members.models import Member
from tests.cast import Cast, signed_in
from tests.events import ended, podia

pytestmark = pytest.mark.django_db
HOSTILE = """<script>alert(1)</script> [x](javascript:alert(1)) & | `code` #x
- <img src=x onerror=alert(1)>"""


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A lively slot with published minutes."""
    found = ended.lively(cast)
    ended.lit(found)
    ended.published(cast.moderator, found)
    return found


def file_for(member: Member | None, item: AgendaItem) -> str:
    client = signed_in(member)
    client.cookies["django_language"] = "en"
    return client.get(ended.page_of(item, "protokoll.md")).content.decode()


def test_markdown_has_the_same_content_in_the_same_order(cast: Cast, item: AgendaItem) -> None:
    answer = signed_in(cast.author).get(ended.page_of(item, "protokoll.md"))
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="protokoll-lounge.md"'
    assert answer["Cache-Control"] == "private, no-store"
    text = answer.content.decode()
    parts = ["# ", "## Auftakt", "Wir **schreiben** einen Brief.", "Canary spoken question?",
             "Canary written question?", "> The **canary** answer.", "Canary open question?",
             "Canary poll?", "| Wärme | 3 | 50 % |", "> Canary comment of Author"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_hours_are_those_of_the_event(cast: Cast) -> None:
    item = ended.over(cast)
    Event.objects.update(zone="America/New_York")
    ended.published(cast.moderator, item)
    hour = f"{item.starts.astimezone(Event.objects.get().tz):%H:%M}"
    assert f", {hour}–" in file_for(cast.author, item)
    page = signed_in(cast.author).get(ended.page_of(item)).content.decode()
    assert f", {hour}</time>" in page


def test_nothing_that_people_write_is_markup_in_the_file(cast: Cast) -> None:
    item = podia.on_air(cast)
    podia.ask(cast.author, item, HOSTILE)
    item = podia.over(item)
    ended.begun(cast, item)
    ended.published(cast.moderator, item, text=HOSTILE)
    text = file_for(cast.author, item)
    made = render(text)
    for tag in ("<script", "<img", 'href="javascript'):
        assert tag not in made
    assert made.count("&lt;script&gt;alert(1)") == 2
    assert [line for line in text.splitlines() if "<script" in line.replace("\\<", "")] == []


@pytest.mark.parametrize(
    "words",
    ["plain", "**bold** *italic* ~~gone~~ `a<b>`", "- a\n- b\n\n1. c\n2. d", "> quoted\n>\n> twice",
     "a  \nb", "```\n<b>*x*</b>\n```", "[a](https://x.de/?a=1&b=2)", "1990\\. was", "# A\n\n## B",
     "\\- no list", "a * b _ c # d | e", "- a\n\n  b\n\n  - c"],
)  # fmt: skip
def test_markdown_comes_back_as_the_same_html(words: str) -> None:
    first = render(words)
    again = render(markdown_of(first))
    levels = again.replace("h5>", "h4>").replace("h4>", "h3>")  # headings go below the file's own
    assert levels == first.replace("h5>", "h4>").replace("h4>", "h3>")


@pytest.mark.parametrize(
    "words", ["- a", "1. b", "# c", "<b>", "a|b", "*x*", "[a](b)", "&lt;", "\\"]
)
def test_escaped_words_stay_words(words: str) -> None:
    made = render(escaped(words))
    assert (
        made == f"<p>{words.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>\n"
    )


def test_without_minutes_there_is_no_file(cast: Cast) -> None:
    item = ended.over(cast)
    for ending in ("protokoll.md", "protokoll.pdf"):
        assert signed_in(cast.author).get(ended.page_of(item, ending)).status_code == 404


def test_where_it_is_not_installed_the_address_says_how(
    cast: Cast, item: AgendaItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.views.minutes.can_make_pdf", lambda: False)
    client, url = signed_in(cast.author), ended.page_of(item, "protokoll.pdf")
    answer = client.get(url)
    assert (answer.status_code, "requirements/pdf.txt" in answer.content.decode()) == (501, True)
    assert url not in client.get(ended.page_of(item)).content.decode()


@pytest.fixture
def weasyprint() -> Any:
    """Skip with a reason where there is none; in CI that is a failure."""
    if not can_make_pdf():
        pytest.skip("WeasyPrint is not installed (requirements/pdf.txt)")
    import weasyprint

    return weasyprint


@pytest.mark.usefixtures("weasyprint")
def test_a_pdf_is_made_of_it(cast: Cast, item: AgendaItem) -> None:
    client, url = signed_in(cast.author), ended.page_of(item, "protokoll.pdf")
    assert url in client.get(ended.page_of(item)).content.decode()
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="protokoll-lounge.pdf"'
    assert answer.content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\n(.*?)\nendstream", answer.content, re.DOTALL)
    objects = b"".join(zlib.decompress(one) for one in streams if one.startswith(b"x"))
    assert b"/StructTreeRoot" in objects, "it is tagged for screen readers"


def test_it_fetches_nothing(weasyprint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(fetcher: Any, request: Any, *args: object, **kwargs: object) -> None:
        asked.append(request.full_url)
        raise ValueError(request.full_url)

    monkeypatch.setattr(OpenerDirector, "open", refuse)
    markup = """<html lang="de"><title>x</title><img src="/geheim.png" alt="x">
        <img src="file:///etc/passwd" alt="x"><p>Text</p></html>"""
    weasyprint.HTML(string=markup, base_url="http://127.0.0.1:9/").write_pdf()
    assert len(asked) == 2, "there is something to fetch"
    asked.clear()
    assert pdf_of(markup, "http://127.0.0.1:9/").startswith(b"%PDF-")
    assert asked == []


def test_english_labels(cast: Cast, item: AgendaItem) -> None:
    with translation.override("en"):
        text = file_for(cast.author, item)
    assert "| People who took part | 6 |" in text
