"""Where the journeys go: addresses of the demo content, found by its own pages."""

import json

from playwright.sync_api import Locator, Page

LIVE = ".thread-list[data-stream^='thread-']"
COMPOSER = ".thread > form[data-composer]"


def first_idea(page: Page, query: str = "") -> str:
    """Return the path of the first idea of a list."""
    page.goto(f"/ideen/?{query}")
    href = page.locator(".card a[href^='/ideen/']").first.get_attribute("href")
    assert href is not None
    return href


def new_idea(page: Page, title: str, topic: str = "Klimaschutz", text: str = "Ein Satz.") -> str:
    """Publish an idea by its form and return its path."""
    page.goto("/ideen/neu/")
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=text]").fill(text)
    page.locator(".choice", has_text=topic).locator("input").check()
    page.locator("button[name=publish]").click()
    page.wait_for_url("**/ideen/*-*/")
    return f"/ideen/{page.url.partition('/ideen/')[2]}"


def connected(page: Page) -> None:
    """Wait until the page says that it is connected."""
    page.locator("#line[data-state=connected]").wait_for(state="attached")


def write(page: Page, words: str) -> None:
    """Write a comment in the page's own field and send it."""
    field = page.locator("form[data-composer] textarea[name=text]").first
    field.fill(words)
    page.locator("form[data-composer] button[type=submit]").first.click()


def comment(page: Page, words: str) -> Locator:
    """Return the stored comments of the live list that hold the words."""
    return page.locator(f"{LIVE} > li[id^='comment-']", has_text=words)


def in_thread(page: Page, words: str) -> int:
    """Count the comments in the list that hold the words and are stored."""
    return comment(page, words).count()


def wait_in_thread(page: Page, words: str) -> None:
    """Wait until the words stand in the list as a stored comment."""
    comment(page, words).first.wait_for()


def post_quietly(page: Page, thread: str, *texts: str) -> None:
    """Post comments to a thread's number by HTTP, past everything that the page shows."""
    page.evaluate(
        """async ([url, texts]) => {
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          for (const text of texts) {
            const key = crypto.randomUUID();
            await fetch(url, {method: "POST", headers: {Accept: "application/json",
              "X-CSRFToken": token}, body: new URLSearchParams({text, key})});
          }
        }""",
        [f"/diskussionen/{thread}/kommentare/", list(texts)],
    )


def thread_of(page: Page) -> str:
    """Return the number of the thread that the page shows."""
    stream = page.locator(LIVE).get_attribute("data-stream")
    assert stream is not None
    return stream.removeprefix("thread-")


def unsent(page: Page) -> list[dict[str, str]]:
    """Return the messages that the browser keeps because no yes has come."""
    kept: list[dict[str, str]] = json.loads(page.evaluate("localStorage.getItem('outbox') ?? '[]'"))
    return kept
