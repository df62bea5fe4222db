"""Reading while others write: nothing moves, what comes above waits, one announcement in 5 s."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import (
    LIVE,
    comment,
    connected,
    in_thread,
    new_idea,
    post_quietly,
    thread_of,
    wait_in_thread,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
SAID = """() => {
  window.said = [];
  const region = document.getElementById("status");
  new MutationObserver(() => window.said.push([Date.now(), region.textContent]))
    .observe(region, {childList: true, characterData: true, subtree: true});
}"""
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((e) => e.value)))
    .observe({type: "layout-shift", buffered: true});
}"""


def long_thread(enter: Enter, title: str) -> tuple[Page, str]:
    """Return a page of an idea with thirty comments, and the number of its thread."""
    page = enter("mayor")
    page.goto(new_idea(page, title))
    thread = thread_of(page)
    post_quietly(page, thread, *(f"Beitrag Nummer {number}. " * 12 for number in range(30)))
    page.reload()
    connected(page)
    return page, thread


def scroll_to(page: Page, number: int) -> None:
    """Bring a comment to the middle of the window."""
    one = comment(page, f"Beitrag Nummer {number}.")
    one.evaluate("one => one.scrollIntoView({block: 'center'})")


def top_of(page: Page, number: int) -> float:
    """Return where a comment stands in the window."""
    top: float = comment(page, f"Beitrag Nummer {number}.").evaluate(
        "one => one.getBoundingClientRect().top"
    )
    return top


def test_an_answer_above_the_reader_waits_and_moves_nothing(enter: Enter) -> None:
    page, _thread = long_thread(enter, "Was über der Leserin steht, wartet")
    reader = enter("landrat", page.url)
    connected(reader)
    scroll_to(reader, 25)
    before = top_of(reader, 25)
    answer = comment(page, "Beitrag Nummer 2.")
    answer.locator("[data-answer]").click()
    answer.locator("textarea").fill("Eine Antwort weit oben.")
    answer.locator(".composer-foot button[type=submit]").click()
    pill = reader.locator("[data-news]")
    expect(pill).to_have_text("1 neuer Beitrag")
    assert abs(top_of(reader, 25) - before) <= 1
    assert in_thread(reader, "Eine Antwort weit oben.") == 0
    post_quietly(page, thread_of(page), "Ganz unten kommt etwas dazu.")
    wait_in_thread(reader, "Ganz unten kommt etwas dazu.")
    assert abs(top_of(reader, 25) - before) <= 1
    pill.press("Enter")
    expect(comment(reader, "Eine Antwort weit oben.")).to_be_focused()
    expect(comment(reader, "Eine Antwort weit oben.")).to_be_in_viewport()
    expect(pill).to_be_hidden()


def test_who_pauses_reads_in_peace_and_misses_nothing(enter: Enter) -> None:
    page, thread = long_thread(enter, "In Ruhe lesen")
    reader = enter("landrat", page.url)
    connected(reader)
    switch = reader.locator("[data-pause]")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    post_quietly(page, thread, "Während der Pause eins.", "Während der Pause zwei.")
    expect(reader.locator("[data-news]")).to_have_text("2 neue Beiträge")
    assert in_thread(reader, "Während der Pause") == 0
    switch.click()
    expect(comment(reader, "Während der Pause")).to_have_count(2)
    post_quietly(page, thread, "Nach der Pause.")
    wait_in_thread(reader, "Nach der Pause.")


def test_a_screen_reader_hears_one_sentence_in_five_seconds(enter: Enter) -> None:
    page, thread = long_thread(enter, "Eine Ansage in fünf Sekunden")
    reader = enter("landrat", page.url)
    connected(reader)
    reader.evaluate(SAID)
    post_quietly(page, thread, "Erstens.")
    wait_in_thread(reader, "Erstens.")
    post_quietly(page, thread, "Zweitens.", "Drittens.", "Viertens.")
    wait_in_thread(reader, "Viertens.")
    for _half_second in range(18):
        if len(said := reader.evaluate("window.said")) >= 2:
            break
        reader.wait_for_timeout(500)
    assert [words for _when, words in said] == [
        "Sabine Krüger hat geschrieben", "3 neue Beiträge",
    ]  # fmt: skip
    assert said[1][0] - said[0][0] >= 4_900
    assert reader.locator(f"{LIVE}[aria-live], [role=log]").count() == 0


def test_nothing_shifts_when_the_page_comes_to_life(enter: Enter) -> None:
    page, thread = long_thread(enter, "Nichts verrutscht")
    reader = enter("landrat", page.url)
    connected(reader)
    reader.evaluate(SHIFTS)
    scroll_to(reader, 20)
    post_quietly(page, thread, "Etwas Neues am Ende.")
    wait_in_thread(reader, "Etwas Neues am Ende.")
    reader.wait_for_timeout(400)
    assert sum(reader.evaluate("window.shifts")) < 0.05


def test_who_wants_less_motion_gets_none(enter: Enter) -> None:
    page, thread = long_thread(enter, "Ohne Bewegung")
    for motion, name in (("reduce", "none"), ("no-preference", "fresh")):
        reader = enter("landrat", page.url, reduced_motion=motion)
        connected(reader)
        words = f"Bewegung {motion}."
        post_quietly(page, thread, words)
        wait_in_thread(reader, words)
        shown = comment(reader, words).evaluate("one => getComputedStyle(one).animationName")
        assert shown == name


def test_caret_and_selection_stay_while_others_write(enter: Enter) -> None:
    page, thread = long_thread(enter, "Der Zeiger bleibt")
    reader = enter("landrat", page.url)
    connected(reader)
    field = reader.locator(".thread > form textarea")
    field.click()
    field.type("Ich schreibe gerade")
    field.evaluate("field => field.setSelectionRange(4, 9)")
    before = reader.evaluate("scrollY")
    post_quietly(page, thread, "Dazwischen.", "Und noch etwas.")
    wait_in_thread(reader, "Und noch etwas.")
    assert abs(reader.evaluate("scrollY") - before) <= 1
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [4, 9]
    expect(field).to_be_focused()


def test_a_focused_button_keeps_the_focus_when_its_comment_changes(enter: Enter) -> None:
    page, _thread = long_thread(enter, "Der Fokus bleibt")
    reader = enter("landrat", page.url)
    connected(reader)
    agree = comment(reader, "Beitrag Nummer 29.").locator("[value=agree]")
    agree.focus()
    comment(page, "Beitrag Nummer 29.").locator("[value=thanks]").click()
    changed = comment(reader, "Beitrag Nummer 29.")
    expect(changed.locator("[value=thanks] .number")).to_have_text("1")
    expect(changed.locator("[value=agree]")).to_be_focused()


def test_earlier_comments_come_on_request_and_the_count_is_true(enter: Enter) -> None:
    page, thread = long_thread(enter, "Sechzig Beiträge")
    post_quietly(page, thread, *(f"Später {number}." for number in range(30)))
    reader = enter("landrat", page.url)
    connected(reader)
    earlier = reader.locator("[data-earlier] a")
    expect(earlier).to_have_text("10 frühere Beiträge zeigen")
    assert in_thread(reader, "Beitrag Nummer") == 20
    write(page, "Eine Antwort, die oben nicht zählt.")
    wait_in_thread(reader, "Eine Antwort, die oben nicht zählt.")
    expect(earlier).to_have_text("10 frühere Beiträge zeigen")
    earlier.click()
    expect(comment(reader, "Beitrag Nummer")).to_have_count(30)
    expect(reader.locator("[data-earlier]")).to_have_count(0)
