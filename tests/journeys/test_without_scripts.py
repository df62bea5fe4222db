"""Everything that matters without JavaScript: reading, posting, answering, editing, supporting."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.places import comment, first_idea, new_idea, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_posting_answering_editing_and_deleting(enter: Enter) -> None:
    page = enter("landrat", java_script_enabled=False)
    path = first_idea(page)
    page.goto(path)
    write(page, "Ohne Skript geschrieben.")
    page.wait_for_url("**#comment-*")
    own = comment(page, "Ohne Skript geschrieben.").last  # the suite may have run before
    own.get_by_role("link", name="Antworten").click()
    write(page, "Und ohne Skript beantwortet.")
    answer = comment(page, "Und ohne Skript beantwortet.")
    expect(answer).to_have_attribute("data-depth", "2")
    answer.get_by_role("link", name="Bearbeiten").click()
    page.locator("textarea[name=text]").fill("Und ohne Skript verbessert.")
    page.get_by_role("button", name="Speichern").click()
    expect(comment(page, "Und ohne Skript verbessert.")).to_have_count(1)
    comment(page, "Und ohne Skript verbessert.").get_by_role("link", name="Löschen").click()
    page.get_by_role("button", name="Löschen").click()
    expect(comment(page, "Und ohne Skript verbessert.")).to_have_count(0)
    thanks = own.locator("[value=thanks]")
    thanks.click()
    expect(thanks.locator(".number")).to_have_text("1")


def test_supporting_and_taking_it_back(enter: Enter) -> None:
    author = enter("mayor")
    page = enter("moderator", java_script_enabled=False)
    page.goto(new_idea(author, "Unterstützt ohne Skript"))
    count = page.locator(".support-count b")
    page.get_by_role("button", name="Ich unterstütze das").click()
    expect(count).to_have_text("1")
    page.get_by_role("button", name="zurücknehmen").click()
    expect(count).to_have_text("0")


def test_a_new_idea_from_the_first_word_to_its_edit(enter: Enter) -> None:
    page = enter("mayor", "/ideen/neu/", java_script_enabled=False)
    page.locator("input[name=title]").fill("Ganz ohne Skript")
    page.locator(".field textarea[name=text]").fill("Ein Formular genügt.")
    page.locator("button[name=publish]").click()
    expect(page.locator(".error").first).to_be_visible()
    expect(page.locator("input[name=title]")).to_have_value("Ganz ohne Skript")
    page.locator(".choice", has_text="Kooperation").locator("input").check()
    page.locator("button[name=publish]").click()
    page.wait_for_url("**/ideen/*-ganz-ohne-skript/")
    page.get_by_role("link", name="Bearbeiten").first.click()
    page.locator(".field textarea[name=text]").fill("Ein Formular genügt, auch zum Ändern.")
    page.locator("button[name=save]").click()
    expect(page.locator(".idea-text .prose")).to_have_text("Ein Formular genügt, auch zum Ändern.")
    page.get_by_role("link", name="Verlauf").first.click()
    expect(page.locator("ins")).to_have_text(re.compile("auch zum Ändern"))


def test_earlier_comments_and_filters_are_pages_of_their_own(enter: Enter) -> None:
    page = enter("landrat", java_script_enabled=False)
    page.goto("/ideen/?suche=W%C3%A4rmeplan+fertig")
    page.locator(".card a[href^='/ideen/']").first.click()
    page.locator("[data-earlier] a").click()
    expect(page.locator("h1")).to_have_text("Frühere Beiträge")
    assert page.locator(".comment").count() > 5
    page.goto("/ideen/")
    page.locator(".filter-more summary").click()
    page.locator("select[name=art]").select_option("pilot")
    page.locator(".filter-fields button").click()
    assert page.locator(".card").count() == page.locator(".card.is-pilot").count() > 0
