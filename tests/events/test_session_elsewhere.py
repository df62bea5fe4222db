"""What is on air on home and on other pages, how many read along, and what all of it costs."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.actions import take_off_air
from events.models import AgendaItem, Event
from live.presence import TOTAL
from tests.cast import Cast, make_member, say, signed_in
from tests.events.sessions import lively, page, running, slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
MOST = 15
CANARY = "Kanarienvogel"


@pytest.fixture
def event(cast: Cast) -> Event:
    """A running event for members."""
    return running(cast.office, cast.mate)


@pytest.fixture
def item(cast: Cast, event: Event) -> AgendaItem:
    """A slot on air, in which somebody has written, with another one to come."""
    return lively(cast, event, CANARY)


def test_home_and_events_lead_with_what_is_on_air_for_those_who_may_read_it(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    for path in ("/", "/termine/"):
        html = page(cast.author, path)
        assert "home-air" in html
        assert f'href="{event.session_url}"' in html
        assert "home-air" not in page(None, path)
        assert "Wärme" not in page(cast.guest, path)
    take_off_air(actor=cast.mate, event=event)
    assert "home-air" not in page(cast.author, "/")


def test_the_page_of_the_event_leads_to_the_session_while_it_runs(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    assert f'href="{event.session_url}"' in page(cast.author, event.get_absolute_url())
    coming = running(cast.office, starts=event.ends, ends=event.ends + timedelta(hours=1))
    assert coming.session_url not in page(cast.author, coming.get_absolute_url())


def test_the_number_of_readers_is_rounded_and_few_are_not_counted(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    cache.set(TOTAL, {event.stream: 34})
    for path in (event.session_url, "/"):
        html = page(cast.author, path)
        assert " 35 " in html
        assert " 34 " not in html
    cache.set(TOTAL, {event.stream: 4})
    assert f'data-here="{event.stream}" hidden' in page(cast.author, event.session_url)


def test_more_slots_and_more_words_do_not_mean_more_queries(
    cast: Cast, event: Event, item: AgendaItem
) -> None:
    counts = []
    own, console = f"{event.session_url}{item.pk}/", f"{event.get_absolute_url()}regie/"
    for step in (1, 2, 17):
        for number in range(step):
            late = slot(event, f"Punkt {number}", 3 + number / 20, 0.05)
            author = make_member(f"neu-{AgendaItem.objects.count()}")
            say(author, late, "Hallo.")
            say(author, item, "Dazu:")
        row = []
        for who, url in (
            (cast.author, event.session_url), (cast.author, own), (None, "/"), (cast.mate, console),
            (cast.mate, event.session_url), (cast.mate, event.get_absolute_url()),
        ):  # fmt: skip
            cache.clear()
            client = signed_in(who)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code in {200, 404}
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= MOST
