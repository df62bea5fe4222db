"""A board that is open in two browsers: new ideas, activity and pins appear by themselves."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected, new_idea, post_quietly, thread_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
BOARD = "/themen/energiepolitik/"
FIRST = ".cards[data-stream] > li"


def board(enter: Enter, who: str = "landrat") -> Page:
    """Return the board as somebody sees it."""
    page = enter(who, BOARD)
    connected(page)
    return page


def test_a_new_idea_appears_on_the_open_board(enter: Enter) -> None:
    reader = board(enter)
    mayor = enter("mayor")
    new_idea(mayor, "Wärme aus dem Freibad", "Energiepolitik")
    card = reader.locator(FIRST).first
    expect(card).to_contain_text("Wärme aus dem Freibad")
    expect(card).to_contain_text("Sabine Krüger")
    reader.reload()
    expect(card).to_contain_text("Wärme aus dem Freibad")


def test_an_idea_that_is_talked_about_comes_to_the_front(enter: Enter) -> None:
    mayor = enter("mayor")
    old = new_idea(mayor, "Erst die alte Idee", "Energiepolitik")
    new_idea(mayor, "Dann die neue Idee", "Energiepolitik")
    reader = board(enter)
    expect(reader.locator(FIRST).first).to_contain_text("Dann die neue Idee")
    mayor.goto(old)
    post_quietly(mayor, thread_of(mayor), "Hier geht es weiter.")
    first = reader.locator(FIRST).first
    expect(first).to_contain_text("Erst die alte Idee")
    expect(first.locator(".card-number").last).to_contain_text("1")
    expect(reader.locator(FIRST, has_text="Erst die alte Idee")).to_have_count(1)


def test_while_somebody_reads_further_down_the_cards_wait(enter: Enter) -> None:
    mayor = enter("mayor")
    reader = enter("landrat", "/themen/kommunikation/")
    connected(reader)
    card = reader.locator(FIRST).nth(9)
    card.evaluate("one => one.scrollIntoView({block: 'center'})")
    name = card.get_attribute("id")
    place = "one => one.getBoundingClientRect().top"
    before = reader.locator(f"#{name}").evaluate(place)
    new_idea(mayor, "Kommt von oben herein", "Kommunikation")
    expect(reader.locator("[data-news]")).to_have_text("1 neuer Beitrag")
    assert abs(reader.locator(f"#{name}").evaluate(place) - before) <= 1
    reader.locator("[data-news]").click()
    expect(reader.locator(FIRST).first).to_contain_text("Kommt von oben herein")


def test_pins_are_arranged_by_keyboard_and_seen_by_everybody(enter: Enter) -> None:
    mayor = enter("mayor")
    new_idea(mayor, "Wird angepinnt", "Energiepolitik")
    reader, moderator = board(enter), board(enter, "moderator")
    pinned = reader.locator(".pinned .card h3")
    before = pinned.all_inner_texts()
    expect(reader.locator(".arrange, .cards:not(.large) .curating").first).to_be_hidden()
    pin = moderator.locator(FIRST, has_text="Wird angepinnt").locator("[value=pin]")
    pin.focus()
    moderator.keyboard.press("Enter")
    expect(pinned).to_have_text([*before, "Wird angepinnt"])
    expect(reader.locator(FIRST, has_text="Wird angepinnt")).to_have_count(0)
    row = moderator.locator(".arrange li", has_text="Wird angepinnt")
    row.locator("[value=up]").focus()
    for _step in before:
        moderator.keyboard.press("Enter")
        moderator.wait_for_timeout(300)
    expect(pinned).to_have_text(["Wird angepinnt", *before])
    expect(moderator.locator(".arrange li").first.locator("span").first).to_have_text(
        "Wird angepinnt"
    )
    row.locator("[value=unpin]").focus()
    moderator.keyboard.press("Enter")
    expect(pinned).to_have_text(before)
    expect(reader.locator(FIRST, has_text="Wird angepinnt")).to_have_count(1)
    expect(moderator.locator("#status")).to_have_text(
        "Wird angepinnt: nicht mehr angepinnt", timeout=7_000
    )


def test_pinning_works_without_scripts(enter: Enter) -> None:
    mayor = enter("mayor")
    new_idea(mayor, "Ohne Skript angepinnt", "Energiepolitik")
    moderator = enter("moderator", BOARD, java_script_enabled=False)
    moderator.locator(FIRST, has_text="Ohne Skript angepinnt").locator("[value=pin]").click()
    expect(moderator.locator(".pinned .card", has_text="Ohne Skript angepinnt")).to_have_count(1)
    row = moderator.locator(".arrange li", has_text="Ohne Skript angepinnt")
    row.locator("[value=unpin]").click()
    expect(moderator.locator(".pinned .card", has_text="Ohne Skript angepinnt")).to_have_count(0)
