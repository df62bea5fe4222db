"""Two people in one thread: what one writes appears at the other's, once, on any line."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected, first_idea, in_thread, wait_in_thread, write
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_a_comment_appears_at_the_others_without_reloading(enter: Enter) -> None:
    mayor = enter("mayor")
    path = first_idea(mayor)
    mayor.goto(path)
    landrat = enter("landrat", path)
    connected(mayor)
    connected(landrat)
    write(mayor, "Wir haben das 2024 erprobt.")
    wait_in_thread(landrat, "Wir haben das 2024 erprobt.")
    wait_in_thread(mayor, "Wir haben das 2024 erprobt.")
    assert in_thread(mayor, "Wir haben das 2024 erprobt.") == 1
    expect(mayor.locator("form[data-composer] textarea").first).to_have_value("")


def test_what_was_written_offline_is_sent_once_when_the_line_is_back(enter: Enter) -> None:
    mayor = enter("mayor")
    path = first_idea(mayor)
    mayor.goto(path)
    landrat = enter("landrat", path)
    connected(mayor)
    connected(landrat)
    mayor.context.set_offline(True)
    write(mayor, "Geschrieben im Funkloch.")
    mayor.locator(".pending", has_text="Geschrieben im Funkloch.").first.wait_for()
    assert in_thread(landrat, "Geschrieben im Funkloch.") == 0
    mayor.context.set_offline(False)
    wait_in_thread(landrat, "Geschrieben im Funkloch.")
    wait_in_thread(mayor, "Geschrieben im Funkloch.")
    mayor.wait_for_timeout(1500)
    assert in_thread(landrat, "Geschrieben im Funkloch.") == 1


def test_unsent_words_survive_a_reload(enter: Enter) -> None:
    mayor = enter("mayor")
    path = first_idea(mayor)
    mayor.goto(path)
    field = mayor.locator("form[data-composer] textarea").first
    field.fill("Ein halber Satz, der nicht verl")
    mayor.wait_for_timeout(700)
    mayor.reload()
    restored = mayor.locator("form[data-composer] textarea").first.input_value()
    assert restored == "Ein halber Satz, der nicht verl"


def test_after_a_restart_of_the_server_the_page_catches_up(enter: Enter, platform: Server) -> None:
    mayor = enter("mayor")
    path = first_idea(mayor)
    mayor.goto(path)
    landrat = enter("landrat", path)
    connected(landrat)
    platform.stop()
    platform.start()
    write(mayor, "Nach dem Neustart.")
    wait_in_thread(landrat, "Nach dem Neustart.")
    assert in_thread(landrat, "Nach dem Neustart.") == 1


def test_arriving_comments_move_neither_caret_nor_scroll(enter: Enter) -> None:
    mayor = enter("mayor")
    path = first_idea(mayor, "sort=aktiv")
    mayor.goto(path)
    landrat = enter("landrat", path)
    connected(mayor)
    connected(landrat)
    field = mayor.locator("form[data-composer] textarea").first
    field.click()
    field.type("Ich schreibe gerade")
    field.evaluate("field => field.setSelectionRange(4, 9)")
    before = mayor.evaluate("scrollY")
    write(landrat, "Dazwischen kommt etwas.")
    mayor.wait_for_timeout(1500)
    after = mayor.evaluate("scrollY")
    assert abs(after - before) <= 1
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [4, 9]
    assert field.evaluate("field => document.activeElement === field")


def test_reading_posting_and_supporting_work_without_scripts(enter: Enter) -> None:
    page = enter("landrat", java_script_enabled=False)
    path = first_idea(page)
    page.goto(path)
    write(page, "Ohne Skript geschrieben.")
    page.wait_for_url("**#comment-*")
    wait_in_thread(page, "Ohne Skript geschrieben.")
    page.goto(path)
    page.locator("[data-support], button[name=on][value='1']").first.click()
    page.wait_for_load_state()
    assert page.url.startswith(page.url.split("/ideen/")[0])
