"""Minutes in the browser: an organiser writes and publishes them, a member reads and prints."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.test_pages import scan
from tests.server import Server, run_module

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
Place = dict[str, Any]


@pytest.fixture
def place(platform: Server) -> Place:
    """Where a slot that is over has its minutes."""
    told: Place = json.loads(run_module("tests.journeys.ended", platform.environment))
    return told


@pytest.mark.parametrize("scripts", [True, False])
def test_write_leave_out_publish_and_read(enter: Enter, place: Place, scripts: bool) -> None:
    options = {"java_script_enabled": scripts}
    mayor = enter("mayor", place["minutes"], **options)
    expect(mayor.locator(".minutes-slot")).to_have_count(0)
    office = enter("office", place["minutes"], **options)
    office.locator(f".minutes-slot a[href='{place['edit']}']").click()
    office.locator("[name=text]").fill("Wir **schreiben** bis Dezember.")
    office.locator(".leave-out label", has_text="Wer hat ihn gelesen?").click()
    office.locator("[name=deed][value=preview]").click()
    preview = office.locator("#vorschau")
    expect(preview.locator("strong")).to_have_text("schreiben")
    expect(preview).to_contain_text("Was kostet der Brief?")
    expect(preview).not_to_contain_text("Wer hat ihn gelesen?")
    expect(office.locator(".leave-out :checked")).to_have_count(1)
    office.locator("[name=deed][value=publish]").click()
    office.wait_for_url(f"**{place['minutes']}*")

    mayor.goto(place["session"])
    mayor.locator(f".session-top a[href^='{place['minutes']}']").click()
    slot = mayor.locator(".minutes-slot")
    expect(slot.locator("strong")).to_have_text("schreiben")
    expect(slot).to_contain_text("Was kostet der Brief?")
    expect(slot).not_to_contain_text("Wer hat ihn gelesen?")
    expect(slot.locator(".bars li")).to_have_count(2)
    expect(slot.locator("table td").first).to_have_text("2")
    expect(mayor.locator("[href$='bearbeiten/']")).to_have_count(0)


def test_printed_they_are_minutes_and_nothing_else(enter: Enter, place: Place) -> None:
    office = enter("office", place["minutes"])
    office.evaluate("window.print = () => { window.printed = true; }")
    office.locator("[data-print]").click()
    assert office.evaluate("window.printed") is True
    office.emulate_media(media="print")
    for gone in (".top", ".foot", "[data-print]", ".minutes-slot a.button", ".crumbs"):
        assert not office.locator(gone).first.is_visible(), gone
    for there in ("h1", ".minutes-toc a", ".minutes-numbers", ".minutes-questions", ".bars"):
        assert office.locator(there).first.is_visible(), there
    pages = office.pdf(format="A4")
    assert pages.startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["minutes", "edit", "archive", "ideas"])
def test_axe_finds_nothing_and_it_fits_on_a_small_phone(
    enter: Enter, place: Place, path: str, scheme: str
) -> None:
    phone = {"viewport": {"width": 320, "height": 640}, "color_scheme": scheme}
    ideas = place["minutes"].replace("protokoll/", "ideen/")
    url = {**place, "archive": "/termine/archiv/", "ideas": ideas}[path]
    page = enter("office", url, **phone)
    if path == "edit":
        page.locator("[name=text]").fill("Nachhaltigkeitsberichterstattungspflichten " * 3)
        page.locator("[name=deed][value=preview]").click()
        expect(page.locator("#vorschau")).to_be_visible()
    assert scan(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
