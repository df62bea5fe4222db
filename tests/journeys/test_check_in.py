"""At the door with two phones: both see each other's work, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected
from tests.journeys.test_pages import scan
from tests.journeys.test_phone import PHONE, SMALL
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
SEED = "from tests.events.hall import make_hall; make_hall()"
SAID = "[data-door-said]"
DEAF = "window.WebSocket = class { static OPEN = 1; send() {} close() {} };"
EYE = """
  window.BarcodeDetector = class { async detect() { return [{ rawValue: window.shown }]; } };
  const canvas = document.createElement("canvas"), film = canvas.captureStream();
  setInterval(() => canvas.getContext("2d").fillRect(0, 0, Math.random() * 300, 99), 50);
  navigator.mediaDevices.getUserMedia = async () => film;
"""


@pytest.fixture(scope="module")
def door(platform: Server) -> str:
    """The address of a door: the office and the district administrator organise the event."""
    platform.manage("shell", "--command", SEED)
    [(pk,)] = platform.rows("SELECT max(id) FROM events_event")
    return f"/termine/{pk}/einlass/"


@pytest.fixture
def empty(platform: Server, door: str) -> None:
    """Nobody is in the hall yet."""
    platform.write("UPDATE events_registration SET arrived = NULL, left = NULL,"
                   " checked_in_by_id = NULL")  # fmt: skip


Key = Callable[[str], str]


@pytest.fixture
def key(platform: Server, door: str) -> Key:
    """Look up the address that the code of somebody leads to."""

    def find(name: str) -> str:
        [(found,)] = platform.rows(
            "SELECT key FROM events_registration r JOIN members_member m ON m.id = r.member_id"
            " WHERE m.name = ? AND r.event_id = ?", name, int(door.split("/")[2]),
        )  # fmt: skip
        digits = str(found)
        parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        return f"{door}{'-'.join(parts)}/"

    return find


def in_hall(page: Page) -> str:
    return page.locator(".hall-count b").inner_text()


@pytest.mark.usefixtures("empty")
def test_two_phones_see_each_others_work(enter: Enter, door: str) -> None:
    office, landrat = enter("office", door, **PHONE), enter("landrat", door, **PHONE)
    for page in (office, landrat):
        connected(page)
        assert in_hall(page) == "0"
    office.locator("[name=name]").fill("oezd")
    expect(office.locator(".door-row:visible")).to_have_count(1)
    office.locator(".door-row:visible [value=in]").tap()
    expect(office.locator(SAID)).to_contain_text("Çiğdem Özdemir")
    row = landrat.locator(".door-row", has_text="Özdemir")
    expect(row).to_contain_text("Birgit Hollmann")
    expect(landrat.locator(".hall-count b")).to_have_text("1")
    landrat.locator("[data-show=in]").first.tap()
    expect(landrat.locator(".door-row:visible")).to_have_count(1)
    landrat.wait_for_timeout(5_200)  # before, it would count as a second finger on the first button
    row.locator("[value=out]").tap()
    expect(office.locator(".hall-count b")).to_have_text("0")
    expect(landrat.locator(".door-row:visible")).to_have_count(0)
    office.locator(".door-row:visible [value=undo]").tap()
    expect(row.locator("[value=in]")).to_have_count(1)
    expect(office.locator(".door-row:visible [value=in]")).to_be_focused()


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("scripts", [True, False])
def test_the_second_of_two_is_told_who_was_quicker(
    enter: Enter, door: str, *, scripts: bool
) -> None:
    late = enter("landrat", door, java_script_enabled=scripts)
    late.add_init_script(DEAF)  # what the other does is not heard of in time
    late.goto(door)
    quick = enter("office", door)
    quick.locator(".door-row", has_text="Jörg Müller").locator("[value=in]").click()
    expect(quick.locator(".hall-count b")).to_have_text("1")
    late.locator(".door-row", has_text="Jörg Müller").locator("[value=in]").click()
    told = late.locator(SAID if scripts else ".messages")
    expect(told).to_contain_text("Jörg Müller")
    expect(told).to_contain_text("Birgit Hollmann")
    expect(late.locator(".hall-count b")).to_have_text("1")


@pytest.mark.usefixtures("empty")
def test_without_scripts_one_searches_lets_in_and_takes_back(enter: Enter, door: str) -> None:
    page = enter("office", door, java_script_enabled=False, **PHONE)
    page.locator("[name=name]").fill("warte")
    page.locator(".door-search button").click()
    rows = page.locator(".door-row")
    expect(rows).to_have_count(1)
    expect(rows.locator("button")).to_have_count(0)
    page.locator("[name=name]").fill("mueller")
    page.locator(".door-search button").click()
    rows.locator("[value=in]").click()
    expect(page.locator(".messages")).to_contain_text("Jörg Müller")
    page.locator("nav [data-show=in]").click()
    expect(page.locator(".door-row:visible")).to_have_count(1)
    page.locator(".door-row:visible [value=undo]").click()
    assert in_hall(page) == "0"
    expect(page.locator(".door-list .door-row", has_text="Wanda Warte")).to_be_hidden()


@pytest.mark.usefixtures("empty")
def test_a_code_leads_the_organiser_to_one_button_and_the_member_to_the_ticket(
    enter: Enter, door: str, key: Key
) -> None:
    mayor = enter("mayor", color_scheme="dark", **PHONE)
    mayor.goto(door.replace("einlass/", ""))
    mayor.locator(".ticket-link a").tap()
    expect(mayor.locator(".ticket h1")).to_have_text("Sabine Krüger")
    ground = mayor.locator(".ticket").evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground == "rgb(255, 255, 255)", "a code is read from white, also at night"
    box = mayor.locator(".ticket .qr").bounding_box()
    assert box is not None
    assert box["width"] >= 250
    mayor.goto(key("Sabine Krüger"))
    mayor.wait_for_url("**/eintritt/")

    office = enter("office", key("Sabine Krüger"), **PHONE)
    expect(office.locator("main button:visible")).to_have_count(1)
    office.locator("[value=in]").tap()
    expect(office.locator(".door-row")).to_have_attribute("data-state", "in")
    expect(office.locator(SAID)).to_contain_text("Sabine Krüger")
    mayor.goto(door.replace("einlass", "eintritt"))
    expect(mayor.locator(".ticket-state")).to_be_visible()


def test_a_code_is_scanned_inside_the_page(enter: Enter, door: str, key: Key) -> None:
    page = enter("office", **PHONE)
    page.add_init_script(EYE)
    page.goto(door)
    page.locator("[data-scan-open]").tap()
    page.evaluate("window.shown = 'https://boese.example/termine/1/einlass/'")
    expect(page.locator("[data-scan-wrong]")).to_be_visible()
    page.evaluate(f"window.shown = location.origin + '{key('Jörg Müller')}'")
    page.wait_for_url(f"**{key('Jörg Müller')}")
    expect(page.locator(".door-name")).to_contain_text("Jörg Müller")


def test_a_camera_that_says_no_leaves_the_search(enter: Enter, door: str) -> None:
    page = enter("office", **PHONE)
    page.add_init_script(EYE)
    page.add_init_script("navigator.mediaDevices.getUserMedia = async () => { throw new Error() };")
    page.goto(door)
    page.locator("[data-scan-open]").tap()
    expect(page.locator("[data-scan-denied]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[name=name]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_the_pages_fit(
    enter: Enter, door: str, key: Key, scheme: str
) -> None:
    found: list[str] = []
    on = door.removesuffix("einlass/")
    narrow = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
    page = enter("office", color_scheme=scheme, **narrow)
    paths = [door, f"{door}?name=warte", f"{door}?wer=in", key("Jörg Müller"), key("Wanda Warte"),
             f"{on}teilnehmende/", f"{on}teilnehmende/?stand=waiting",
             f"{on}teilnehmende/?druck=1", f"{on}namensschilder/"]  # fmt: skip
    for path in paths:
        page.goto(path)
        found += scan(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert page.evaluate(SMALL) == [], path
    page.goto(door)
    box = page.locator(".door-row:visible button").first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    mayor = enter("mayor", f"{on}eintritt/", color_scheme=scheme, **narrow)
    found += scan(mayor)
    assert mayor.evaluate("document.documentElement.scrollWidth") <= 320
    assert found == []


def test_badges_are_printed_ten_on_a_sheet(enter: Enter, door: str) -> None:
    page = enter("office", door.replace("einlass", "namensschilder"))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 643, "height": 1020})  # A4 without its margins
    box = page.locator(".badge").first.bounding_box()
    assert box is not None
    millimetre = 96 / 25.4
    assert (round(box["width"] / millimetre), round(box["height"] / millimetre)) == (85, 54)
    expect(page.locator(".badges-page h1")).to_be_hidden()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == page.locator(".badge-sheet").count() == 2
