"""Pages in Chromium without a server: the page's own scripts put frames into its own HTML."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Route

from tests.journeys.chromium import open_chromium

ORIGIN = "http://ideenschmiede.test"
START = '<!doctype html><html lang="de"><body data-member=""><div id="status"></div></body></html>'

# Both the page with its frames and the fresh page pass here, so that they can be compared.
SHOW = """async ({html, frames, ids}) => {
  const { put, remove } = await import("/static/js/place.js");
  document.body = new DOMParser().parseFromString(html, "text/html").body;
  for (const frame of frames) frame.ev === "gone" ? remove(frame) : put(frame);
  const list = document.querySelector("[data-stream]");
  const text = (element) => {
    const copy = element.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("*")]) one.classList.remove("fresh");
    return copy.outerHTML.replace(/\\s+/g, " ").replaceAll("> <", "><");
  };
  const part = (id) => document.getElementById(id);
  return {
    n: Number(list?.dataset.n ?? -1),
    list: [...(list?.children ?? [])].filter((one) => one.id).map(text),
    parts: Object.fromEntries(ids.map((id) => [id, part(id) ? text(part(id)) : null])),
  };
}"""


@contextmanager
def page_maker() -> Iterator["PageMaker"]:
    """Start Chromium in a thread of its own: its driver keeps a loop, which Django would mind."""
    with ThreadPoolExecutor(1) as thread:
        chromium = open_chromium()
        browser = thread.submit(chromium.__enter__).result()
        maker = thread.submit(PageMaker, browser, thread).result()
        yield maker
        thread.submit(chromium.__exit__, None, None, None).result()


class PageMaker:
    """One page of Chromium that shows any HTML, with the scripts of `static/js`."""

    def __init__(self, browser: Browser, thread: ThreadPoolExecutor) -> None:
        self.thread = thread
        self.page = browser.new_page()
        self.page.route("**/*", self._answer)
        self.page.goto(ORIGIN)

    def shown(
        self, html: str, ids: Sequence[str], frames: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """Return n, the live list in order, and these elements, after the frames were put."""
        asked = {"html": html, "ids": list(ids), "frames": list(frames)}
        answer: dict[str, Any] = self.thread.submit(self.page.evaluate, SHOW, asked).result()
        return answer

    @staticmethod
    def _answer(route: Route) -> None:
        path = route.request.url.removeprefix(f"{ORIGIN}/")
        if path.startswith("static/js/"):
            script = Path(settings.BASE_DIR) / path
            route.fulfill(path=script, content_type="text/javascript")
        else:
            route.fulfill(body="" if path else START, content_type="text/html")
