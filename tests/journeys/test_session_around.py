"""Around a session: its own pages, the console, the pulse, plain pages, and who cannot see."""

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.conftest import Enter, Stage
from tests.journeys.places import comment, connected, in_thread, wait_in_thread, write
from tests.journeys.sessions import (
    BAR,
    FIELD,
    FIRST,
    HEADING,
    SECOND,
    at_session,
    own_page,
    put_on_air,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_a_slots_own_page_stays_and_says_what_is_on_air(
    enter: Enter, stage: Stage, console: Page
) -> None:
    page = enter("mayor", own_page(stage, FIRST))
    connected(page)
    put_on_air(console, stage, SECOND)
    expect(page.locator(BAR)).to_contain_text("Wasser im Keller", timeout=2_000)
    expect(page.locator(HEADING)).to_have_text("Wärme im Rathaus")
    page.locator(BAR).locator("a").click()
    page.wait_for_url(f"**{stage['session']}")
    expect(page.locator(HEADING)).to_have_text("Wasser im Keller")


def test_what_the_console_does_reaches_pages_within_a_second(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor = at_session(enter, stage, "mayor")
    console.locator("[name=minutes][value='2']").click()
    expect(mayor.locator(".thread-state")).to_contain_text("2", timeout=2_000)
    expect(console.locator("[name=minutes][value='2']")).to_have_attribute("aria-pressed", "true")
    console.locator("[name=minutes][value='0']").click()
    console.locator(".regie-lock summary").click()
    console.locator("[name=reason]").fill("Bitte kurz zuhören.")
    console.locator(".regie-lock button").click()
    expect(mayor.locator(".thread-state")).to_contain_text("Bitte kurz zuhören.", timeout=2_000)
    expect(mayor.locator(FIELD)).to_be_hidden()
    console.locator("button[formaction$='/oeffnen/']").click()
    expect(mayor.locator(FIELD)).to_be_visible(timeout=2_000)
    write(mayor, "Ein Wort zu viel.")
    wait_in_thread(mayor, "Ein Wort zu viel.")
    said = console.locator(".regie-words li", has_text="Ein Wort zu viel.")
    said.locator("button[formaction$='/ausblenden/']").click()
    expect(comment(mayor, "Ein Wort zu viel.")).to_have_count(0, timeout=2_000)
    undo = console.locator("a[href^='/moderation/entscheidungen/']")
    expect(undo).to_be_visible()
    undo.click()
    console.locator("main button[type=submit]").click()
    console.wait_for_url("**/moderation/faelle/*/")
    expect(comment(mayor, "Ein Wort zu viel.")).to_have_count(1, timeout=2_000)


def test_about_how_many_read_along_comes_with_the_pulse(enter: Enter, stage: Stage) -> None:
    lines: list[WebSocketRoute] = []

    def between(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page = enter("mayor")
    page.route_web_socket("**/live/**", between)
    page.goto(stage["session"])
    connected(page)
    number, stream = page.locator(".here"), f"event-{stage['pk']}"
    expect(number).to_be_hidden()
    pulse: Callable[..., str] = lambda **more: json.dumps(  # noqa: E731
        {"ev": "beat", "heads": {stream: 1}, **more}
    )
    lines[-1].send(pulse(here={stream: 35}))
    expect(number).to_contain_text("35")
    lines[-1].send(pulse())
    expect(number).to_be_hidden()


def test_without_scripts_it_is_a_page_with_a_form(enter: Enter, stage: Stage) -> None:
    office = enter("office", f"{stage['event']}regie/", java_script_enabled=False)
    page = enter("landrat", stage["session"], java_script_enabled=False)
    write(page, "Ganz ohne Skript.")
    page.wait_for_url("**#comment-*")
    assert in_thread(page, "Ganz ohne Skript.") == 1
    page.goto(stage["session"])
    office.locator("#regie-air button").last.click()
    expect(office.locator("#regie-air .air-title")).to_have_text("Wasser im Keller")
    page.locator("noscript a, .note a").first.click()
    expect(page.locator(HEADING)).to_have_text("Wasser im Keller")
    office.locator(".regie-lock summary").click()
    office.locator("[name=reason]").fill("Bitte zuhören.")
    office.locator(".regie-lock button").click()
    expect(office.locator("#regie-talk .note")).to_contain_text("Bitte zuhören.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_it_fits_on_a_small_phone(
    enter: Enter, stage: Stage, console: Page, scheme: str
) -> None:
    page = enter(
        "office", stage["session"], color_scheme=scheme, viewport={"width": 320, "height": 640}
    )
    write(page, "Für die Prüfung.")
    wait_in_thread(page, "Für die Prüfung.")
    put_on_air(console, stage, SECOND)
    waiting = f"#regie-agenda button[formaction$='/{stage['slots'][SECOND]}/beenden/']"
    for path in (stage["session"], own_page(stage, FIRST), f"{stage['event']}regie/", "/", "end"):
        if path == "end":
            console.locator(waiting).click()
            expect(console.locator(waiting)).to_have_count(0)
        page.goto(stage["session"] if path == "end" else path)
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
