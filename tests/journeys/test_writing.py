"""Writing an idea: nothing typed is lost, similar ones are shown, two editors never collide."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import new_idea

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
TITLE, TEXT = "input[name=title]", ".field textarea[name=text]"


def begun(enter: Enter, title: str) -> Page:
    """Return the form of a new idea in which somebody has begun to write."""
    page = enter("landrat", "/ideen/neu/")
    page.locator(TITLE).fill(title)
    page.locator(TEXT).fill("Ein angefangener Gedanke, der nicht verloren gehen darf.")
    page.locator(".choice", has_text="Bildung").locator("input").check()
    return page


def throw_away(page: Page) -> None:
    """Empty the form, so that the next journey begins with none."""
    page.locator(TITLE).fill("")
    page.locator(TEXT).fill("")
    page.wait_for_timeout(4_000)


def restore(page: Page) -> None:
    """Take the offer to restore what was typed."""
    page.locator(".keep-bar").get_by_role("button", name="Wiederherstellen").click()


def test_a_closed_window_keeps_the_words_in_the_browser(enter: Enter) -> None:
    page = begun(enter, "Im Browser aufgehoben")
    expect(page.locator("[data-keep-state]")).to_have_text("Entwurf gesichert")
    page.goto("/themen/")
    page.goto("/ideen/neu/")
    restore(page)
    expect(page.locator(TITLE)).to_have_value("Im Browser aufgehoben")
    expect(page.locator(".choice", has_text="Bildung").locator("input")).to_be_checked()
    throw_away(page)


def test_another_device_finds_the_words_on_the_server(enter: Enter) -> None:
    page = begun(enter, "Am Rechner begonnen")
    expect(page.locator("[data-keep-state]")).to_have_text(
        "Entwurf auf dem Server gesichert", timeout=6_000
    )
    phone = enter("landrat", "/ideen/neu/", viewport={"width": 390, "height": 800})
    restore(phone)
    expect(phone.locator(TITLE)).to_have_value("Am Rechner begonnen")
    expect(phone.locator(TEXT)).to_have_value(
        "Ein angefangener Gedanke, der nicht verloren gehen darf."
    )
    throw_away(phone)


def test_after_an_expired_session_the_text_is_still_there(enter: Enter) -> None:
    page = begun(enter, "Die Sitzung läuft ab")
    page.context.clear_cookies(name="sessionid")
    page.locator("button[name=publish]").click()
    kept = page.locator("textarea.kept")
    expect(kept.first).to_have_value("Die Sitzung läuft ab")
    page.goto("/konto/anmelden/?next=/ideen/neu/")
    page.locator("button[name=member][value=landrat]").click()
    restore(page)
    expect(page.locator(TITLE)).to_have_value("Die Sitzung läuft ab")
    page.locator("button[name=publish]").click()
    page.wait_for_url("**/ideen/*-die-sitzung-laeuft-ab/")


def test_similar_ideas_are_shown_while_the_title_is_typed(enter: Enter) -> None:
    page = enter("landrat", "/ideen/neu/")
    page.locator(TITLE).press_sequentially("Jungbäume im Sommer", delay=10)
    similar = page.locator("#similar li")
    expect(similar.first).to_contain_text("Jungbäume über den Sommer bringen")
    expect(similar.first.locator("small")).to_contain_text("Unterstützungen")
    expect(similar.first.locator("small")).to_contain_text("Verstetigung")
    assert 1 <= similar.count() <= 5
    expect(page.locator(TITLE)).to_be_focused()


def test_toolbar_and_preview_show_what_will_stand_there(enter: Enter) -> None:
    page = enter("landrat", "/ideen/neu/")
    field = page.locator(TEXT)
    field.fill("wichtig")
    field.evaluate("field => field.setSelectionRange(0, 7)")
    page.locator("[data-writing] [data-md=bold]").click()
    expect(field).to_have_value("**wichtig**")
    page.locator("[data-writing] [data-preview]").click()
    expect(page.locator("[data-writing] .preview strong")).to_have_text("wichtig")
    page.locator("[data-writing] [data-preview]").click()
    expect(field).to_be_focused()


def test_the_second_of_two_tabs_sees_both_texts_and_decides(enter: Enter) -> None:
    first = enter("mayor")
    path = new_idea(first, "In zwei Fenstern geändert", text="Der erste Satz.")
    edit = path.split("-")[0] + "/bearbeiten/"
    second = first.context.new_page()
    for page in (first, second):
        page.goto(edit)
    first.locator(TEXT).fill("Der erste Satz, verbessert.")
    first.locator("button[name=save]").click()
    first.wait_for_url(f"**{path}")
    second.locator(TEXT).fill("Ein ganz anderer Satz.")
    second.locator("button[name=save]").click()
    expect(second.locator("h1")).to_have_text("Jemand war schneller")
    expect(second.locator(".diff").first).to_contain_text("verbessert.")
    expect(second.locator(TEXT)).to_have_value("Ein ganz anderer Satz.")
    first.reload()
    expect(first.locator(".idea-text .prose")).to_have_text("Der erste Satz, verbessert.")
    second.locator("button[name=save]").click()
    second.wait_for_url(f"**{path}")
    expect(second.locator(".idea-text .prose")).to_have_text("Ein ganz anderer Satz.")


def test_an_idea_becomes_a_pilot_and_keeps_its_discussion(enter: Enter) -> None:
    page = enter("mayor")
    path = new_idea(page, "Wird einmal ein Pilot")
    page.locator(".thread textarea").first.fill("Ein Beitrag von vorher.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment")).to_have_count(1)
    page.get_by_role("link", name="Zum Pilotvorschlag machen").click()
    page.locator("textarea[name=need]").fill("Der Bedarf.")
    page.locator("textarea[name=goal]").fill("Das Ziel.")
    page.locator("button[name=save]").click()
    page.wait_for_url(f"**{path}")
    expect(page.locator(".track [aria-current=step]")).to_have_text("Ideenfindung")
    expect(page.locator(".comment")).to_contain_text("Ein Beitrag von vorher.")


def test_what_is_missing_is_said_at_its_field(enter: Enter) -> None:
    page = enter("mayor", "/ideen/neu/")
    page.locator("button[name=publish]").click()
    expect(page.locator("#title-error")).to_be_visible()
    page.locator(TITLE).fill("Nur ein Titel")
    page.locator("button[name=publish]").click()
    expect(page.locator(".error").first).to_be_visible()
    expect(page.locator(TITLE)).to_have_value("Nur ein Titel")
