"""Registering, waiting, moving up without reloading, signing off; by phone and keyboard."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected
from tests.journeys.test_pages import scan

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
PHONE = {"viewport": {"width": 320, "height": 640}}
OWN = ".own-part"


def new_event(office: Page, title: str, **fields: str) -> str:
    """Plan an event by its form, announce it, and return its path."""
    starts = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=9)
    times = {"starts": starts, "ends": starts + timedelta(hours=3)}
    office.goto("/termine/neu/")
    typed = {name: f"{value:%Y-%m-%dT%H:%M}" for name, value in times.items()}
    for name, value in ({"title": title} | typed | fields).items():
        office.locator(f"[name={name}]").fill(value)
    office.locator(".form button[type=submit]").click()
    office.wait_for_url("**/termine/*-*/")
    office.locator("form[action$='/ankuendigen/'] button").click()
    expect(office.locator(".phase-open")).to_be_visible()
    return f"/termine/{office.url.partition('/termine/')[2]}"


def register(page: Page, path: str) -> None:
    """Open the event and register: two taps."""
    page.goto(path)
    page.locator(f"{OWN} button").click()


def sign_off(page: Page) -> None:
    """Sign off, with one confirmation."""
    page.locator(f"{OWN} a[href$='/abmelden/']").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(f"{OWN} .was-cancelled")).to_be_visible()


def stands(page: Page, situation: str) -> None:
    expect(page.locator(f"{OWN}[data-situation={situation}]")).to_be_visible()


def test_who_waits_is_moved_up_without_reloading(enter: Enter) -> None:
    path = new_event(enter("office"), "Lounge am runden Tisch", capacity="1")
    mayor, landrat = enter("mayor"), enter("landrat", **PHONE)
    moderator = enter("moderator")
    register(mayor, path)
    stands(mayor, "registered")
    expect(mayor.locator(".places")).to_contain_text("Alle Plätze sind vergeben")
    register(landrat, path)
    stands(landrat, "waiting-1")
    register(moderator, path)
    stands(moderator, "waiting-2")
    for page in (landrat, moderator):
        connected(page)
        page.evaluate("window.same = true")
    landrat.locator(f"{OWN} summary").click()
    landrat.locator(f"{OWN} summary").focus()

    sign_off(mayor)
    stands(landrat, "offered")
    stands(moderator, "waiting-1")
    assert landrat.evaluate("window.same")
    assert landrat.evaluate("document.activeElement.closest('.own-part') !== null"), "focus stays"
    expect(landrat.locator(f"{OWN} details")).to_have_attribute("open", "")
    expect(landrat.locator("#status")).not_to_be_empty()
    box = landrat.locator(f"{OWN} button[value=accept]").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert landrat.evaluate("document.documentElement.scrollWidth") <= 320
    assert scan(landrat) == []
    landrat.locator(f"{OWN} button[value=accept]").focus()
    landrat.keyboard.press("Enter")
    stands(landrat, "registered")
    stands(moderator, "waiting-1")

    sign_off(moderator)
    stands(moderator, "full")
    sign_off(landrat)
    expect(moderator.locator(f"{OWN}[data-places=open]")).to_be_visible()
    assert moderator.evaluate("window.same === undefined"), "this page was loaded by its own deed"


def test_who_declines_hands_the_place_on(enter: Enter) -> None:
    path = new_event(enter("office"), "Lounge mit Absage", capacity="1")
    pages = [enter(who) for who in ("mayor", "landrat", "moderator")]
    for page in pages:
        register(page, path)
    connected(pages[2])
    sign_off(pages[0])
    stands(pages[1], "offered")
    pages[1].locator(f"{OWN} button[value=decline]").click()
    expect(pages[1].locator(f"{OWN} .was-declined")).to_be_visible()
    stands(pages[2], "offered")


def test_whom_the_organisers_sign_off_sees_it_without_reloading(enter: Enter) -> None:
    office, mayor = enter("office"), enter("mayor")
    path = new_event(office, "Lounge mit Abmeldung", capacity="2")
    register(mayor, path)
    stands(mayor, "registered")
    connected(mayor)
    mayor.evaluate("window.same = true")
    office.goto(f"{path.partition('-')[0]}/teilnehmende/")
    office.goto(office.locator("a[href*='/abmelden/']").first.get_attribute("href") or "")
    office.locator("main form button[type=submit]").click()
    stands(mayor, "open")
    expect(mayor.locator(f"{OWN} .was-cancelled")).to_be_visible()
    assert mayor.evaluate("window.same")


def test_calling_off_reaches_the_open_page(enter: Enter) -> None:
    office = enter("office")
    path = new_event(office, "Lounge im Sturm")
    mayor = enter("mayor")
    register(mayor, path)
    connected(mayor)
    office.goto(path)
    office.locator("a[href$='/absagen/']").click()
    office.locator("[name=reason]").fill("Der Sturm hat die Brücke gesperrt.")
    office.locator("main form button[type=submit]").click()
    stands(mayor, "cancelled")
    expect(mayor.locator("main")).to_contain_text("Der Sturm hat die Brücke gesperrt.")


def test_questions_are_asked_without_scripts_too(enter: Enter) -> None:
    office = enter("office")
    path = new_event(office, "Lounge mit Essen")
    office.goto(f"{path.partition('-')[0]}/fragen/")
    office.locator("[name=label]").fill("Was möchten Sie essen?")
    office.locator("[name=kind][value=one]").check()
    office.locator("[name=options]").fill("vegetarisch\nvegan")
    office.locator("[name=is_required]").check()
    assert scan(office) == []
    office.locator("main .form button[type=submit]").click()
    expect(office.locator(".asked")).to_contain_text("vegetarisch · vegan")

    mayor = enter("mayor", path, java_script_enabled=False, **PHONE)
    mayor.locator(f"{OWN} a[href$='/anmelden/']").click()
    mayor.locator("input[value=vegan]").check()
    mayor.locator("main form button[type=submit]").click()
    stands(mayor, "registered")
    expect(mayor.locator(".own-answers dd")).to_have_text("vegan")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_the_pages_of_registering(enter: Enter, scheme: str) -> None:
    office = enter("office", color_scheme=scheme)
    path = new_event(office, f"Lounge {scheme}", capacity="1")
    mayor = enter("mayor", path, color_scheme=scheme)
    found = {"open": scan(mayor)}
    register(mayor, path)
    found["registered"] = scan(mayor)
    for name in ("anmelden", "abmelden"):
        mayor.goto(f"{path.partition('-')[0]}/{name}/")
        found[name] = scan(mayor)
    office.goto(f"{path.partition('-')[0]}/fragen/")
    found["fragen"] = scan(office)
    stranger = enter("landrat", path, color_scheme=scheme)
    found["full"] = scan(stranger)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
