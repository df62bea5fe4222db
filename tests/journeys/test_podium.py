"""Questions and polls in several browsers: what one does, the others see without reloading."""

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import connected
from tests.journeys.podium import open_slot
from tests.journeys.test_pages import scan
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


@pytest.fixture
def slot(platform: Server) -> tuple[str, str]:
    """The page of a slot that is on air, and its console."""
    return open_slot(platform)


def ask(page: Page, words: str, *, unnamed: bool = False) -> None:
    page.locator("[data-ask] textarea").fill(words)
    if unnamed:
        page.locator("[name=unnamed]").check()
    page.locator("[data-ask] button[type=submit]").click()


def question(page: Page, words: str) -> Locator:
    return page.locator(".question", has_text=words)


def lists(page: Page, state: str) -> list[str]:
    texts = page.locator(f"ol[id$='-{state}'] .question-text").all_inner_texts()
    return [one.strip() for one in texts]


def test_ask_look_show_support_answer(enter: Enter, slot: tuple[str, str]) -> None:
    page, console = slot
    mayor, landrat, regie = enter("mayor", page), enter("landrat", page), enter("office", console)
    for one in (mayor, landrat, regie):
        connected(one)
    ask(mayor, "Wer bezahlt das?")
    ask(landrat, "Und wann?", unnamed=True)
    expect(question(regie, "Wer bezahlt das?")).to_be_visible()
    expect(question(mayor, "Wer bezahlt das?")).to_have_count(0)
    expect(mayor.locator(".own-questions")).to_contain_text("Wer bezahlt das?")
    for words in ("Wer bezahlt das?", "Und wann?"):
        question(regie, words).locator("[value=show]").click()
        expect(question(mayor, words)).to_be_visible()
        expect(question(landrat, words)).to_be_visible()
    expect(question(mayor, "Und wann?").locator(".name")).to_have_count(0)
    assert lists(mayor, "shown") == ["Wer bezahlt das?", "Und wann?"], "the older first"

    wants = question(mayor, "Und wann?").locator("button.wants")
    wants.focus()
    mayor.keyboard.press("Enter")
    expect(wants).to_have_attribute("aria-pressed", "true")
    expect(wants).to_be_focused()
    expect(question(landrat, "Und wann?").locator(".number")).to_have_text("1")
    expect(landrat.locator("ol[id$='-shown'] .question-text").first).to_have_text("Und wann?")
    expect(regie.locator("ol[id$='-shown'] .question-text").first).to_have_text("Und wann?")
    mayor.reload()
    expect(question(mayor, "Und wann?").locator("button.wants")).to_have_attribute(
        "aria-pressed", "true"
    )

    question(regie, "Wer bezahlt das?").locator("[value=pin]").click()
    expect(landrat.locator("ol[id$='-shown'] .question-text").first).to_have_text(
        "Wer bezahlt das?"
    )
    question(regie, "Wer bezahlt das?").locator("[value=answered]").click()
    expect(landrat.locator("ol[id$='-answered'] .question-text")).to_have_text("Wer bezahlt das?")
    question(regie, "Und wann?").locator("[value=hide]").click()
    expect(question(landrat, "Und wann?").locator("button.wants")).to_have_count(0)


def test_a_poll_is_opened_answered_and_closed(enter: Enter, slot: tuple[str, str]) -> None:
    page, console = slot
    mayor, landrat, regie = enter("mayor", page), enter("landrat", page), enter("office", console)
    form = regie.locator(".console-form", has=regie.locator("[name=options]"))
    form.locator("summary").click()
    form.locator("[name=text]").fill("Was zuerst?")
    form.locator("[name=options]").fill("Wärme\nWasser")
    form.locator("button[type=submit]").click()
    for one in (mayor, landrat, regie):
        connected(one)
    regie.locator(".poll [value=open]").click()
    for one, label in ((mayor, "Wärme"), (landrat, "Wasser")):
        poll = one.locator(".poll", has_text="Was zuerst?")
        poll.locator("label", has_text=label).click()
        poll.locator("[data-cast]").click()
        expect(poll.locator(".own-vote b")).to_have_text(label)
        expect(poll.locator("table")).to_have_count(0)
    expect(mayor.locator(".poll .votes b")).to_have_text("2")
    expect(mayor.locator(".poll input:checked")).to_have_count(1)
    expect(regie.locator(".poll table")).to_be_visible()
    regie.locator(".poll [value=close]").click()
    for one in (mayor, landrat):
        expect(one.locator(".poll table td").first).to_have_text("1")
        expect(one.locator(".poll [data-cast]")).to_have_count(0)


def test_what_is_asked_in_a_dead_spot_goes_out_once(enter: Enter, slot: tuple[str, str]) -> None:
    mayor = enter("mayor", slot[0])
    connected(mayor)
    mayor.context.set_offline(True)
    ask(mayor, "Kommt das an?")
    expect(mayor.locator("[data-ask] .state")).not_to_be_empty()
    expect(mayor.locator("[data-ask] textarea")).to_have_value("Kommt das an?")
    mayor.context.set_offline(False)
    expect(mayor.locator(".own-questions")).to_contain_text("Kommt das an?", timeout=10_000)
    expect(mayor.locator("[data-ask] textarea")).to_have_value("")
    mayor.reload()
    expect(mayor.locator(".own-questions li", has_text="Kommt das an?")).to_have_count(1)


def test_a_question_that_is_not_sent_yet_is_there_after_reloading(
    enter: Enter, slot: tuple[str, str]
) -> None:
    mayor = enter("mayor", slot[0])
    mayor.locator("[data-ask] textarea").press_sequentially("Noch nicht fertig")
    mayor.reload()
    expect(mayor.locator("[data-ask] textarea")).to_have_value("Noch nicht fertig")
    ask(mayor, "Jetzt aber fertig?")
    expect(mayor.locator(".own-questions")).to_contain_text("Jetzt aber fertig?")
    mayor.reload()
    expect(mayor.locator("[data-ask] textarea")).to_have_value("")
    mayor.locator("[data-ask] textarea").press_sequentially("Nur für mich")
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('asked:')).length"
    assert mayor.evaluate(kept) == 1
    mayor.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    mayor.wait_for_function(f"{kept} === 0")


def test_everything_works_without_scripts(enter: Enter, slot: tuple[str, str]) -> None:
    page, console = slot
    mayor = enter("mayor", page, java_script_enabled=False)
    regie = enter("office", console, java_script_enabled=False)
    ask(mayor, "Geht es ohne?")
    expect(mayor.locator(".own-questions")).to_contain_text("Geht es ohne?")
    regie.goto(console)
    question(regie, "Geht es ohne?").locator("[value=show]").click()
    mayor.goto(page)
    question(mayor, "Geht es ohne?").locator("button.wants").click()
    expect(question(mayor, "Geht es ohne?").locator("button.wants")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(question(mayor, "Geht es ohne?").locator(".number")).to_have_text("1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_it_fits_on_a_small_phone(
    enter: Enter, slot: tuple[str, str], scheme: str
) -> None:
    page, console = slot
    phone = {"viewport": {"width": 320, "height": 640}, "color_scheme": scheme}
    mayor, regie = enter("mayor", page, **phone), enter("office", console, **phone)
    ask(mayor, "Nachhaltigkeitsberichterstattungspflichten?")
    time.sleep(0.5)
    regie.reload()
    regie.locator("[value=show]").first.click()
    regie.locator("summary").last.click()
    expect(mayor.locator("button.wants")).not_to_have_count(0)
    for one in (mayor, regie):
        assert scan(one) == []
        assert one.evaluate("document.documentElement.scrollWidth") <= 320
