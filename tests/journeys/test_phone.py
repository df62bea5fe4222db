"""One thumb in the third row: sizes of targets, the composer at the edge, what it leaves free."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected, first_idea, new_idea, wait_in_thread, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
# WCAG 2.5.8: 24 px, but for links within a sentence and what lies hidden until it has the focus.
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => !one.closest(".visually-hidden, .skip"))
  .filter((one) => !one.closest("p, dd, .prose, label") || one.matches("button"))
  .filter((one) => getComputedStyle(one, "::after").position !== "absolute") // the card itself
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && box.height > 2 && (box.width < 24 || box.height < 23.5))
  .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 90)} ${width} x ${height}`)"""


def test_targets_are_large_enough(enter: Enter) -> None:
    page = enter("moderator", **PHONE)
    small = {}
    paths = ["/", "/ideen/", "/themen/klimaschutz/", "/ideen/neu/", "/konto/", first_idea(page)]
    for path in paths:
        page.goto(path)
        if found := page.evaluate(SMALL):
            small[path] = found
    assert small == {}


def test_main_actions_are_44_px_high(enter: Enter) -> None:
    idea = new_idea(enter("mayor"), "Groß genug für einen Daumen")
    page = enter("landrat", **PHONE)
    mains = [
        (idea, ".button[data-support]"), (idea, ".composer-foot .button"),
        ("/ideen/neu/", "button[name=publish]"), ("/", ".nav-new"), ("/", ".menu summary"),
    ]  # fmt: skip
    for path, main in mains:
        page.goto(path)
        if "composer" in main:
            page.locator(".thread > .composer textarea").focus()
        box = page.locator(main).locator("visible=true").first.bounding_box()
        assert box is not None
        assert box["height"] >= 44, main


def test_the_composer_lies_at_the_edge_and_hides_nothing_for_good(enter: Enter) -> None:
    page = enter("landrat", **PHONE)
    page.goto(first_idea(page, "sort=unterstuetzt"))
    connected(page)
    last = page.locator(".comment").last
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    composer = page.locator(".thread > .composer").bounding_box()
    comment = last.bounding_box()
    assert composer is not None
    assert comment is not None
    assert comment["y"] + comment["height"] <= composer["y"] + 1
    page.locator(".thread > .composer textarea").tap()
    focused = page.locator(".thread > .composer").bounding_box()
    assert focused is not None
    assert focused["y"] + focused["height"] <= 781
    expect(page.locator(".nav")).to_be_hidden()


def test_a_mayor_comments_from_a_phone(enter: Enter) -> None:
    page = enter("mayor", **PHONE)
    path = first_idea(page)
    page.goto(path)
    connected(page)
    write(page, "Mit einem Daumen geschrieben.")
    wait_in_thread(page, "Mit einem Daumen geschrieben.")
    assert not _covered(page, "Mit einem Daumen geschrieben.")


def _covered(page: Page, words: str) -> bool:
    """Tell whether something lies over the words of the comment that was just sent."""
    prose = page.locator(".comment .prose", has_text=words).first
    # In one step: between two, a frame may have put the comment anew.
    covered: bool = prose.evaluate(
        """one => { one.scrollIntoView({block: "nearest", behavior: "instant"});
          const box = one.getBoundingClientRect();
          const top = document.elementFromPoint(box.left + 20, box.top + box.height / 2);
          return !one.contains(top) && top !== one; }"""
    )
    return covered


def test_a_press_elsewhere_moves_nothing_away_from_the_finger(enter: Enter) -> None:
    page = enter("landrat", viewport={"width": 1280, "height": 700})
    page.goto(first_idea(page, "sort=unterstuetzt"))
    connected(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".thread > .composer textarea").click()
    link = page.locator(".comment").last.locator("[data-answer]")
    box = link.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    assert link.bounding_box() == box
    page.mouse.up()
    expect(page.locator("form.answering textarea")).to_be_focused()
