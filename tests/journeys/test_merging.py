"""Two ideas become one while somebody writes: no word is lost, and the page says what happened."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import (
    COMPOSER,
    comment,
    connected,
    new_idea,
    thread_of,
    unsent,
    wait_in_thread,
    write,
)
from tests.journeys.test_pages import scan

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
WHY = "Beide wollen dasselbe."


def number_of(path: str) -> str:
    """Return the number of an idea from its address."""
    return path.partition("/ideen/")[2].partition("-")[0]


def merge(office: Page, kept: str, gone: str) -> None:
    """Merge two ideas by the pages for it."""
    office.goto(kept)
    office.get_by_role("link", name="Mit anderer Idee zusammenführen").click()
    office.locator("input[name=mit]").fill(number_of(gone))
    office.get_by_role("button", name="Vergleichen").click()
    if office.locator(".merge-side").first.locator("h2 a").get_attribute("href") != kept:
        office.get_by_role("link", name="Tauschen").click()
    expect(office.locator(".merge-side").first).to_contain_text("bleibt")
    office.locator("input[name=reason]").fill(WHY)
    office.get_by_role("button", name="Zusammenführen").click()
    office.wait_for_url(f"**{kept}")


def test_a_member_who_writes_in_the_gone_idea_loses_no_word(enter: Enter) -> None:
    mayor = enter("mayor")
    kept, gone = (new_idea(mayor, title) for title in ("Deich erhöhen", "Höherer Deich"))
    mayor.goto(gone)
    write(mayor, "Das gab es 1962 schon.")
    wait_in_thread(mayor, "Das gab es 1962 schon.")
    writer, reader, office = enter("landrat", gone), enter("landrat", gone), enter("office")
    connected(writer)
    connected(reader)
    field = writer.locator(f"{COMPOSER} textarea")
    field.fill("Ein halber Satz, der nicht verl")
    merge(office, kept, gone)
    reader.wait_for_url(f"**{kept}")
    wait_in_thread(reader, "Das gab es 1962 schon.")
    note = writer.locator("[data-notice]")
    expect(note).to_contain_text("wurde mit einer anderen zusammengeführt")
    expect(note).to_contain_text("bleibt erhalten")
    expect(field).to_have_value("Ein halber Satz, der nicht verl")
    note.get_by_role("button").click()
    writer.wait_for_url(f"**{kept}")
    field = writer.locator(f"{COMPOSER} textarea")
    expect(field).to_have_value("Ein halber Satz, der nicht verl")
    field.press_sequentially("oren geht.")
    writer.keyboard.press("Control+Enter")
    wait_in_thread(reader, "Ein halber Satz, der nicht verloren geht.")
    expect(writer.locator(".byline")).to_contain_text("Sabine Krüger")
    expect(writer.locator(".idea-side")).to_contain_text(WHY)


def test_words_sent_from_the_old_page_are_stored_in_the_other_discussion(enter: Enter) -> None:
    mayor = enter("mayor")
    kept, gone = (new_idea(mayor, title) for title in ("Rad auf dem Deich", "Deichradweg"))
    writer, office = enter("landrat", gone), enter("office")
    connected(writer)
    writer.locator(f"{COMPOSER} textarea").fill("Wir haben so einen.")
    writer.context.set_offline(True)
    writer.locator(f"{COMPOSER} button[type=submit]").click()
    expect(writer.locator(".pending")).to_be_visible()
    merge(office, kept, gone)
    writer.context.set_offline(False)
    wait_in_thread(office, "Wir haben so einen.")
    expect(comment(office, "Wir haben so einen.")).to_have_count(1)
    writer.goto(gone)
    writer.wait_for_url(f"**{kept}")
    wait_in_thread(writer, "Wir haben so einen.")
    assert unsent(writer) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_are_accessible_and_fit_a_small_phone(enter: Enter, scheme: str) -> None:
    mayor = enter("mayor")
    word = "Nachhaltigkeitsberichterstattungspflicht"
    kept, gone = (new_idea(mayor, f"{word} {scheme} {number}") for number in range(2))
    mayor.goto(kept)
    write(mayor, f"{word}sverordnungsentwurf, aber bitte kürzer.")
    wait_in_thread(mayor, "aber bitte kürzer")
    small = {"width": 320, "height": 640}
    office = enter("office", color_scheme=scheme, viewport=small)
    choose = f"/ideen/{number_of(kept)}/zusammenfuehren/"
    found, wide = [], []
    for path in (choose, f"{choose}?mit=gibt+es+nicht", f"{choose}?mit={number_of(gone)}",
                 f"/ideen/{number_of(kept)}/ausgliedern/"):  # fmt: skip
        office.goto(path)
        found += scan(office)
        wide += [path] * (office.evaluate("document.documentElement.scrollWidth") > 320)
    merge(office, kept, gone)
    connected(office)
    found += scan(office)
    office.get_by_role("link", name="Zusammenführung aufheben").click()
    found += scan(office)
    assert (found, wide) == ([], [])


def test_a_merge_is_undone_and_both_pages_are_as_before(enter: Enter) -> None:
    mayor = enter("mayor")
    kept, gone = (new_idea(mayor, title) for title in ("Bücher tauschen", "Büchertausch"))
    for path, words in ((kept, "Hier gesagt."), (gone, "Dort gesagt.")):
        mayor.goto(path)
        write(mayor, words)
        wait_in_thread(mayor, words)
    office = enter("office")
    merge(office, kept, gone)
    reader = enter("landrat", kept)
    connected(reader)
    thread = thread_of(reader)
    wait_in_thread(reader, "Dort gesagt.")
    office.get_by_role("link", name="Zusammenführung aufheben").click()
    office.locator("input[name=reason]").fill("Es ist doch zweierlei.")
    office.get_by_role("button", name="Zusammenführung aufheben").click()
    office.wait_for_url(f"**{gone}")
    wait_in_thread(office, "Dort gesagt.")
    expect(comment(reader, "Dort gesagt.")).to_have_count(0)
    wait_in_thread(reader, "Hier gesagt.")
    assert thread_of(reader) == thread
    connected(reader)
    write(reader, "Und weiter.")
    wait_in_thread(reader, "Und weiter.")


def test_cards_come_and_go_live_on_the_board(enter: Enter) -> None:
    mayor = enter("mayor")
    kept, gone = (new_idea(mayor, title) for title in ("Laub sammeln", "Laubsammlung"))
    reader = enter("landrat", "/themen/klimaschutz/")
    connected(reader)
    card = reader.locator(f"#idea-{number_of(gone)}")
    expect(card).to_have_count(1)
    office = enter("office")
    merge(office, kept, gone)
    expect(card).to_have_count(0)
    expect(reader.locator(f"#idea-{number_of(kept)}")).to_have_count(1)


def test_contributions_are_split_off_and_brought_back_by_keyboard(enter: Enter) -> None:
    mayor = enter("mayor")
    path = new_idea(mayor, "Ein Platz zum Ausgliedern")
    mayor.goto(path)
    for words in ("Bleibt hier.", "Wird eine eigene Idee."):
        write(mayor, words)
        wait_in_thread(mayor, words)
    office = enter("office", path)
    office.get_by_role("link", name="Beiträge ausgliedern").click()
    office.get_by_label("Wird eine eigene Idee.").focus()
    office.keyboard.press("Space")
    office.locator("input[name=title]").fill("Eigene Idee daraus")
    office.locator("input[name=reason]").fill("Das ist etwas Eigenes.")
    office.keyboard.press("Enter")
    wait_in_thread(office, "Wird eine eigene Idee.")
    signpost = comment(mayor, "eine eigene Idee gemacht")
    expect(signpost).to_have_count(1)
    expect(comment(mayor, "Bleibt hier.")).to_have_count(1)
    signpost.get_by_role("link", name="Eigene Idee daraus").click()
    wait_in_thread(mayor, "Wird eine eigene Idee.")
    office.get_by_role("link", name="Beiträge zurückholen").click()
    office.locator("input[name=reason]").fill("Gehört doch hierher.")
    office.get_by_role("button", name="Zurückholen").click()
    wait_in_thread(office, "Wird eine eigene Idee.")
    expect(comment(office, "eine eigene Idee gemacht")).to_have_count(0)
