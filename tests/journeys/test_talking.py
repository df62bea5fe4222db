"""Answering, mentioning, reacting, editing, deleting, hiding: each is seen live by the others."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import COMPOSER, comment, connected, new_idea, wait_in_thread, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def two_in(enter: Enter, title: str, other: str = "landrat") -> tuple[Page, Page]:
    """Return the mayor's page of a new idea, and the same page of somebody else."""
    mayor = enter("mayor")
    mayor.goto(new_idea(mayor, title))
    reader = enter(other, mayor.url)
    connected(mayor)
    connected(reader)
    return mayor, reader


def test_an_answer_is_written_in_place_and_hangs_below(enter: Enter) -> None:
    mayor, reader = two_in(enter, "Antworten an Ort und Stelle")
    write(mayor, "Wer hat das schon versucht?")
    question = comment(reader, "Wer hat das schon versucht?")
    question.locator("[data-answer]").focus()
    reader.keyboard.press("Enter")
    expect(question.locator("textarea")).to_be_focused()
    reader.keyboard.press("Escape")
    expect(question.locator("[data-answer]")).to_be_focused()
    question.locator("[data-answer]").click()
    reader.keyboard.type("Wir, vor zwei Jahren.")
    reader.keyboard.press("Control+Enter")
    answer = comment(mayor, "Wir, vor zwei Jahren.")
    expect(answer).to_have_attribute("data-depth", "2")
    expect(answer).to_contain_text("Antwort auf Sabine Krüger")
    expect(reader.locator("form.answering")).to_have_count(0)
    assert mayor.locator(f"#{answer.get_attribute('data-parent')} ~ li").count() == 1


def test_a_member_is_mentioned_with_arrow_keys(enter: Enter) -> None:
    mayor, reader = two_in(enter, "Jemanden erwähnen")
    field = mayor.locator(f"{COMPOSER} textarea")
    field.press_sequentially("Das kennt @Wieg")
    option = mayor.locator("[role=option]", has_text="Matthias Wiegand")
    expect(option).to_be_visible()
    box, text = mayor.locator("#suggestions").bounding_box(), field.bounding_box()
    assert box and text and box["y"] + box["height"] <= text["y"]  # noqa: PT018
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-0")
    mayor.keyboard.press("ArrowDown")
    mayor.keyboard.press("ArrowUp")
    mayor.keyboard.press("Enter")
    expect(field).to_have_value("Das kennt @matthias-wiegand ")
    mayor.keyboard.press("Control+Enter")
    mention = comment(reader, "Das kennt").locator("a.mention")
    expect(mention).to_have_text("@Matthias Wiegand")


def test_reactions_are_counted_live_and_mine_are_pressed(enter: Enter) -> None:
    mayor, reader = two_in(enter, "Auf Beiträge reagieren")
    write(mayor, "Ein Vorschlag zur Güte.")
    button = comment(reader, "Ein Vorschlag zur Güte.").locator("[value=agree]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator(".number")).to_have_text("1")
    other = comment(mayor, "Ein Vorschlag zur Güte.").locator("[value=agree]")
    expect(other.locator(".number")).to_have_text("1")
    expect(other).to_have_attribute("aria-pressed", "false")
    reader.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(other.locator(".number")).to_have_count(0)


def test_an_edit_and_a_deletion_reach_the_other_page(enter: Enter) -> None:
    mayor, reader = two_in(enter, "Ändern und löschen")
    write(mayor, "Das kostet 4.000 Euro.")
    wait_in_thread(reader, "4.000 Euro")
    expect(comment(reader, "4.000 Euro").locator(".own")).to_be_hidden()
    own = comment(mayor, "4.000 Euro")
    own.get_by_role("link", name="Bearbeiten").click()
    mayor.wait_for_url("**/bearbeiten/")
    mayor.locator("textarea[name=text]").fill("Das kostet 40.000 Euro.")
    mayor.locator("main form .button").first.click()
    changed = comment(reader, "40.000 Euro")
    expect(changed.locator(".was-edited")).to_have_text("bearbeitet")
    changed.locator(".was-edited").click()
    expect(reader.locator("del")).to_have_text("4.000")
    expect(reader.locator("ins").first).to_have_text("40.000")
    reader.go_back()
    connected(reader)
    comment(mayor, "40.000 Euro").get_by_role("link", name="Löschen").click()
    mayor.wait_for_url("**/loeschen/")
    mayor.locator("main form .button").first.click()
    expect(comment(reader, "40.000 Euro")).to_have_count(0)
    expect(reader.locator(".count")).to_have_text("0 Beiträge")


def test_what_a_moderator_hides_is_gone_at_once_and_comes_back(enter: Enter) -> None:
    mayor, moderator = two_in(enter, "Ausblenden und zurückholen", other="moderator")
    reader = enter("landrat", mayor.url)
    connected(reader)
    write(mayor, "Ein Wort zu viel.")
    wait_in_thread(reader, "Ein Wort zu viel.")
    expect(comment(reader, "Ein Wort zu viel.").locator(".moderating")).to_be_hidden()
    comment(moderator, "Ein Wort zu viel.").get_by_role("link", name="Moderieren").click()
    moderator.wait_for_url("**/moderation/beitraege/*/")
    moderator.get_by_label("Ausblenden").check()
    moderator.get_by_label("Hausregel").select_option("respect")
    moderator.get_by_label("Begründung").fill("Das setzt herab.")
    moderator.get_by_role("button", name="Entscheiden").click()
    expect(comment(reader, "Ein Wort zu viel.")).to_have_count(0, timeout=1_500)
    expect(comment(mayor, "Ein Wort zu viel.")).to_have_count(0)
    moderator.get_by_role("link", name="Rückgängig machen").click()
    moderator.get_by_role("button", name="Rückgängig machen").click()
    wait_in_thread(reader, "Ein Wort zu viel.")


def test_support_and_stage_move_on_the_open_page(enter: Enter) -> None:
    mayor = enter("mayor")
    mayor.goto("/ideen/neu/?pilot=1")
    fields = {"input[name=title]": "Ein Pilot in Bewegung", "textarea[name=text]": "Worum es geht.",
              "textarea[name=need]": "Bedarf.", "textarea[name=goal]": "Ziel."}  # fmt: skip
    for field, words in fields.items():
        mayor.locator(field).fill(words)
    mayor.locator(".choice", has_text="Bildung").locator("input").check()
    mayor.locator("button[name=publish]").click()
    mayor.wait_for_url("**/ideen/*-*/")
    reader = enter("landrat", mayor.url)
    connected(mayor)
    connected(reader)
    reader.locator("[data-support]:visible").click()
    expect(mayor.locator(".support-count")).to_have_text("1 Unterstützung")
    expect(reader.locator(".support-mine")).to_be_visible()
    reader.locator("[data-support]:visible").click()
    expect(mayor.locator(".support-count")).to_have_text("0 Unterstützungen")
    mayor.locator(".set-stage summary").click()
    mayor.locator("select[name=stage]").select_option("P3")
    mayor.locator("input[name=reason]").fill("Der Rat hat zugestimmt.")
    mayor.locator(".set-stage button").click()
    expect(reader.locator(".stage-now")).to_contain_text("Pilotphase")
    expect(reader.locator(".stage-now")).to_contain_text("Der Rat hat zugestimmt.")
    expect(reader.locator(".track [aria-current=step]")).to_have_text("Pilotphase")
