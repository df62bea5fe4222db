"""Every page: accessible, German, without foreign hosts, and no wider than a small phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Enter
from tests.journeys.places import first_idea

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

PATHS = [
    "/",
    "/ideen/",
    "/ideen/?suche=beteiligung",
    "/ideen/?suche=xyzunauffindbar",
    "/ideen/neu/",
    "/ideen/neu/?pilot=1",
    "/themen/",
    "/themen/klimaschutz/",
    "/mitglieder/",
    "/konto/",
    "/konto/anmelden/",
    "/konto/passwort/",
    "/gibt-es-nicht/",
]
ENGLISH = re.compile(r"\b(the|and|your|with|please|this|has been|sign in|comments?)\b", re.I)


def scan(page: Page) -> list[str]:
    """Return what axe finds, with the first element of each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{page.url} {item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(enter: Enter, scheme: str) -> None:
    page = enter("moderator", color_scheme=scheme)
    idea, pilot = first_idea(page), first_idea(page, "art=pilot&sort=aktiv")
    found: list[str] = []
    number = idea.split("-")[0]
    more = ["verlauf/", "bearbeiten/", "zurueckziehen/"]
    for path in [*PATHS, idea, pilot, f"{number}/verlauf/"]:
        page.goto(path)
        found += scan(page)
    page.goto("/mitglieder/")
    person = page.locator(".people a").first.get_attribute("href")
    page.goto(pilot)
    place = page.locator("a[href^='/kommunen/']").first.get_attribute("href")
    comment = page.locator(".comment a[href$='/antworten/']").first.get_attribute("href")
    assert person and place and comment  # noqa: PT018
    for path in [person, place, comment, comment.replace("antworten", "verlauf"),
                 "/konto/passwort/aendern/", "/konto/mitteilungen/"]:  # fmt: skip
        page.goto(path)
        found += scan(page)
    author = enter("mayor", color_scheme=scheme)
    author.goto("/ideen/?meine=1")
    own = author.locator(".card a[href^='/ideen/']").first.get_attribute("href") or ""
    for path in [own, *(f"{own.split('-')[0]}/{one}" for one in more)]:
        author.goto(path)
        found += scan(author)
    guest = enter(color_scheme=scheme)
    for path in ["/", "/konto/anmelden/", idea]:
        guest.goto(path)
        found += scan(guest)
    assert found == []


def test_pages_name_no_foreign_host_and_load_from_none(enter: Enter) -> None:
    page = enter("office")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    own = page.url.split("/", 3)[2]
    for path in [*PATHS, first_idea(page)]:
        page.goto(path)
        for attribute in ("src", "href", "action"):
            for value in page.locator(f"[{attribute}]").evaluate_all(
                f"all => all.map(one => one.{attribute}.baseVal ?? one.{attribute})"
            ):
                if str(value).startswith("http") and "/ideen/" not in path:
                    assert str(value).split("/")[2] in {own, "example.org"}, (path, value)
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {own}


def test_german_pages_show_no_english(enter: Enter) -> None:
    page = enter("office")
    shown: list[str] = []
    for path in [*PATHS, first_idea(page, "art=pilot")]:
        page.goto(path)
        words = page.locator("body").inner_text()
        shown += [f"{path}: {line}" for line in words.splitlines() if ENGLISH.search(line)]
    assert shown == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways(enter: Enter, width: int) -> None:
    for who in ("moderator", ""):
        page = enter(who, viewport={"width": width, "height": 800})
        for path in [*PATHS, first_idea(page, "art=pilot&sort=aktiv")]:
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (who, path, wide)


def test_the_keyboard_alone_reaches_the_thread_and_sends(enter: Enter) -> None:
    page = enter("mayor")
    path = first_idea(page)
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.locator("form[data-composer] textarea").first.focus()
    page.keyboard.type("Nur mit der Tastatur.")
    page.keyboard.press("Control+Enter")
    page.locator("li[id^='comment-']", has_text="Nur mit der Tastatur.").first.wait_for()
