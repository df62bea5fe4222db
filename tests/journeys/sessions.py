"""A session on the stage of the journeys: where it is, and how its next slot goes on air."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, Stage
from tests.journeys.places import COMPOSER, connected

PHONE = {"width": 360, "height": 700}
HEADING = "#session h1"
BAR = "[data-air-bar]"
FIELD = f"{COMPOSER} textarea"
FIRST, BREAK, SECOND, THIRD = range(4)


def put_on_air(console: Page, stage: Stage, place: int) -> None:
    """Tap the button of a slot in the agenda of the console."""
    to = f"/termine/{stage['pk']}/regie/{stage['slots'][place]}/auf-sendung/"
    console.locator(f"#regie-agenda button[formaction='{to}']").click()
    expect(console.locator(f"#regie-agenda button[formaction='{to}']")).to_have_count(0)


def at_session(enter: Enter, stage: Stage, who: str, **options: Any) -> Page:
    """Open the session page, with a mark that a reload would take away."""
    page = enter(who, stage["session"], **options)
    connected(page)
    page.evaluate("window.stayed = true")
    return page


def stayed(page: Page) -> bool:
    """Tell whether the page was never loaded anew."""
    return bool(page.evaluate("window.stayed === true"))


def own_page(stage: Stage, place: int) -> str:
    """Return the address of a slot's own page."""
    return f"{stage['session']}{stage['slots'][place]}/"
