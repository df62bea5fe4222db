"""The screen of the hall: driven by a phone, and never a word about its own troubles."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Enter, Stage
from tests.journeys.places import wait_in_thread, write
from tests.journeys.sessions import SECOND, at_session, put_on_air
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
HALL = {"width": 1280, "height": 720}
SMALL = """[...document.querySelectorAll(".screen *")]
  .filter((one) => one.getClientRects().length && !one.closest("svg, .visually-hidden"))
  .filter((one) => [...one.childNodes].some((text) => text.nodeType === 3 && text.data.trim()))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 32)
  .map((one) => one.outerHTML.slice(0, 80))"""
SOON = 1_500  # ms; what the console does is seen within a second


def in_hall(enter: Enter, stage: Stage, who: str = "", **options: object) -> Page:
    """Open the screen, with a mark that a reload would take away."""
    page = enter(who, f"{stage['event']}leinwand/", **{"viewport": HALL, **options})
    page.locator(".screen-line[data-state=connected]").wait_for(state="attached")
    page.evaluate("window.stayed = true")
    return page


def show(console: Page, value: str) -> None:
    """Tap a button of the console."""
    button = console.locator(f"button[name=shows][value='{value}']").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true", timeout=SOON)


def only_picture(page: Page) -> bool:
    """Tell whether the hall sees nothing but the picture: no note, no status line, no reload."""
    words = page.locator(".screen").inner_text().split()
    body = page.locator("body").inner_text().split()
    title, line = page.locator("h1").inner_text(), page.locator(".screen-line").inner_text()
    own = [word for word in body if word not in f"{title} {line}".split()]
    assert [word for word in own if word not in words] == []
    assert page.locator(".note, [data-notice]").count() == 0
    box = page.locator(".screen-line").bounding_box()
    assert box is not None
    assert max(box["width"], box["height"]) <= 8
    return bool(page.evaluate("window.stayed === true"))


def failing(status: int) -> Callable[[Route], None]:
    """Answer in the server's place."""
    return lambda route: route.fulfill(status=status, body="Fehler")


def contribution(enter: Enter, stage: Stage, words: str) -> tuple[Page, str]:
    """Let the mayor say something; return their page and the id of the contribution."""
    mayor = at_session(enter, stage, "mayor")
    write(mayor, words)
    wait_in_thread(mayor, words)
    found = mayor.locator(".thread-list > li[id^='comment-']", has_text=words).first
    return mayor, found.get_attribute("id") or ""


def test_a_phone_drives_the_screen_and_those_at_home_read_along(
    enter: Enter, stage: Stage, console: Page
) -> None:
    hall = in_hall(enter, stage)
    expect(hall.locator(".now-title")).to_have_text("Wärme im Rathaus")
    mayor, comment = contribution(enter, stage, "Ein Satz für den Saal.")
    expect(console.locator(f"button[value='{comment}']")).to_be_visible(timeout=3_000)
    tapped = console.locator(f"button[value='{comment}']").bounding_box()
    assert tapped is not None
    assert tapped["height"] >= 44
    show(console, comment)
    expect(hall.locator(".said")).to_have_text("Ein Satz für den Saal.", timeout=SOON)
    expect(hall.locator(".said-by")).to_contain_text("Sabine Krüger")
    expect(mayor.locator(".spotlight")).to_contain_text("Ein Satz für den Saal.", timeout=SOON)
    for value, shown in (
        ("code", "svg.qr"), ("questions", ".is-questions"), ("nothing", ".silence"),
        ("slot", ".now-title"),
    ):  # fmt: skip
        show(console, value)
        expect(hall.locator(shown).first).to_be_visible(timeout=SOON)
        expect(mayor.locator(".spotlight")).to_be_hidden()
    put_on_air(console, stage, SECOND)
    expect(hall.locator(".now-title")).to_have_text("Wasser im Keller", timeout=SOON)
    assert only_picture(hall)


def test_what_is_hidden_leaves_the_screen_at_once(
    enter: Enter, stage: Stage, console: Page
) -> None:
    hall, light = in_hall(enter, stage), in_hall(enter, stage, "landrat")
    _mayor, comment = contribution(enter, stage, "Das war nicht so gemeint.")
    expect(console.locator(f"button[value='{comment}']")).to_be_visible(timeout=3_000)
    show(console, comment)
    for page in (hall, light):
        expect(page.locator(".said")).to_be_visible(timeout=SOON)
    moderator = enter("office", f"/moderation/beitraege/{comment.removeprefix('comment-')}/")
    moderator.locator("[name=measure][value=hide]").check()
    moderator.locator("[name=rule]").select_option(index=1)
    moderator.locator("[name=reason]").fill("Auf Wunsch.")
    moderator.locator(".verdict button[type=submit]").click()
    for page in (hall, light):
        expect(page.locator(".now-title")).to_have_text("Wärme im Rathaus", timeout=2 * SOON)
        assert "nicht so gemeint" not in page.content()
        assert only_picture(page)
    expect(console.locator("#regie-screen .note")).to_be_visible(timeout=3_000)


def test_the_picture_stays_through_a_restart_and_without_network_and_is_right_again(
    enter: Enter, stage: Stage, console: Page, platform: Server
) -> None:
    hall = in_hall(enter, stage)
    show(console, "code")
    expect(hall.locator("svg.qr")).to_be_visible(timeout=SOON)
    platform.stop()
    hall.wait_for_timeout(3_000)
    expect(hall.locator("svg.qr")).to_be_visible()
    assert only_picture(hall)
    platform.start()
    console.reload()
    show(console, "nothing")
    expect(hall.locator(".silence")).to_be_visible(timeout=20_000)
    hall.context.set_offline(True)
    show(console, "questions")
    hall.wait_for_timeout(20_000)
    expect(hall.locator(".silence")).to_be_visible()
    assert only_picture(hall)
    hall.context.set_offline(False)
    expect(hall.locator(".is-questions")).to_be_visible(timeout=5_000)
    assert only_picture(hall)


def test_it_comes_back_after_ten_minutes(enter: Enter, stage: Stage, console: Page) -> None:
    hall = enter()
    hall.set_viewport_size({"width": 1280, "height": 720})
    hall.clock.install()
    hall.goto(f"{stage['event']}leinwand/")
    hall.locator(".screen-line[data-state=connected]").wait_for(state="attached")
    hall.evaluate("window.stayed = true")
    hall.context.set_offline(True)
    hall.clock.run_for(600_000)
    assert only_picture(hall)
    show(console, "nothing")
    expect(hall.locator(".now-title")).to_be_visible()
    hall.context.set_offline(False)
    hall.clock.resume()
    expect(hall.locator(".silence")).to_be_visible(timeout=20_000)
    show(console, "slot")
    expect(hall.locator(".now-title")).to_be_visible(timeout=20_000)
    assert only_picture(hall)


def test_a_session_that_ends_on_the_halls_machine_does_not_end_a_public_screen(
    enter: Enter, stage: Stage, console: Page
) -> None:
    hall = in_hall(enter, stage, "landrat")
    other = hall.context.new_page()
    other.goto("/konto/")
    other.locator(".menu summary").click()
    other.locator("form[data-sign-out] button").click()
    other.wait_for_load_state()
    show(console, "nothing")
    expect(hall.locator(".silence")).to_be_visible(timeout=20_000)
    show(console, "slot")
    expect(hall.locator(".now-title")).to_be_visible(timeout=20_000)
    assert only_picture(hall)


def test_errors_of_the_server_change_nothing_and_a_lost_right_leaves_the_mark_alone(
    enter: Enter, stage: Stage, console: Page
) -> None:
    hall = in_hall(enter, stage)
    where = f"**{stage['event']}leinwand/"
    for status in (500, 502, 429):
        hall.route(where, failing(status))
        show(console, "code" if status == 502 else "questions")
        hall.wait_for_timeout(1_000)
        expect(hall.locator(".now-title")).to_be_visible()
        assert only_picture(hall)
        hall.unroute(where)
    hall.route(where, failing(404))
    show(console, "slot")
    expect(hall.locator(".is-nothing .icon")).to_be_visible(timeout=SOON)
    assert hall.locator(".screen").inner_text().strip() == ""
    assert "Wärme im Rathaus" not in hall.locator("body").inner_text()
    hall.unroute(where)
    show(console, "nothing")
    expect(hall.locator(".silence")).to_be_visible(timeout=25_000)


@pytest.mark.parametrize("query", ["", "?hell=1"])
def test_axe_finds_no_violation_and_it_can_be_read_from_afar(
    enter: Enter, stage: Stage, console: Page, query: str
) -> None:
    _mayor, comment = contribution(enter, stage, "Für die Prüfung.")
    expect(console.locator(f"button[value='{comment}']")).to_be_visible(timeout=3_000)
    hall = enter("", f"{stage['event']}leinwand/{query}", viewport=HALL)
    for value in (comment, "code", "questions", "nothing", "slot"):
        show(console, value)
        for size in (HALL, {"width": 1920, "height": 1080}, {"width": 320, "height": 640}):
            hall.set_viewport_size(size)  # type: ignore[arg-type]
            shown = hall.locator(f".screen[data-shows='{value}']")
            expect(shown).to_be_visible(timeout=2 * SOON)
            assert hall.evaluate("document.documentElement.scrollWidth") <= size["width"]
            if size["width"] >= 1280:
                small = hall.evaluate(SMALL)
                assert small == [], value
                tall = hall.evaluate("document.documentElement.scrollHeight")
                assert tall <= size["height"], value
        hall.wait_for_timeout(300)  # it has faded in
        found = Axe().run(hall).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], value


def test_one_key_fills_the_screen(enter: Enter, stage: Stage) -> None:
    hall = in_hall(enter, stage)
    hall.keyboard.press("f")
    hall.wait_for_function("document.fullscreenElement !== null")
    hall.keyboard.press("f")
    hall.wait_for_function("document.fullscreenElement === null")


def test_without_scripts_the_picture_stands_there_and_asks_again(
    enter: Enter, stage: Stage, console: Page
) -> None:
    show(console, "code")
    page = enter("", f"{stage['event']}leinwand/", java_script_enabled=False, viewport=HALL)
    expect(page.locator("svg.qr")).to_be_visible()
    refresh = page.locator("head meta[http-equiv=refresh]")
    assert refresh.get_attribute("content") == "30"
    office = enter("office", f"{stage['event']}regie/", java_script_enabled=False)
    office.locator("#regie-screen button[value=nothing]").click()
    expect(office.locator("#regie-screen button[value=nothing]")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.reload()
    expect(page.locator(".silence")).to_be_visible()
