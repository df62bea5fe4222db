"""Every page that links lead to: German throughout, no foreign host, no dead end."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
OF_EACH_KIND = 4  # pages whose addresses differ in numbers and names only
ENGLISH = re.compile(
    r"\b(the|and|your|with|please|this|that|has been|have|sign in|comments?|ideas?|support|edit)\b",
    re.I,
)
LOADED = re.compile(r"""<(?:script|img|link|iframe|source|use|form)\b[^>]*?"""
                    r"""(?:src|href|action)=["']([^"']+)""")  # fmt: skip
LINK = re.compile(r"""<a\b[^>]*?href=["']([^"'#]+)""")
# Links in fragments that are the same for everybody; shown to those who may.
NOT_MINE = ("/bearbeiten/", "/loeschen/", "/moderation/beitraege/N/", "/antworten/",
            "/gestalten/", "/rechte/", "/archiv/", "/abschnitte/", "/abschnitte/N/",
            "/einordnen/N/", "/ideen/neu/", "/wochenblick/", "/termine/uebernehmen/N/",
            "/termine/uebernehmen/frage/N/", "/termine/uebernehmen/umfrage/N/",
            "/termine/N/programm/N/")  # fmt: skip
PROFILE = "/mitglieder/"  # of who is mentioned; guests see the name and nothing more
NOT_OURS = ("/verwaltung/", "/sprache/", "/konto/abmelden/")  # Django's own, or no page to read


def words_of(markup: str) -> str:
    """Return what a person reads: no markup, no script, and nothing in another language."""
    markup = re.sub(r"<(script|style)\b.*?</\1>", " ", markup, flags=re.S)
    markup = re.sub(r"<button[^>]*lang=.en.[^>]*>.*?</button>", " ", markup, flags=re.S)
    told = " ".join(re.findall(r"""(?:title|aria-label|placeholder|alt)=["']([^"']+)""", markup))
    return unescape(re.sub(r"<[^>]+>", " ", markup) + " " + told)


def kind_of(path: str) -> str:
    """Return what is the same for pages of a kind."""
    way, _, query = path.partition("?")
    names = sorted(part.partition("=")[0] for part in query.split("&") if part)
    return (
        re.sub(r"\d[\w-]*", "N", re.sub(r"(/themen/)[\w-]+", r"\1N", way)) + "?" + ",".join(names)
    )


def crawl(page: Page) -> dict[str, str]:
    """Return the HTML of every page that can be reached, a few of each kind."""
    own = urlsplit(page.url).netloc
    seen: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    waiting = deque(["/"])
    while waiting:
        path = waiting.popleft()
        kinds[kind_of(path)] += 1
        if path in seen or path.startswith(NOT_OURS) or kinds[kind_of(path)] > OF_EACH_KIND:
            continue
        answer = page.request.get(path)
        way = kind_of(path).partition("?")[0]
        may_be_closed = way.endswith(NOT_MINE) or path.startswith(PROFILE)
        assert answer.ok or (answer.status in {403, 404} and may_be_closed), path
        seen[path] = answer.text()
        for link in LINK.findall(seen[path]):
            target = urlsplit(urljoin(answer.url, unescape(link)))
            if target.netloc == own:
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return seen


@pytest.mark.parametrize("who", ["", "mayor", "moderator", "office", "guest"])
def test_all_pages_are_german_and_load_from_nowhere_else(enter: Enter, who: str) -> None:
    page = enter(who)
    pages = crawl(page)
    assert len(pages) > (12 if who in {"", "guest"} else 25)
    own = urlsplit(page.url).netloc
    foreign = {
        (path, address)
        for path, markup in pages.items()
        for address in LOADED.findall(markup)
        if urlsplit(urljoin(page.url, unescape(address))).netloc != own
    }
    assert foreign == set()
    english = {
        (path, hit.group(), words_of(markup)[max(0, hit.start() - 40) : hit.end() + 40])
        for path, markup in pages.items()
        for hit in ENGLISH.finditer(words_of(markup))
    }
    assert english == set()


def test_the_crawl_would_notice(enter: Enter) -> None:
    page = enter()  # a stranger, whose choice stays in this browser
    page.request.post(
        "/sprache/", form={"language": "en", "csrfmiddlewaretoken": page.locator(
            "[name=csrfmiddlewaretoken]").first.input_value()},
        headers={"Referer": page.url},
    )  # fmt: skip
    assert ENGLISH.search(words_of(page.request.get("/").text()))
    assert LOADED.findall('<script src="https://elsewhere.example/x.js">')
