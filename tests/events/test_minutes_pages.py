"""The pages of the minutes: read in order, written, previewed, published, and how much they ask."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.actions import Slot, Words, add_slot, put_on_air, take_off_air, write_minutes
from events.models import AgendaItem, Minutes
from tests.cast import JSON, Cast, make_idea, say, signed_in
from tests.events import ended
from tests.events.sessions import running, slot

pytestmark = pytest.mark.django_db
MOST = 15


def test_all_slots_stand_in_the_order_of_the_agenda_with_a_table_of_contents(cast: Cast) -> None:
    event = running(cast.office, cast.moderator)
    late, early, unread = slot(event, "Wasser", 2), slot(event, "Wärme", 1), slot(event, "Weg", 3)
    for item in (late, early, unread):
        put_on_air(actor=cast.moderator, item=item)
    take_off_air(actor=cast.moderator, event=event)
    for item in (late, early):
        ended.published(cast.moderator, item)
    page = signed_in(cast.author).get(ended.page_of(early))
    html = page.content.decode()
    assert [one.item.title for one in page.context["slots"]] == ["Wärme", "Wasser"]
    for item in (early, late):
        assert f'href="#protokoll-{item.pk}"' in html
        assert f'id="protokoll-{item.pk}"' in html
    assert ("Weg" in html, "bearbeiten/" in html) == (False, False)
    office = signed_in(cast.office).get(ended.page_of(early))
    assert [one.item.title for one in office.context["slots"]] == ["Wärme", "Wasser", "Weg"]
    assert office.content.decode().count("bearbeiten/") == 3


def test_sections_come_in_their_order(cast: Cast) -> None:
    item = ended.lively(cast)
    ended.lit(item)
    ended.published(cast.moderator, item, text="Unser Wort.")
    with translation.override("en"):
        client = signed_in(cast.author)
        client.cookies["django_language"] = "en"
        html = client.get(ended.page_of(item)).content.decode()
    parts = ["Auftakt</h2>", "minutes-numbers", "Unser Wort.", "Canary spoken", "Canary written",
             "Canary open", "Canary poll", "Canary comment"]  # fmt: skip
    places = [html.index(part, html.index('class="minutes-slot"')) for part in parts]
    assert places == sorted(places)


def test_the_organiser_writes_leaves_out_looks_and_publishes(cast: Cast) -> None:
    item = ended.lively(cast)
    client, url = signed_in(cast.moderator), ended.edit_url(item)
    spoken = ended.question(item, "spoken").pk
    assert client.get(url).status_code == 200
    typed = ended.form_of(item, text="**Neu.**", readers="all", no_questions=[spoken])
    looked = client.post(url, typed | {"deed": "preview"})
    preview = looked.content.decode().partition('id="vorschau"')[2]
    assert ("<strong>Neu.</strong>" in preview, "Canary spoken" in preview) == (True, False)
    assert "Canary written" in preview
    assert Minutes.objects.get().text == "", "looking stores nothing"
    saved = client.post(url, typed)
    assert (saved.status_code, saved["Location"]) == (
        303,
        f"{ended.page_of(item)}#protokoll-{item.pk}",
    )
    assert (Minutes.objects.get().state, Minutes.objects.get().no_questions) == ("draft", [spoken])
    assert client.post(url, ended.form_of(item, **publishing(typed)), headers=JSON).json() == {
        "id": f"protokoll-{item.pk}"
    }
    html = signed_in(cast.author).get(ended.page_of(item)).content.decode()
    assert ("<strong>Neu.</strong>" in html, "Canary spoken" in html) == (True, False)
    assert client.post(url, {"deed": "unpublish"}).status_code == 303
    assert Minutes.objects.get().state == "draft"


def publishing(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in ("text", "readers", "no_questions")} | {"deed": "publish"}


def test_what_is_wrong_is_said_and_the_words_stay(cast: Cast) -> None:
    item = ended.lively(cast)
    client, url = signed_in(cast.moderator), ended.edit_url(item)
    foreign = ended.question(ended.lively_again(cast), "spoken").pk
    for wrong in ({"readers": "x"}, {"no_questions": [foreign]}, {"text": "x" * 20_001}):
        answer = client.post(url, ended.form_of(item, **{"text": "Mühsam getippt"} | wrong))
        assert answer.status_code == 400, wrong
        assert ("Mühsam getippt" in answer.content.decode()) == ("text" not in wrong)
    assert Minutes.objects.get(item=item).text == ""


def test_who_was_quicker_is_shown_and_nothing_is_lost(cast: Cast) -> None:
    item = ended.over(cast)
    client, url = signed_in(cast.moderator), ended.edit_url(item)
    typed = ended.form_of(item, text="Mein Satz.")
    write_minutes(
        actor=cast.office, minutes=ended.minutes_of(item), words=Words("Ihr Satz."), version=1
    )
    answer = client.post(url, typed)
    html = answer.content.decode()
    assert (answer.status_code, "Mein Satz." in html, "Ihr Satz." in html) == (409, True, True)
    assert ended.minutes_of(item).text == "Ihr Satz."
    again = typed | {"version": answer.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 303
    assert ended.minutes_of(item).text == "Mein Satz."
    without = {name: value for name, value in typed.items() if name != "version"}
    assert client.post(url, without).status_code == 409, "without a version nothing is replaced"


def test_only_organisers_find_the_form(cast: Cast) -> None:
    item = ended.over(cast)
    url = ended.edit_url(item)
    for member in (cast.author, cast.guest):
        assert signed_in(member).get(url).status_code == 404
        assert signed_in(member).post(url, ended.form_of(item)).status_code == 404
    assert signed_in(None).get(url).status_code == 302
    early = slot(running(cast.office, cast.moderator), "Später", 4)
    assert signed_in(cast.moderator).get(ended.edit_url(early)).status_code == 400
    assert not Minutes.objects.filter(item=early).exists()


def test_topics_and_ideas_that_only_some_may_read_are_in_nobodys_minutes(cast: Cast) -> None:
    event = running(cast.office, cast.moderator, audience="public")
    secret = make_idea(cast.moderator, cast.closed, title="Canary idea")
    known = make_idea(cast.author, cast.public, title="Bekannt")
    words = Slot("Wärme", event.starts, event.ends, topics=[cast.public, cast.closed],
                 ideas=[secret, known])  # fmt: skip
    item = add_slot(actor=cast.office, event=event, slot=words)
    put_on_air(actor=cast.office, item=item)
    take_off_air(actor=cast.office, event=event)
    ended.published(cast.moderator, item, readers="all")
    for member in (None, cast.office):
        html = signed_in(member).get(ended.page_of(item)).content.decode()
        assert ("Bekannt" in html, "Klimaschutz" in html) == (True, True)
        assert ("Canary" in html, "Vertrauliches" in html) == (False, False)


def test_pages_lead_there(cast: Cast) -> None:
    item = ended.over(cast)
    link = f'href="{ended.page_of(item)}'
    event, session = item.event.get_absolute_url(), item.session_url
    author = signed_in(cast.author)
    assert [link in author.get(url).content.decode() for url in (event, session)] == [False] * 2
    ended.published(cast.moderator, item)
    assert [link in author.get(url).content.decode() for url in (event, session)] == [True] * 2
    console = signed_in(cast.moderator).get(f"{event}regie/").content.decode()
    assert f'href="{ended.edit_url(item)}"' in console
    old = f"/termine/{item.event_id}-alt/protokoll/"
    assert author.get(old)["Location"] == ended.page_of(item)


def test_more_slots_and_more_words_do_not_mean_more_queries(cast: Cast, settings: Any) -> None:
    settings.COMMENT_RATES = []
    settings.QUESTION_RATE = (1_000, 3600)
    item = ended.lively(cast)
    ended.published(cast.moderator, item)
    counts = []
    for step in (0, 3):
        for number in range(step):
            late = add_slot(actor=cast.office, event=item.event, slot=Slot(
                f"Punkt {number}", item.event.starts, item.event.ends))  # fmt: skip
            put_on_air(actor=cast.moderator, item=late)
            late = AgendaItem.objects.select_related("event", "thread").get(pk=late.pk)
            for who in (cast.author, cast.mate):
                say(who, late)
            ended.fill(cast, late)
            take_off_air(actor=cast.moderator, event=item.event)
            ended.published(cast.moderator, late)
        counts.append([
            asked(who, url) for who in (cast.author, cast.moderator, None)
            for url in (ended.page_of(item), ended.page_of(item, "protokoll.md"))
        ] + [asked(cast.moderator, ended.edit_url(item)),
             asked(cast.author, item.event.get_absolute_url())])  # fmt: skip
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST


def asked(who: Any, url: str) -> int:
    cache.clear()
    client = signed_in(who)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code in {200, 404}
    return len(queries)
