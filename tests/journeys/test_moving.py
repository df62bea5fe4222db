"""An idea goes from one board to another between two moderators, and everybody sees it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected, new_idea

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
FIRST = ".cards[data-stream] > li"
NAME = "Wasserwirtschaft"


@pytest.fixture
def board(enter: Enter) -> str:
    """A topic that the office opens and entrusts to the district administrator; its address."""
    office = enter("office", "/themen/verwalten/")
    if office.locator(".managed", has_text=NAME).count() == 0:
        office.get_by_role("link", name="Neues Thema").click()
        office.locator("[name=name]").fill(NAME)
        office.locator("[name=moderators]").fill("Matthias Wiegand")
        office.locator(".choice", has_text="Ort auf der Karte").locator("input").check()
        office.locator("[name=reason]").fill("Viele Ideen dazu.")
        office.get_by_role("button", name="Thema eröffnen").click()
    expect(office.locator(".managed li", has_text=NAME)).to_contain_text("Matthias Wiegand")
    return "/themen/wasserwirtschaft/"


def offer(page: Page, idea: str, reason: str) -> None:
    """Offer an idea of Klimaschutz to the new topic, from the idea's own page."""
    page.goto(idea)
    page.get_by_role("link", name="Zu anderem Thema verschieben").click()
    page.locator("[name=target]").select_option("wasserwirtschaft")
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="Verschieben oder anbieten").click()
    page.wait_for_url("**/themen/angebote/")


def test_an_offer_is_accepted_and_the_card_arrives(enter: Enter, board: str) -> None:
    mayor = enter("mayor")
    idea = new_idea(mayor, "Zisternen für alle", "Klimaschutz")
    reader = enter("", board)
    connected(reader)
    left = enter("", "/themen/klimaschutz/")
    connected(left)
    expect(left.locator(FIRST, has_text="Zisternen für alle")).to_have_count(1)
    moderator = enter("moderator")
    offer(moderator, idea, "Es geht vor allem um Wasser.")
    expect(moderator.locator("main")).to_contain_text("wartet auf Antwort")

    landrat = enter("landrat", "/konto/mitteilungen/")
    landrat.locator(".notice", has_text="Zisternen").get_by_role("link").click()
    row = landrat.locator(".changes > li", has_text="Zisternen für alle").first
    expect(row).to_contain_text("Es geht vor allem um Wasser.")
    row.locator("[name=answer]").fill("Gern, das passt zu uns.")
    row.locator("button[value=accept]").focus()
    landrat.keyboard.press("Enter")
    expect(landrat.locator("main")).to_contain_text("angenommen")

    expect(reader.locator(FIRST, has_text="Zisternen für alle")).to_have_count(1)
    expect(left.locator(FIRST, has_text="Zisternen für alle")).to_have_count(0)
    mayor.goto("/konto/mitteilungen/")
    told = mayor.locator(".notice", has_text="Zisternen für alle").first
    expect(told).to_contain_text("Es geht vor allem um Wasser.")
    told.get_by_role("link", name="Zur Idee").click()
    expect(mayor.locator(".crumbs")).to_contain_text(NAME)
    moderator.goto("/konto/mitteilungen/")
    expect(moderator.locator(".notice").first).to_contain_text("Gern, das passt zu uns.")


def test_declining_needs_an_answer_and_works_without_scripts(enter: Enter, board: str) -> None:
    idea = new_idea(enter("mayor"), "Regenrückhalt im Rat", "Klimaschutz")
    offer(enter("moderator"), idea, "Wasser!")
    landrat = enter("landrat", "/themen/angebote/", java_script_enabled=False)
    row = landrat.locator(".changes > li", has_text="Regenrückhalt").first
    row.locator("button[value=decline]").click()
    expect(row.locator(".error")).to_have_text("Bitte antworten Sie in einem Satz.")
    row.locator("[name=answer]").fill("Das gehört zum Klima.")
    row.locator("button[value=decline]").click()
    expect(row).to_contain_text("abgelehnt: Das gehört zum Klima.")


def test_open_pages_of_a_merged_topic_lead_on(enter: Enter, board: str) -> None:
    reader = enter("", board)
    connected(reader)
    office = enter("office", "/themen/verwalten/")
    row = office.locator(".managed > li", has_text=NAME)
    row.get_by_role("link", name="Zusammenlegen").click()
    office.locator("[name=into]").select_option("energiepolitik")
    office.get_by_role("button", name="Weiter").click()
    expect(office.locator(".facts")).to_contain_text("Energiepolitik")
    office.locator("[name=reason]").fill("Zu klein für ein eigenes Thema.")
    office.locator("[name=sure]").check()
    office.get_by_role("button", name="Zusammenlegen").click()
    reader.wait_for_url("**/themen/energiepolitik/")
    expect(reader.locator("h1")).to_have_text("Energiepolitik")
    expect(office.locator(".managed")).not_to_contain_text(NAME)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("moderator", "/themen/schlagworte/"), ("office", "/themen/schlagworte/1/"),
        ("office", "/themen/schlagworte/1/thema/"), ("office", "/themen/verwalten/"),
        ("office", "/themen/verwalten/neu/"), ("office", "/themen/angebote/"),
        ("office", "/themen/verwalten/1/zusammenlegen/?into=kooperation"),
        ("moderator", "/themen/klimaschutz/wochenblick/"), ("moderator", "move"),
    ],
)  # fmt: skip
def test_the_pages_fit_on_a_small_phone(enter: Enter, who: str, path: str) -> None:
    page = enter(who, "/themen/klimaschutz/", viewport={"width": 320, "height": 640})
    if path == "move":
        href = page.locator(".card h3 a").first.get_attribute("href") or ""
        path = f"/ideen/{href.split('/')[2].split('-')[0]}/verschieben/"
    assert (answer := page.goto(path)) is not None
    assert answer.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, input, select)")]
          .filter((one) => one.type !== "hidden" && one.offsetParent && !one.closest("p, small"))
          .filter((one) => {
            const box = (one.closest("label") ?? one).getBoundingClientRect();
            return box.height < 23.5 || box.width < 23.5;
          })
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_topics_are_ordered_by_keyboard(enter: Enter) -> None:
    office = enter("office", "/themen/verwalten/")
    names = office.locator(".managed").first.locator("h3")
    first, second = names.nth(0).inner_text(), names.nth(1).inner_text()
    office.locator(".managed > li").nth(1).locator("[value=up]").focus()
    office.keyboard.press("Enter")
    expect(names.nth(0)).to_have_text(second)
    office.locator(".managed > li").nth(1).locator("[value=up]").focus()
    office.keyboard.press("Enter")
    expect(names.nth(0)).to_have_text(first)
