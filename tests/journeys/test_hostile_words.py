"""Injections in a real browser: not one script runs, and every word is shown as it was typed."""

import html

import pytest
from playwright.sync_api import Browser, Dialog, Page

from ideaforge.text import render
from tests.conftest import Strings
from tests.journeys.conftest import Enter
from tests.journeys.places import comment, new_idea, post_quietly, thread_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
XSS, NAUGHTY = "hostile/xss_patt.json", "hostile/blns.json"
PLACES = ".prose, h1, h3, .card-lead, .tag, .name"


def watched(page: Page) -> list[str]:
    """Return the list in which every dialog that a script opens will be noted."""
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return ran


def ran_on(browser: Browser, markups: list[str]) -> tuple[list[str], Page]:
    """Return what opened a dialog in a page of these markups, without any policy; and the page."""
    page = browser.new_page()
    ran = watched(page)
    page.set_content("<meta charset=utf-8>" + "".join(f"<div>{one}</div>" for one in markups))
    page.wait_for_timeout(200)
    return ran, page


def test_rendered_words_run_nothing_even_without_a_policy(
    chromium: Browser, strings: Strings
) -> None:
    attacks = [one.replace("\x00", "") for one in strings(XSS) + strings(NAUGHTY)]
    attacks = [one.encode(errors="replace").decode() for one in attacks]
    ran, page = ran_on(chromium, [render(one) for one in attacks])
    assert ran == []
    assert page.locator("script, iframe, object, embed, svg, img, form, style").count() == 0
    leads = page.locator("a").evaluate_all("all => [...new Set(all.map(one => one.protocol))]")
    assert set(leads) <= {"http:", "https:", "mailto:", ":"}  # the last is a path of this site
    handlers = "all => all.some(one => one.getAttributeNames().some(name => name.startsWith('on')))"
    assert page.locator("div *").evaluate_all(handlers) is False
    page.close()


def test_control_the_same_words_as_they_are_do_run(chromium: Browser, strings: Strings) -> None:
    ran = []
    for attack in strings(XSS)[:60]:
        found, page = ran_on(chromium, [attack])
        ran += found
        page.close()
    assert ran != []


def test_on_the_platform_itself_nothing_runs_and_words_are_whole(
    enter: Enter, strings: Strings
) -> None:
    page = enter("mayor", bypass_csp=True)  # the second wall is taken down on purpose
    ran = watched(page)
    attacks = strings(XSS)
    page.goto(new_idea(page, "<img src=x onerror=alert(1)>", text=attacks[0]))
    post_quietly(page, thread_of(page), *attacks[:49])
    page.reload()
    page.wait_for_timeout(300)
    assert page.locator("h1").inner_text() == "<img src=x onerror=alert(1)>"
    assert page.locator(".prose :is(script, iframe, object, embed, svg, img, form)").count() == 0
    plain = "<script>alert('XSS')</script>"
    post_quietly(page, thread_of(page), plain)
    assert comment(page, plain).locator(".prose").inner_text() == plain
    for path in ("/", "/ideen/", "/themen/klimaschutz/", "/ideen/?suche=onerror"):
        page.goto(path)
        markup = page.locator(PLACES).evaluate_all("all => all.map(one => one.innerHTML).join()")
        assert "<img" not in markup
        assert html.escape("<img src=x onerror=alert(1)>") in markup or path == "/"
    assert ran == []
