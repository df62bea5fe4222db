"""Sending on a bad line: the page says truthfully what is sent, and every word is stored once."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import (
    COMPOSER,
    comment,
    connected,
    in_thread,
    new_idea,
    thread_of,
    unsent,
    wait_in_thread,
    write,
)
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
POST = "**/diskussionen/*/kommentare/"


def on_new_idea(enter: Enter, title: str) -> Page:
    """Return the mayor's page of a new idea."""
    page = enter("mayor")
    page.goto(new_idea(page, title))
    connected(page)
    return page


def test_a_lost_answer_is_asked_for_again_with_the_same_key(enter: Enter) -> None:
    page = on_new_idea(enter, "Die Antwort geht verloren")
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.post_data or "")
        if len(keys) == 1:
            route.fetch()  # the server stores it, the browser never hears
            route.abort()
        else:
            route.continue_()

    page.route(POST, lose_the_first_answer)
    write(page, "Genau einmal, bitte.")
    wait_in_thread(page, "Genau einmal, bitte.")
    expect(page.locator(".pending")).to_have_count(0)
    assert len(keys) == 2
    assert keys[0] == keys[1]
    page.reload()
    assert in_thread(page, "Genau einmal, bitte.") == 1


def test_the_field_is_cleared_by_the_yes_and_not_before(enter: Enter) -> None:
    page = on_new_idea(enter, "Erst nach dem Ja")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(POST, hold)
    field = page.locator(f"{COMPOSER} textarea")
    write(page, "Noch unterwegs.")
    expect(page.locator(".pending .state")).to_have_text("wird gesendet …")
    expect(field).to_have_value("Noch unterwegs.")
    field.press("End")
    field.press_sequentially(" Und der nächste Satz.")
    page.wait_for_timeout(200)
    waiting[0].continue_()
    wait_in_thread(page, "Noch unterwegs.")
    expect(field).to_have_value("Und der nächste Satz.")


def test_without_a_network_it_stays_visible_survives_a_reload_and_goes_once(
    enter: Enter,
) -> None:
    page = on_new_idea(enter, "Im Funkloch geschrieben")
    reader = enter("landrat", page.url)
    connected(reader)
    page.route(POST, lambda route: route.abort())
    write(page, "Aus dem Funkloch.")
    expect(page.locator(".pending")).to_contain_text("Aus dem Funkloch.")
    said = page.locator(f"{COMPOSER} [data-composer-state]")
    expect(said).to_contain_text("noch nicht gesendet")
    page.reload()
    expect(page.locator(".pending")).to_contain_text("Aus dem Funkloch.")
    expect(page.locator(f"{COMPOSER} textarea")).to_have_value("")
    assert in_thread(reader, "Aus dem Funkloch.") == 0
    page.unroute(POST)
    wait_in_thread(reader, "Aus dem Funkloch.")
    expect(page.locator(".pending")).to_have_count(0)
    page.wait_for_timeout(1_000)
    assert in_thread(reader, "Aus dem Funkloch.") == in_thread(page, "Aus dem Funkloch.") == 1
    assert unsent(page) == []


def test_what_is_refused_stays_with_its_reason_and_can_be_sent_again(
    enter: Enter, platform: Server
) -> None:
    page = on_new_idea(enter, "Abgelehnt und noch einmal")
    query = "UPDATE discussions_thread SET closed_because = ? WHERE id = ?"
    thread = thread_of(page)
    platform.write(query, "Die Frist ist vorbei.", thread)
    write(page, "Ein Nachtrag.")
    pending = page.locator(".pending")
    expect(pending.locator(".state")).to_contain_text("nicht gesendet")
    expect(pending.locator(".state")).to_contain_text("Die Frist ist vorbei.")
    page.reload()
    expect(pending).to_contain_text("Ein Nachtrag.")
    platform.write(query, "", thread)
    pending.get_by_role("button", name="Erneut senden").click()
    wait_in_thread(page, "Ein Nachtrag.")
    expect(pending).to_have_count(0)


def test_what_is_discarded_is_gone(enter: Enter) -> None:
    page = on_new_idea(enter, "Verworfen")
    page.context.set_offline(True)
    write(page, "Doch nicht.")
    page.locator(".pending").get_by_role("button", name="Verwerfen").click()
    expect(page.locator(".pending")).to_have_count(0)
    page.context.set_offline(False)
    page.wait_for_timeout(1_000)
    assert unsent(page) == []
    assert in_thread(page, "Doch nicht.") == 0


def test_the_line_says_in_words_how_it_stands(enter: Enter) -> None:
    page = on_new_idea(enter, "Wie die Verbindung steht")
    line = page.locator("[data-line-words]")
    expect(line).to_have_text("verbunden")
    page.context.set_offline(True)
    expect(line).to_contain_text("kein Netz")
    page.context.set_offline(False)
    expect(line).to_have_text("verbunden")


def test_who_signed_out_elsewhere_is_told_and_keeps_the_text(enter: Enter) -> None:
    page = on_new_idea(enter, "Anderswo abgemeldet")
    page.locator(f"{COMPOSER} textarea").fill("Ein halber Gedanke")
    other = page.context.new_page()
    other.goto("/")
    other.locator(".menu summary").click()
    other.get_by_role("button", name="Abmelden").click()
    other.wait_for_load_state()
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("Ihre Sitzung ist beendet", timeout=3_000)
    expect(page.locator(f"{COMPOSER} textarea")).to_have_value("Ein halber Gedanke")
    write(page, "Ein ganzer Gedanke")
    expect(page.locator(".pending .state")).to_contain_text("Ihre Sitzung ist beendet")
    notice.get_by_role("link", name="Anmelden").click()
    page.locator("button[name=member][value=mayor]").click()
    pending = page.locator(".pending")
    expect(pending).to_contain_text("Ein ganzer Gedanke")
    pending.get_by_role("button", name="Erneut senden").click()
    expect(comment(page, "Ein ganzer Gedanke")).to_have_count(1)


def test_signing_out_leaves_no_words_behind_on_a_shared_device(enter: Enter) -> None:
    page = on_new_idea(enter, "Ein Gerät für mehrere")
    page.locator(f"{COMPOSER} textarea").fill("Vertrauliche Überlegung")
    expect(page.locator(f"{COMPOSER} [data-composer-state]")).to_have_text("Entwurf gesichert")
    assert "Vertrauliche" in page.evaluate("JSON.stringify(localStorage)")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_load_state()
    page.goto("/")
    assert "Vertrauliche" not in page.evaluate("JSON.stringify(localStorage)")


def test_two_tabs_of_one_member_send_a_message_once(enter: Enter) -> None:
    page = on_new_idea(enter, "Zwei Fenster")
    second = page.context.new_page()
    second.goto(page.url)
    connected(second)
    page.context.set_offline(True)
    write(page, "Aus einem von zwei Fenstern.")
    expect(second.locator(".pending")).to_contain_text("Aus einem von zwei Fenstern.")
    page.context.set_offline(False)
    for one in (page, second):
        wait_in_thread(one, "Aus einem von zwei Fenstern.")
        expect(one.locator(".pending")).to_have_count(0)
    page.wait_for_timeout(1_000)
    assert in_thread(page, "Aus einem von zwei Fenstern.") == 1


def test_a_reload_without_a_network_shows_what_waits_and_goes_on_by_itself(enter: Enter) -> None:
    page = enter("mayor", service_workers="allow")
    page.goto(new_idea(page, "Neu geladen im Funkloch"))
    connected(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    write(page, "Geschrieben, bevor neu geladen wurde.")
    page.reload()
    expect(page.locator("h1")).to_have_text("Kein Netz")
    expect(page.locator(".unsent")).to_contain_text("Geschrieben, bevor neu geladen wurde.")
    assert "Krüger" not in page.content()  # the kept page names nobody
    page.context.set_offline(False)
    wait_in_thread(page, "Geschrieben, bevor neu geladen wurde.")
    assert in_thread(page, "Geschrieben, bevor neu geladen wurde.") == 1


def test_the_page_for_times_without_a_network_leads_on_where_there_is_one(enter: Enter) -> None:
    page = enter("", "/offline/")
    page.wait_for_url("**/", timeout=8_000)
    expect(page.locator(".hero h1")).to_be_visible()


def test_where_no_socket_lives_the_page_asks_by_http(enter: Enter) -> None:
    author = on_new_idea(enter, "Ein Netz ohne Sockets")
    reader = enter("landrat")
    reader.route_web_socket("**/live/**", lambda line: line.close())
    reader.goto(author.url)
    expect(reader.locator("[data-line-words]")).to_contain_text("Verbindung", timeout=10_000)
    write(author, "Kommt auf dem anderen Weg.")
    expect(comment(reader, "Kommt auf dem anderen Weg.")).to_have_count(1, timeout=40_000)
    assert in_thread(reader, "Kommt auf dem anderen Weg.") == 1
