"""A session in everybody's pocket: the next slot takes over, and interrupts nobody."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import (
    COMPOSER,
    comment,
    connected,
    in_thread,
    unsent,
    wait_in_thread,
    write,
)
from tests.server import Server, run_module

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
PHONE = {"width": 360, "height": 700}
HEADING = "#session h1"
BAR = "[data-air-bar]"
FIELD = f"{COMPOSER} textarea"
POST = "**/diskussionen/*/kommentare/"
FIRST, BREAK, SECOND, THIRD = range(4)
Stage = dict[str, Any]


@pytest.fixture
def stage(platform: Server) -> Stage:
    """A forum that is running, with its first slot on air."""
    told: Stage = json.loads(run_module("tests.journeys.stage", platform.environment))
    return told


@pytest.fixture
def console(enter: Enter, stage: Stage) -> Page:
    """The console on the office's phone."""
    page = enter("office", f"{stage['event']}regie/", viewport=PHONE)
    connected(page)
    return page


def put_on_air(console: Page, stage: Stage, place: int) -> None:
    """Tap the button of a slot in the agenda of the console."""
    to = f"/termine/{stage['pk']}/regie/{stage['slots'][place]}/auf-sendung/"
    console.locator(f"#regie-agenda button[formaction='{to}']").click()
    expect(console.locator(f"#regie-agenda button[formaction='{to}']")).to_have_count(0)


def at_session(enter: Enter, stage: Stage, who: str, **options: Any) -> Page:
    page = enter(who, stage["session"], **options)
    connected(page)
    page.evaluate("window.stayed = true")
    return page


def own_page(stage: Stage, place: int) -> str:
    return f"{stage['session']}{stage['slots'][place]}/"


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def test_the_next_slot_takes_over_on_both_pages_without_reloading(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor, landrat = (at_session(enter, stage, who) for who in ("mayor", "landrat"))
    write(mayor, "Zur Wärme.")
    wait_in_thread(landrat, "Zur Wärme.")
    expect(console.locator(".regie-words")).to_contain_text("Zur Wärme.")
    put_on_air(console, stage, SECOND)
    for page in (mayor, landrat):
        expect(page.locator(HEADING)).to_have_text("Wasser im Keller", timeout=2_000)
        expect(page.locator(BAR)).to_be_hidden()
        expect(page.locator("#session")).to_have_attribute("data-on-air", "")
        assert in_thread(page, "Zur Wärme.") == 0
        assert stayed(page)
    expect(mayor.locator("#status")).to_contain_text("Wasser im Keller", timeout=8_000)
    expect(mayor).to_have_title("Wasser im Keller · Ideenschmiede")
    assert mayor.evaluate("document.activeElement.matches('.thread > form textarea')")
    write(mayor, "Zum Wasser.")
    wait_in_thread(landrat, "Zum Wasser.")
    connected(landrat)
    comment(landrat, "Zum Wasser.").locator("[value=agree]").click()
    expect(comment(mayor, "Zum Wasser.").locator("[value=agree] .number")).to_have_text("1")
    console.locator("#regie-air button").first.click()
    for page in (mayor, landrat):
        expect(page.locator(".session-wait")).to_contain_text("Ausblick")
        assert stayed(page)
    put_on_air(console, stage, THIRD)
    expect(landrat.locator(HEADING)).to_have_text("Ausblick", timeout=2_000)
    mayor.goto(own_page(stage, FIRST))
    assert in_thread(mayor, "Zur Wärme.") == 1


def test_who_is_writing_is_not_interrupted_and_loses_nothing(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor = at_session(enter, stage, "mayor", viewport=PHONE)
    field = mayor.locator(FIELD)
    field.click()
    field.press_sequentially("Ein halber Ged")
    put_on_air(console, stage, SECOND)
    bar = mayor.locator(BAR)
    expect(bar).to_contain_text("Wasser im Keller", timeout=2_000)
    expect(bar).to_be_in_viewport()
    expect(mayor.locator(HEADING)).to_have_text("Wärme im Rathaus")
    expect(mayor.locator("#session")).not_to_have_attribute("data-on-air", "")
    field.press_sequentially("anke.")  # the focus has not moved
    expect(field).to_have_value("Ein halber Gedanke.")
    mayor.locator(f"{COMPOSER} button[type=submit]").click()
    wait_in_thread(mayor, "Ein halber Gedanke.")
    field.press_sequentially("Und noch ein")
    bar.locator("[data-take-over]").click()
    expect(mayor.locator(HEADING)).to_have_text("Wasser im Keller")
    expect(bar).to_be_hidden()
    expect(mayor.locator(FIELD)).to_have_value("")
    assert stayed(mayor)
    mayor.goto(own_page(stage, FIRST))
    assert in_thread(mayor, "Ein halber Gedanke.") == 1
    expect(mayor.locator(FIELD)).to_have_value("Und noch ein")


def test_twenty_seconds_offline_in_the_middle_of_a_sentence(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor, landrat = (at_session(enter, stage, who) for who in ("mayor", "landrat"))
    field = mayor.locator(FIELD)
    field.press_sequentially("Vor dem Funkloch, ")
    for page in (mayor, landrat):
        page.context.set_offline(True)
    put_on_air(console, stage, SECOND)
    field.press_sequentially("im Funkloch")
    mayor.wait_for_timeout(20_000)
    expect(mayor.locator("[data-line-words]")).to_contain_text("kein Netz")
    for page in (mayor, landrat):
        page.context.set_offline(False)
    expect(landrat.locator(HEADING)).to_have_text("Wasser im Keller", timeout=20_000)
    expect(mayor.locator(BAR)).to_contain_text("Wasser im Keller", timeout=20_000)
    field.press_sequentially(" und danach.")
    field.press("Control+Enter")
    wait_in_thread(mayor, "Vor dem Funkloch, im Funkloch und danach.")
    expect(mayor.locator(".pending")).to_have_count(0)
    assert unsent(mayor) == []
    landrat.goto(own_page(stage, FIRST))
    assert in_thread(landrat, "Vor dem Funkloch, im Funkloch und danach.") == 1


def test_unsent_words_go_to_the_slot_for_which_they_were_written(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor = at_session(enter, stage, "mayor")
    mayor.route(POST, lambda route: route.abort())
    write(mayor, "Noch zur Wärme.")
    expect(mayor.locator(".pending")).to_contain_text("Noch zur Wärme.")
    put_on_air(console, stage, SECOND)
    mayor.locator(BAR).locator("[data-take-over]").click()
    expect(mayor.locator(HEADING)).to_have_text("Wasser im Keller")
    expect(mayor.locator(".leftover .pending")).to_contain_text("Noch zur Wärme.")
    expect(mayor.locator(FIELD)).to_have_value("")
    mayor.unroute(POST)
    expect(mayor.locator(".pending")).to_have_count(0, timeout=20_000)
    expect(mayor.locator(".leftover")).to_be_hidden()
    assert in_thread(mayor, "Noch zur Wärme.") == 0
    mayor.goto(own_page(stage, FIRST))
    assert in_thread(mayor, "Noch zur Wärme.") == 1


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
    console.locator(".regie-words li", has_text="Ein Wort zu viel.").get_by_role("link").click()
    console.wait_for_url("**/moderation/beitraege/*/")


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
