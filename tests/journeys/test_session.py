"""A session in everybody's pocket: the next slot takes over, and interrupts nobody."""

import json
import re

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.journeys.conftest import Enter, Stage
from tests.journeys.places import (
    COMPOSER,
    comment,
    connected,
    in_thread,
    unsent,
    wait_in_thread,
    write,
)
from tests.journeys.sessions import (
    BAR,
    FIELD,
    FIRST,
    HEADING,
    PHONE,
    SECOND,
    THIRD,
    at_session,
    own_page,
    put_on_air,
    stayed,
)
from tests.server import Server, run_module

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
POST = "**/diskussionen/*/kommentare/"


def test_the_next_slot_takes_over_on_both_pages_without_reloading(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor, landrat = (at_session(enter, stage, who) for who in ("mayor", "landrat"))
    write(mayor, "Zur Wärme.")
    wait_in_thread(landrat, "Zur Wärme.")
    expect(console.locator(".regie-words")).to_contain_text("Zur Wärme.")
    put_on_air(console, stage, SECOND)
    for page in (mayor, landrat):
        expect(page.locator(HEADING)).to_have_text("Wasser im Keller", timeout=2_000)
        expect(page.locator(BAR)).to_be_hidden()
        expect(page.locator("#session")).to_have_attribute("data-on-air", "")
        assert in_thread(page, "Zur Wärme.") == 0
        assert stayed(page)
    expect(mayor.locator("#status")).to_contain_text("Wasser im Keller", timeout=8_000)
    expect(mayor).to_have_title("Wasser im Keller · Ideenschmiede")
    assert mayor.evaluate("document.activeElement.matches('.thread > form textarea')")
    write(mayor, "Zum Wasser.")
    wait_in_thread(landrat, "Zum Wasser.")
    connected(landrat)
    comment(landrat, "Zum Wasser.").locator("[value=agree]").click()
    expect(comment(mayor, "Zum Wasser.").locator("[value=agree] .number")).to_have_text("1")
    console.locator("#regie-air button").first.click()
    for page in (mayor, landrat):
        expect(page.locator(".session-wait")).to_contain_text("Ausblick")
        assert stayed(page)
    put_on_air(console, stage, THIRD)
    expect(landrat.locator(HEADING)).to_have_text("Ausblick", timeout=2_000)
    mayor.goto(own_page(stage, FIRST))
    assert in_thread(mayor, "Zur Wärme.") == 1


def test_who_is_writing_is_not_interrupted_and_loses_nothing(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor = at_session(enter, stage, "mayor", viewport=PHONE)
    field = mayor.locator(FIELD)
    field.click()
    field.press_sequentially("Ein halber Ged")
    put_on_air(console, stage, SECOND)
    bar = mayor.locator(BAR)
    expect(bar).to_contain_text("Wasser im Keller", timeout=2_000)
    expect(bar).to_be_in_viewport()
    expect(mayor.locator(HEADING)).to_have_text("Wärme im Rathaus")
    expect(mayor.locator("#session")).not_to_have_attribute("data-on-air", "")
    field.press_sequentially("anke.")  # the focus has not moved
    expect(field).to_have_value("Ein halber Gedanke.")
    mayor.locator(f"{COMPOSER} button[type=submit]").click()
    wait_in_thread(mayor, "Ein halber Gedanke.")
    field.press_sequentially("Und noch ein")
    bar.locator("[data-take-over]").click()
    expect(mayor.locator(HEADING)).to_have_text("Wasser im Keller")
    expect(bar).to_be_hidden()
    expect(mayor.locator(FIELD)).to_have_value("")
    assert stayed(mayor)
    mayor.goto(own_page(stage, FIRST))
    assert in_thread(mayor, "Ein halber Gedanke.") == 1
    expect(mayor.locator(FIELD)).to_have_value("Und noch ein")


def test_twenty_seconds_offline_in_the_middle_of_a_sentence(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor, landrat = (at_session(enter, stage, who) for who in ("mayor", "landrat"))
    field = mayor.locator(FIELD)
    field.press_sequentially("Vor dem Funkloch, ")
    for page in (mayor, landrat):
        page.context.set_offline(True)
    put_on_air(console, stage, SECOND)
    field.press_sequentially("im Funkloch")
    mayor.wait_for_timeout(20_000)
    expect(mayor.locator("[data-line-words]")).to_contain_text("kein Netz")
    for page in (mayor, landrat):
        page.context.set_offline(False)
    expect(landrat.locator(HEADING)).to_have_text("Wasser im Keller", timeout=20_000)
    expect(mayor.locator(BAR)).to_contain_text("Wasser im Keller", timeout=20_000)
    field.press_sequentially(" und danach.")
    field.press("Control+Enter")
    wait_in_thread(mayor, "Vor dem Funkloch, im Funkloch und danach.")
    expect(mayor.locator(".pending")).to_have_count(0)
    assert unsent(mayor) == []
    landrat.goto(own_page(stage, FIRST))
    assert in_thread(landrat, "Vor dem Funkloch, im Funkloch und danach.") == 1


def test_unsent_words_go_to_the_slot_for_which_they_were_written(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor = at_session(enter, stage, "mayor")
    mayor.route(POST, lambda route: route.abort())
    write(mayor, "Noch zur Wärme.")
    expect(mayor.locator(".pending")).to_contain_text("Noch zur Wärme.")
    put_on_air(console, stage, SECOND)
    mayor.locator(BAR).locator("[data-take-over]").click()
    expect(mayor.locator(HEADING)).to_have_text("Wasser im Keller")
    expect(mayor.locator(".leftover .pending")).to_contain_text("Noch zur Wärme.")
    expect(mayor.locator(FIELD)).to_have_value("")
    mayor.unroute(POST)
    expect(mayor.locator(".pending")).to_have_count(0, timeout=20_000)
    expect(mayor.locator(".leftover")).to_be_hidden()
    assert in_thread(mayor, "Noch zur Wärme.") == 0
    mayor.goto(own_page(stage, FIRST))
    assert in_thread(mayor, "Noch zur Wärme.") == 1


def test_what_comes_while_the_next_slot_is_on_its_way_is_asked_for_again(
    enter: Enter, stage: Stage, console: Page, platform: Server
) -> None:
    mayor = enter("mayor")
    said: list[str] = []
    heard: list[str] = []
    mayor.on("websocket", lambda line: line.on("framesent", lambda text: said.append(str(text))))
    mayor.on(
        "websocket", lambda line: line.on("framereceived", lambda text: heard.append(str(text)))
    )
    mayor.goto(stage["session"])
    connected(mayor)
    waiting: list[tuple[Route, APIResponse]] = []
    mayor.route(f"**{stage['session']}", lambda route: waiting.append((route, route.fetch())))
    put_on_air(console, stage, SECOND)
    mayor.wait_for_timeout(700)
    [(route, answer)] = waiting
    run_module("tests.journeys.stage", platform.environment, "somebody_comes", str(stage["pk"]))
    while not any("-places" in text for text in heard):
        mayor.wait_for_timeout(100)
    said.clear()
    route.fulfill(response=answer)
    expect(mayor.locator(HEADING)).to_have_text("Wasser im Keller")
    mayor.wait_for_timeout(500)
    [again] = [
        one for text in said if "event" in text and (one := json.loads(text))["op"] == "join"
    ]
    number = int(re.search(r'data-follow="event-\d+" data-n="(\d+)"', answer.text())[1])  # type: ignore[index]
    assert again == {"op": "join", "stream": f"event-{stage['pk']}", "after": number}


def test_who_has_paused_the_page_decides_when_the_next_slot_comes(
    enter: Enter, stage: Stage, console: Page
) -> None:
    mayor = at_session(enter, stage, "mayor")
    mayor.locator("[data-pause]").click()
    put_on_air(console, stage, SECOND)
    expect(mayor.locator(BAR)).to_contain_text("Wasser im Keller")
    expect(mayor.locator(HEADING)).to_have_text("Wärme im Rathaus")
    mayor.locator(BAR).locator("[data-take-over]").click()
    expect(mayor.locator(HEADING)).to_have_text("Wasser im Keller")
    expect(mayor.locator("[data-pause]")).to_have_attribute("aria-pressed", "true")
