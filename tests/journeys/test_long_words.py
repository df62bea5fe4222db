"""German words of any length: wherever members' words stand, they break instead of the page."""

import re
from collections import defaultdict

import pytest
from django.utils.translation.trans_real import DjangoTranslation
from playwright.sync_api import Page

from tests.journeys.conftest import Enter
from tests.journeys.test_crawl import crawl, kind_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
WIDTH = 320
WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
NUMBER = re.compile(r"%\(\w+\)[sd]|%[sd]|[\d.,:–]*\d[\d.,:–]*")
# What the catalogue does not know somebody has written; numbers and dates are nobody's words.
LENGTHEN = """([word, fixed]) => {
  const known = new Set(fixed);
  const is_known = (text) => known.has(text.replace(/[\\d.,:–]*\\d[\\d.,:–]*/g, "0"))
    || text.split(/[\\s\\d.,:–·()/%]+/).every((part) => !part || known.has(part));
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.replace(/\\s+/g, " ").trim();
    const keeps = texts.currentNode.parentElement.closest("svg, script, textarea, select, time");
    if (text.length > 3 && !keeps && !is_known(text)) texts.currentNode.data = word;
  }
  return document.documentElement.scrollWidth;
}"""


def fixed_words() -> set[str]:
    """Return what the product itself says in German, with a 0 for every number."""
    said = " <> ".join(str(words) for _, words in vars(DjangoTranslation("de"))["_catalog"].items())
    return {" ".join(NUMBER.sub("0", part).split()) for part in re.split(r"<[^>]*>", said)}


def width_of(page: Page, path: str) -> int:
    """Return how wide the page is once all that members wrote on it is one long word."""
    page.goto(path, wait_until="domcontentloaded")
    return int(page.evaluate(LENGTHEN, [WORD, list(fixed_words())]))


@pytest.mark.timeout(400)  # dozens of pages, one after the other
@pytest.mark.parametrize("who", ["mayor", "office"])
def test_no_page_is_wider_than_a_small_phone(enter: Enter, who: str) -> None:
    page = enter(who)
    kinds: dict[str, list[str]] = defaultdict(list)
    for path, markup in crawl(page).items():
        kinds[kind_of(path)] += [path] if "<main" in markup else []
    page.set_viewport_size({"width": WIDTH, "height": 640})
    widths = {path: width_of(page, path) for paths in kinds.values() for path in paths[:2]}
    assert len(widths) > 60
    assert {path: width for path, width in widths.items() if width > WIDTH} == {}


def test_a_page_that_breaks_no_words_would_be_noticed(enter: Enter) -> None:
    page = enter("mayor", viewport={"width": WIDTH, "height": 640}, bypass_csp=True)
    assert width_of(page, "/mitglieder/") == WIDTH
    page.add_style_tag(content="main * { overflow-wrap: normal !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") > WIDTH
