"""Curating a board in place: by keyboard alone, and with a thumb; others see it at once."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected, new_idea
from tests.journeys.test_boards import FIRST
from tests.journeys.test_pages import scan
from tests.journeys.test_phone import PHONE, SMALL

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
BOARD = "/themen/klimaschutz/"
PINNED = ".pinned .card h3"


def tab_to(page: Page, target: Locator) -> None:
    """Go forward by the Tab key alone until the element has the focus."""
    for _step in range(250):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, target: Locator) -> None:
    """Press a button or follow a link by keyboard."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def type_into(page: Page, target: Locator, words: str) -> None:
    """Replace what a field holds by keyboard."""
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def card(page: Page, title: str, within: str = FIRST) -> Locator:
    """Return the card of an idea."""
    return page.locator(within, has_text=title)


def test_a_board_is_curated_by_keyboard_alone_and_everybody_sees_it(enter: Enter) -> None:
    mayor = enter("mayor")
    for title in ("Erst die Hecke", "Dann der Teich"):
        new_idea(mayor, title)
    reader, page = enter("landrat", BOARD), enter("moderator", BOARD)
    connected(reader)
    connected(page)

    before = reader.locator(PINNED).all_inner_texts()
    for title in ("Erst die Hecke", "Dann der Teich"):
        press(page, card(page, title).locator("[value=pin]"))
        expect(reader.locator(PINNED, has_text=title)).to_have_count(1)
    press(page, page.locator(".arrange li", has_text="Dann der Teich").locator("[value=up]"))
    expect(reader.locator(PINNED)).to_have_text([*before, "Dann der Teich", "Erst die Hecke"])

    press(page, page.locator(".arrange li", has_text="Erst die Hecke").locator("a"))
    type_into(page, page.locator("[name=because]"), "Blüht schon.")
    page.keyboard.press("Enter")
    expect(reader.locator(".featured-why")).to_have_text("Blüht schon.")
    expect(reader.locator(".featured .card")).to_contain_text("Erst die Hecke")
    expect(reader.locator(".card", has_text="Erst die Hecke")).to_have_count(1)

    press(page, page.get_by_role("link", name="Seite gestalten"))
    type_into(page, page.locator("[name=wanted]"), "Gärten am Wasser")
    tab_to(page, page.locator("[name=cover]:checked"))
    page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Speichern"))
    expect(reader.locator(".board-head .wanted")).to_contain_text("Gärten am Wasser")
    expect(reader.locator(".board-head > .cover")).to_have_count(1)

    press(page, page.get_by_role("link", name="Neuer Abschnitt"))
    type_into(page, page.locator("[name=name]"), "Zum Nachmachen")
    page.keyboard.press("Enter")
    expect(page.locator(".shelf h2")).to_have_text(["Zum Nachmachen"])
    press(page, page.locator(".arrange li", has_text="Dann der Teich").locator("[value=unpin]"))
    expect(reader.locator(PINNED)).to_have_text(before)
    press(page, card(page, "Dann der Teich").locator("[form=board-arrange]"))
    tab_to(page, page.locator("[name=section]"))
    page.keyboard.type("Zum")
    press(page, page.get_by_role("button", name="Dort einordnen"))
    expect(card(reader, "Dann der Teich", ".shelf .card")).to_have_count(1)
    expect(reader.locator(".card", has_text="Dann der Teich")).to_have_count(1)

    press(page, page.get_by_role("link", name="Ins Archiv legen"))
    type_into(page, page.locator("[name=reason]"), "Für heute ist es genug.")
    page.keyboard.press("Enter")
    expect(reader.locator(".board-head .note")).to_contain_text("Für heute ist es genug.")
    expect(reader.locator(".post-here")).to_have_count(0)
    press(page, page.get_by_role("link", name="Wieder öffnen"))
    type_into(page, page.locator("[name=reason]"), "Es geht weiter.")
    page.keyboard.press("Enter")
    expect(reader.locator(".board-head .note")).to_have_count(0)
    expect(reader.locator(".post-here")).to_be_visible()

    press(page, page.get_by_role("button", name="Nicht mehr hervorheben"))
    expect(reader.locator(".featured")).to_be_hidden()
    expect(card(reader, "Erst die Hecke", ".pinned .card")).to_have_count(1)
    press(page, page.locator(".arrange li", has_text="Erst die Hecke").locator("[value=unpin]"))
    expect(reader.locator(PINNED)).to_have_text(before)


def test_a_board_is_curated_with_a_thumb(enter: Enter) -> None:
    new_idea(enter("mayor"), "Mit dem Daumen")
    page = enter("moderator", BOARD, **PHONE)
    connected(page)
    pages = ["", "gestalten/", "rechte/", "archiv/", "abschnitte/"]
    for path in pages:
        page.goto(BOARD + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert page.evaluate(SMALL) == [], path
    page.goto(BOARD)
    arrange = card(page, "Mit dem Daumen").locator("[form=board-arrange]")
    box = arrange.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    arrange.tap()
    page.locator("[name=because]").fill("Vom Telefon aus.")
    page.get_by_role("button", name="Hervorheben", exact=True).tap()
    expect(page.locator(".featured-why")).to_have_text("Vom Telefon aus.")
    page.get_by_role("button", name="Nicht mehr hervorheben").tap()
    expect(page.locator(".featured")).to_be_hidden()
    card(page, "Mit dem Daumen").locator("[value=pin]").tap()
    expect(card(page, "Mit dem Daumen", ".pinned .card")).to_have_count(1)
    page.locator(".arrange li", has_text="Mit dem Daumen").locator("[value=unpin]").tap()
    expect(card(page, "Mit dem Daumen", ".pinned .card")).to_have_count(0)


def test_featuring_and_filling_a_section_work_without_scripts(enter: Enter) -> None:
    new_idea(enter("mayor"), "Ganz ohne Skript")
    page = enter("moderator", BOARD, java_script_enabled=False)
    for name in ("Davor", "Ohne Skript"):
        page.get_by_role("link", name="Neuer Abschnitt").click()
        page.locator("[name=name]").fill(name)
        page.get_by_role("button", name="Speichern").click()
    card(page, "Ganz ohne Skript").locator("[form=board-arrange]").click()
    page.locator("[name=section]").select_option(label="Ohne Skript")
    page.get_by_role("button", name="Dort einordnen").click()
    shelf = page.locator(".shelf", has_text="Ohne Skript")
    expect(shelf.locator(".card")).to_contain_text("Ganz ohne Skript")
    shelf.locator("[value=up]").click()
    names = page.locator(".shelf h2").all_inner_texts()
    assert names.index("Ohne Skript") < names.index("Davor")
    shelf.get_by_role("link", name="Abschnitt ändern").click()
    page.get_by_role("link", name="Abschnitt entfernen").click()
    page.get_by_role("button", name="Abschnitt entfernen").click()
    expect(card(page, "Ganz ohne Skript")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_where_boards_are_curated(enter: Enter, scheme: str) -> None:
    page = enter("moderator", color_scheme=scheme)
    found: list[str] = []
    for path in ("", "gestalten/", "rechte/", "archiv/", "abschnitte/"):
        page.goto(BOARD + path)
        found += scan(page)
    page.goto(BOARD)
    page.locator(f"{FIRST} [form=board-arrange]").first.click()
    found += scan(page)
    page.locator("[name=because]").fill("Damit auch die Zeile geprüft wird.")
    page.get_by_role("button", name="Hervorheben", exact=True).click()
    found += scan(page)
    page.get_by_role("button", name="Nicht mehr hervorheben").click()
    assert found == []
