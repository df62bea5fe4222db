"""From a report in the thread to the decision and the objection; by keyboard and by phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import comment, connected, new_idea, wait_in_thread, write
from tests.journeys.test_pages import scan

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def said_by_mayor(enter: Enter, title: str, words: str) -> Page:
    """Return the mayor's page of a new idea with a comment of theirs."""
    mayor = enter("mayor")
    mayor.goto(new_idea(mayor, title))
    connected(mayor)
    write(mayor, words)
    wait_in_thread(mayor, words)
    return mayor


def report(page: Page, words: str, rule: str = "Beleidigt oder setzt Menschen herab") -> None:
    """Report the comment with these words from the thread."""
    comment(page, words).get_by_role("link", name="Melden").click()
    page.wait_for_url("**/melden/beitrag/*/")
    page.get_by_label(rule).check()
    page.get_by_label("In einem Satz").fill("So reden wir hier nicht miteinander.")
    page.get_by_role("button", name="Melden").click()
    expect(page.locator(".messages")).to_contain_text("Sie erfahren, was daraus wird.")


def test_from_the_report_to_the_answer_to_the_objection(enter: Enter) -> None:
    words = "Das kann nur jemand sagen, der nie einen Haushalt gesehen hat."
    mayor = said_by_mayor(enter, "Von der Meldung bis zur Antwort", words)
    own = comment(mayor, words)
    expect(own.get_by_role("link", name="Melden")).to_be_hidden()
    reader = enter("landrat", mayor.url)
    report(reader, words)
    reader.goto(mayor.url)
    connected(reader)

    moderator = enter("moderator", "/moderation/")
    row = moderator.locator(".case", has_text=words)
    expect(row).to_contain_text("So reden wir hier nicht miteinander.")
    row.locator("[data-open]").click()
    moderator.wait_for_url("**/moderation/faelle/*/")
    expect(moderator.get_by_label("Minuten zwischen zwei Beiträgen")).to_be_hidden()
    moderator.get_by_label("Ausblenden").check()
    moderator.get_by_role("button", name="Entscheiden").click()
    expect(moderator.locator(".messages")).to_contain_text("Entschieden.")
    expect(comment(reader, words)).to_have_count(0)
    expect(comment(mayor, words)).to_have_count(0)

    reader.goto("/konto/mitteilungen/")
    expect(reader.locator(".notice").first).to_contain_text("Die Moderation ist tätig geworden.")
    mayor.goto("/konto/mitteilungen/")
    expect(mayor.locator(".notice").first).to_contain_text("Ihr Beitrag wurde ausgeblendet")
    mayor.get_by_role("link", name="Dieser Entscheidung widersprechen").first.click()
    mayor.get_by_label("Warum widersprechen Sie?").fill("Es war ein Scherz unter Kollegen.")
    mayor.get_by_role("button", name="Widersprechen").click()
    expect(mayor.locator("h1")).to_have_text("Ihr Widerspruch ist angekommen")

    moderator.goto("/moderation/?art=appeal")
    moderator.locator(".case", has_text=words).locator("[data-open]").click()
    expect(moderator.locator("main")).to_contain_text("entscheidet deshalb jemand anderes")
    office = enter("office", "/moderation/?art=appeal")
    office.locator(".case", has_text=words).locator("[data-open]").click()
    office.get_by_label("Stattgeben").check()
    office.get_by_label("Begründung").fill("Aus dem Zusammenhang ist es als Scherz zu erkennen.")
    office.get_by_role("button", name="Entscheiden").click()
    expect(office.locator(".messages")).to_contain_text("Entschieden.")
    reader.go_back()
    wait_in_thread(reader, words)


def test_the_queue_by_keyboard_alone_and_undoing(enter: Enter) -> None:
    first, second = "Erster Fall für die Tastatur.", "Zweiter Fall für die Tastatur."
    mayor = said_by_mayor(enter, "Zwei Fälle für die Tastatur", first)
    write(mayor, second)
    wait_in_thread(mayor, second)
    reader = enter("landrat", mayor.url)
    for words in (first, second):
        reader.goto(mayor.url)
        report(reader, words)
    page = enter("moderator", "/moderation/")
    links = page.locator("[data-open]", has_text="für die Tastatur.")
    expect(links).to_have_count(2)
    for _press in range(60):
        page.keyboard.press("Tab")
        if links.first.evaluate("one => one === document.activeElement"):
            break
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("x")
    expect(page.locator(".case", has_text=first).locator("input")).to_be_checked()
    page.keyboard.press("h")
    expect(page.locator(".messages")).to_contain_text("1 Fall entschieden.")
    reader.goto(mayor.url)
    expect(comment(reader, first)).to_have_count(0)
    undo = page.get_by_role("link", name="Rückgängig machen")
    undo.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/moderation/entscheidungen/*/")
    page.get_by_role("button", name="Rückgängig machen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/moderation/faelle/*/")
    wait_in_thread(reader, first)


def test_keys_do_nothing_while_somebody_types_or_is_elsewhere(enter: Enter) -> None:
    words = "Dieser Fall bleibt liegen."
    mayor = said_by_mayor(enter, "Tasten mit Bedacht", words)
    reader = enter("landrat", mayor.url)
    report(reader, words)
    page = enter("moderator", "/moderation/")
    page.locator("h1").click()
    page.keyboard.press("l")
    page.keyboard.press("h")
    page.locator("#top-search").fill("hl")
    page.wait_for_timeout(300)
    expect(page.locator(".messages")).to_have_count(0)
    expect(page.locator(".case", has_text=words)).to_have_count(1)


def test_an_open_queue_hears_of_a_new_case(enter: Enter) -> None:
    words = "Während die Liste offen ist."
    mayor = said_by_mayor(enter, "Eine offene Liste", words)
    page = enter("moderator", "/moderation/")
    connected(page)
    before = int(page.locator(".desk-counts b").first.inner_text())
    expect(page.locator("[data-desk-news]")).to_be_hidden()
    report(enter("landrat", mayor.url), words)
    expect(page.locator("[data-desk-news]")).to_be_visible()
    expect(page.locator(".desk-counts b").first).to_have_text(str(before + 1))
    page.get_by_role("link", name="Liste neu zeigen").click()
    expect(page.locator(".case", has_text=words)).to_have_count(1)


def test_a_moderator_decides_on_a_phone(enter: Enter) -> None:
    words = "Auf dem Telefon zu entscheiden."
    mayor = said_by_mayor(enter, "Moderieren mit einem Daumen", words)
    report(enter("landrat", mayor.url), words)
    phone = enter("moderator", "/moderation/", **PHONE)
    row = phone.locator(".case", has_text=words)
    button = row.get_by_role("button", name="Ausblenden")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    button.tap()
    expect(phone.locator(".messages")).to_contain_text("1 Fall entschieden.")
    expect(comment(mayor, words)).to_have_count(0)


def test_a_locked_discussion_says_why_at_once_and_keeps_what_was_typed(enter: Enter) -> None:
    words = "Hier wird es laut."
    mayor = said_by_mayor(enter, "Eine Diskussion zur Ruhe", words)
    field = mayor.locator(".thread > .composer textarea")
    field.fill("Noch nicht abgeschickt.")
    moderator = enter("moderator", mayor.url)
    comment(moderator, words).get_by_role("link", name="Moderieren").click()
    moderator.get_by_label("Diskussion schließen").check()
    moderator.get_by_label("Hausregel").select_option("respect")
    moderator.get_by_label("Begründung").fill("Wir machen bis morgen eine Pause.")
    moderator.get_by_role("button", name="Entscheiden").click()
    expect(mayor.locator(".thread-state")).to_contain_text("Wir machen bis morgen eine Pause.")
    expect(field).to_be_hidden()
    moderator.get_by_role("link", name="Rückgängig machen").click()
    moderator.get_by_role("button", name="Rückgängig machen").click()
    expect(field).to_be_visible()
    expect(field).to_have_value("Noch nicht abgeschickt.")


def test_an_idea_that_was_hidden_leaves_the_open_page(enter: Enter) -> None:
    words = "Ein Satz unter einer Idee."
    mayor = said_by_mayor(enter, "Diese Idee wird ausgeblendet", words)
    reader = enter("landrat", mayor.url)
    connected(reader)
    wait_in_thread(reader, words)
    moderator = enter("moderator", mayor.url)
    moderator.locator(".side-links").get_by_role("link", name="Moderieren").click()
    moderator.get_by_label("Ausblenden").check()
    moderator.get_by_label("Hausregel").select_option("topic")
    moderator.get_by_label("Begründung").fill("Gehört in ein anderes Netzwerk.")
    moderator.get_by_role("button", name="Entscheiden").click()
    expect(reader.get_by_text("Diese Idee wird ausgeblendet")).to_have_count(0)
    expect(reader.get_by_text(words)).to_have_count(0)
    expect(reader.locator("[data-notice]")).to_contain_text("nicht mehr zugänglich")
    assert "wird ausgeblendet" not in reader.title()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_moderation_have_no_barriers(enter: Enter, scheme: str) -> None:
    office = enter("office", color_scheme=scheme)
    office.goto("/moderation/?zustand=decided")
    decided = office.locator("[data-open]").first.get_attribute("href")
    office.goto("/moderation/")
    case = office.locator("[data-open]").first.get_attribute("href")
    found = []
    for path in ["/moderation/", "/moderation/?art=held", case, decided, "/moderation/protokoll/",
                 "/themen/klimaschutz/protokoll/", "/konto/mitteilungen/", "/melden/",
                 "/themen/schlagworte/", "/themen/schlagworte/1/", "/themen/verwalten/",
                 "/themen/angebote/", "/themen/klimaschutz/wochenblick/"]:  # fmt: skip
        assert path is not None
        office.goto(path)
        found += scan(office)
    office.locator("form.verdict")
    assert found == []
