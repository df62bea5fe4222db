"""The archive: past events with minutes and ideas, found by words, kind and year."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.actions import Seed, Slot, accept_adoption, add_slot, take_up
from events.archive import Past
from events.models import AgendaItem, Event
from ideas.actions import set_stage, support_idea
from ideas.models import Idea
from members.models import Member
from tests.cast import PLAN, Cast, say, signed_in
from tests.events import ended, podia
from tests.events.plans import announced

pytestmark = pytest.mark.django_db
URL = "/termine/archiv/"


def past(cast: Cast, title: str, year: int = 2025, month: int = 5, **fields: Any) -> Event:
    """Store an event that was in a year; a forum unless said otherwise."""
    event = announced(cast.office, title=title, organisers=[cast.moderator], **fields)
    starts = datetime(year, month, 4, 9, tzinfo=UTC)
    Event.objects.filter(pk=event.pk).update(starts=starts, ends=starts + timedelta(hours=5))
    return Event.objects.get(pk=event.pk)


def rows(member: Member | None, **query: str) -> list[Past]:
    found: list[Past] = signed_in(member).get(URL, query).context["rows"]
    return found


def titles(member: Member | None, **query: str) -> list[str]:
    return [one.event.title for one in rows(member, **query)]


def over_long_ago(item: AgendaItem) -> AgendaItem:
    now = timezone.now()
    Event.objects.filter(pk=item.event_id).update(
        starts=now - timedelta(days=200), ends=now - timedelta(days=199)
    )
    return podia.stored(item)


def test_the_latest_first_and_only_what_is_over_and_was_out(cast: Cast) -> None:
    past(cast, "Alt", 2024)
    past(cast, "Neu", 2025)
    announced(cast.office, title="Kommt noch")
    off = past(cast, "Fiel aus")
    Event.objects.filter(pk=off.pk).update(state="cancelled", cancelled_because="x")
    draft = past(cast, "Entwurf")
    Event.objects.filter(pk=draft.pk).update(state="draft")
    assert titles(cast.office) == ["Neu", "Alt"]


def test_each_says_what_was_said_and_what_became_of_it(cast: Cast) -> None:
    item = ended.lively(cast)
    question = ended.question(item, "spoken")
    seed = Seed("Wärme teilen", "Text.", cast.author, [cast.public])
    adoption = take_up(actor=cast.author, item=item, question=question, seed=seed)
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    support_idea(member=cast.mate, idea=idea)
    ended.published(cast.moderator, item)
    over_long_ago(item)
    [row] = rows(cast.mate)
    assert (row.contributions, row.minutes, [one.title for one in row.ideas]) == (
        9, 1, ["Wärme teilen"],
    )  # fmt: skip
    html = signed_in(cast.mate).get(URL).content.decode()
    assert f'href="{ended.page_of(item)}"' in html
    assert idea.get_absolute_url() in html
    Idea.objects.filter(pk=idea.pk).update(state="withdrawn")
    assert rows(cast.mate)[0].ideas == []


def test_the_stage_of_a_pilot_is_todays(cast: Cast) -> None:
    item = ended.lively(cast)
    seed = Seed("Wärme teilen", "Text.", cast.author, [cast.public])
    adoption = take_up(
        actor=cast.moderator, item=item, question=ended.question(item, "spoken"), seed=seed
    )
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    form = {"title": "Wärme", "text": "Text.", "topics": [cast.public.pk], **PLAN}
    client = signed_in(cast.author)
    version = {"version": Idea.objects.get(pk=idea.pk).version}
    assert client.post(f"/ideen/{idea.pk}/pilot/", form | version).status_code == 303
    set_stage(actor=cast.author, idea=Idea.objects.get(pk=idea.pk), stage="P3", reason="Läuft.",
              before="P1")  # fmt: skip
    over_long_ago(item)
    english = signed_in(cast.mate)
    english.cookies["django_language"] = "en"
    assert "Pilot project: Pilot phase" in english.get(URL).content.decode()


def test_words_are_found_in_events_agenda_and_minutes(cast: Cast) -> None:
    event = past(cast, "Lounge im Rathaus", text="Über die **Wärmeplanung**.", place="Görlitz")
    past(cast, "Ganz anderes")
    starts = event.starts
    Event.objects.filter(pk=event.pk).update(
        starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=1)
    )
    event.refresh_from_db()
    slot = Slot("Brücken bauen", event.starts, event.ends, speaker="Dr. Deich")
    item = add_slot(actor=cast.office, event=event, slot=slot)
    AgendaItem.objects.filter(pk=item.pk).update(air="over", went_off=timezone.now())
    ended.begun(cast, podia.stored(item))
    ended.published(cast.moderator, item, text="Wir schreiben **Einwohner** an.")
    Event.objects.filter(pk=event.pk).update(starts=starts, ends=starts + timedelta(hours=5))
    for words in ("lounge", "Wärme", "planung", "GÖRLITZ", "brücke", "deich", "einwohner",
                  "Rathaus Einwohner"):  # fmt: skip
        assert titles(cast.mate, suche=words) == ["Lounge im Rathaus"], words
    assert titles(cast.mate, suche="Rathaus Schwimmbad") == []


def test_kind_and_year_narrow_it(cast: Cast) -> None:
    past(cast, "Forum 24", 2024, kind="forum")
    past(cast, "Lounge 24", 2024, kind="lounge")
    past(cast, "Forum 25", 2025, kind="forum")
    assert titles(cast.mate, art="forum") == ["Forum 25", "Forum 24"]
    assert titles(cast.mate, jahr="2024", art="lounge") == ["Lounge 24"]
    assert titles(cast.mate, jahr="1999") == ["Forum 25", "Lounge 24", "Forum 24"], "no such choice"
    years = signed_in(cast.mate).get(URL).context["filters"].fields["jahr"].choices
    assert [value for value, _label in years] == ["", "2025", "2024"]


def test_a_year_is_that_of_the_place(cast: Cast) -> None:
    event = past(cast, "Silvester", zone="America/New_York")
    starts = datetime(2025, 1, 1, 3, tzinfo=UTC)
    Event.objects.filter(pk=event.pk).update(starts=starts, ends=starts + timedelta(hours=1))
    assert titles(cast.mate, jahr="2024") == ["Silvester"]


def test_nobody_finds_what_they_may_not_read(cast: Cast) -> None:
    past(cast, "Geheim", audience="invited", invited=[cast.author])
    past(cast, "Drinnen", audience="members")
    past(cast, "Offen", audience="public")
    seen = {name: titles(member) for name, member in (
        ("nobody", None), ("guest", cast.guest), ("mate", cast.mate), ("author", cast.author))
    }  # fmt: skip
    assert seen == {
        "nobody": ["Offen"], "guest": ["Offen"], "mate": ["Offen", "Drinnen"],
        "author": ["Offen", "Drinnen", "Geheim"],
    }  # fmt: skip


def test_more_events_do_not_mean_more_queries(cast: Cast, settings: Any) -> None:
    settings.COMMENT_RATES = []
    settings.QUESTION_RATE = (1_000, 3600)
    counts = []
    for step in (1, 4):
        for _number in range(step):
            item = ended.lively_again(cast)
            seed = Seed("Wärme", "Text.", cast.author, [cast.public])
            adoption = take_up(
                actor=cast.moderator, item=item, question=ended.question(item, "spoken"), seed=seed
            )
            accept_adoption(owner=cast.author, adoption=adoption, publish=True)
            say(cast.moderator, item)
            ended.published(cast.moderator, item)
            over_long_ago(item)
        counts.append([asked(cast.mate, query) for query in ({}, {"suche": "wort"})])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15


def asked(who: Member, query: dict[str, str]) -> int:
    cache.clear()
    client = signed_in(who)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL, query).status_code == 200
    return len(queries)
