"""Hostile words: a message at the field, or shown back as they are; no 500, no script."""

import html
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Dialog

from discussions.models import Comment
from ideaforge import text
from ideas.models import Idea
from tests.promises.conftest import Network
from tests.promises.shared import shared, strings

LIVE = re.compile(r"<script|<iframe|<svg|<img|\son\w+\s*=|javascript:|vbscript:|data:text", re.I)


def attributes_and_tags(markup: str) -> str:
    """Return only what stands within tags; words of people may say anything."""
    return " ".join(re.findall(r"<[^>]*>", markup))


@pytest.mark.parametrize("gate", ["both", "bleach", "nh3"])
def test_each_gate_alone_stops_every_script(gate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if gate == "bleach":
        monkeypatch.setattr("nh3.clean", lambda markup, **_: markup)
    if gate == "nh3":
        monkeypatch.setattr("bleach.clean", lambda markup, **_: markup)
    for attack in strings("hostile/xss_patt.json"):
        for markup in (text.sanitize(attack), text.render(attack.replace("\x00", ""))):
            assert not LIVE.search(attributes_and_tags(markup)), attack


def test_without_the_gates_there_was_something_to_stop() -> None:
    attacks = strings("hostile/xss_patt.json")
    assert sum(bool(LIVE.search(attributes_and_tags(attack))) for attack in attacks) > 20


@given(st.text())
def test_clean_text_either_says_why_or_returns_what_can_be_stored(words: str) -> None:
    try:
        cleaned = text.clean_text(words)
    except ValidationError as error:
        assert error.messages  # noqa: PT017 - either way is right, and each has its promise
    else:
        assert cleaned == text.clean_text(cleaned)
        assert "\x00" not in cleaned.encode().decode()


@pytest.mark.parametrize(
    "words", ["\x00", "a\x07b", "\ud800", "a\udfffb"], ids=["NUL", "bell", "high", "low"]
)
def test_what_cannot_be_stored_is_refused_with_a_reason(words: str) -> None:
    with pytest.raises(ValidationError):
        text.clean_text(words)


@pytest.mark.parametrize("words", ["", "  ", "\n\t ", "\u200b\u2060", "\u3164", "\u00ad"])
def test_what_nobody_sees_counts_as_empty(words: str) -> None:
    assert text.clean_text(words) == ""


def test_names_do_not_turn_the_direction_of_writing() -> None:
    with pytest.raises(ValidationError):
        text.clean_line("Rat\u202egnuztis")


@pytest.mark.django_db
def test_naughty_strings_are_stored_as_they_are_or_refused_at_the_field(
    network: Network, settings: Any
) -> None:
    settings.COMMENT_RATES = []
    client = Client()
    client.force_login(network.mate)
    url = f"/diskussionen/{network.idea.thread_id}/kommentare/"
    for words in strings("hostile/blns.json"):
        sent = {"text": words, "key": str(uuid4())}
        answer = client.post(url, sent, headers={"Accept": "application/json"})
        assert answer.status_code in (201, 400), words
        if answer.status_code == 400:
            assert answer.json()["field"] == "text"
        else:
            stored = Comment.objects.latest("pk").text
            assert stored == text.clean_text(words)


@pytest.mark.django_db
def test_naughty_strings_in_the_form_of_an_idea_and_in_the_search(network: Network) -> None:
    client = Client()
    client.force_login(network.mate)
    for words in strings("hostile/blns.json"):
        fields = ("title", "text", "tags", "municipality", "need", "goal", "time_frame")
        answer = client.post("/ideen/neu/", dict.fromkeys(fields, words) | {"save": "1"})
        assert answer.status_code in (303, 400), words
        for path in ("/ideen/", "/ideen/aehnlich/", "/mitglieder/vorschlaege/"):
            query = dict.fromkeys(("suche", "tag", "land", "kommune", "titel", "q"), words)
            assert client.get(path, query).status_code == 200, (path, words)
    assert Idea.objects.filter(title="<script>alert(0)</script>").count() <= 1


@pytest.mark.django_db
def test_no_foreign_address_is_taken_for_a_way_back(network: Network) -> None:
    client = Client()
    for line in shared("hostile/open_redirects_patt.txt").read_text().splitlines():
        answer = client.post("/sprache/", {"language": "de", "next": line})
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])|$", answer["Location"]), (line, answer["Location"])


@pytest.mark.django_db
def test_too_much_at_once_is_told_as_such(network: Network) -> None:
    client = Client()
    client.force_login(network.mate)
    url = f"/diskussionen/{network.idea.thread_id}/kommentare/"
    long = client.post(
        url, {"text": "x" * 10_001, "key": str(uuid4())}, headers={"Accept": "application/json"}
    )
    assert (long.status_code, long.json()["field"]) == (400, "text")
    assert client.post(url, {"text": "x" * 70_000, "key": str(uuid4())}).status_code == 413


@pytest.mark.browser
def test_no_script_runs_in_chromium(tmp_path: Path) -> None:
    from tests.journeys.chromium import open_chromium

    attacks = strings("hostile/xss_patt.json") + strings("hostile/blns.json")
    rendered = [text.render(attack.replace("\x00", "")) for attack in attacks]
    page_file = tmp_path / "page.html"
    page_file.write_text(
        "<meta charset=utf-8>" + "".join(f"<div>{one}</div>" for one in rendered),
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    with open_chromium() as browser:
        page = browser.new_page()
        page.on("dialog", note)
        page.goto(page_file.as_uri())
        page.wait_for_timeout(500)
        shown = page.locator("div").first.inner_text()
        assert page.locator("script").count() == 0
    assert ran == []
    assert html.unescape(shown) == attacks[0]
