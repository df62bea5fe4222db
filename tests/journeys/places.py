"""Where the journeys go: addresses of the demo content, found by its own pages."""

from playwright.sync_api import Page

LIVE = ".thread-list[data-stream^='thread-']"


def first_idea(page: Page, query: str = "") -> str:
    """Return the path of the first idea of a list."""
    page.goto(f"/ideen/?{query}")
    href = page.locator(".card a[href^='/ideen/']").first.get_attribute("href")
    assert href is not None
    return href


def connected(page: Page) -> None:
    """Wait until the page says that it is connected."""
    page.locator("#line[data-state=connected]").wait_for(state="attached")


def write(page: Page, words: str) -> None:
    """Write a comment in the page's own field and send it."""
    field = page.locator("form[data-composer] textarea[name=text]").first
    field.fill(words)
    page.locator("form[data-composer] button[type=submit]").first.click()


def in_thread(page: Page, words: str) -> int:
    """Count the comments in the list that hold the words and are stored."""
    return page.locator(f"{LIVE} > li[id^='comment-']", has_text=words).count()


def wait_in_thread(page: Page, words: str) -> None:
    """Wait until the words stand in the list as a stored comment."""
    page.locator(f"{LIVE} > li[id^='comment-']", has_text=words).first.wait_for()
