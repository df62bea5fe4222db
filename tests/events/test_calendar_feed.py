"""A member's private calendar: what stands in it, for whom, and how its address ends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.actions import cancel_event, renew_calendar
from events.models import Cause, Event, Registration, Standing
from members.actions import suspend_member
from members.models import Member
from tests.cast import Cast
from tests.events.ical import event_in, parsed
from tests.events.making import registered
from tests.events.plans import announced

pytestmark = pytest.mark.django_db
PAGE = "/konto/kalender/"


def feed_address(member: Member) -> str:
    return f"/kalender/{renew_calendar(actor=member, ends=None).key}.ics"


def fetched(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def shown(member: Member) -> dict[str, str]:
    """Return titles and states as a calendar without a session fetches them."""
    answer = fetched(feed_address(member))
    assert answer.status_code == 200
    events = parsed(answer.content).all("VEVENT")
    return {one.text("SUMMARY"): one.properties["STATUS"] for one in events}


def over(event: Event, days: float) -> Event:
    """Let an event have ended so many days ago."""
    ends = timezone.now() - timedelta(days=days)
    Event.objects.filter(pk=event.pk).update(starts=ends - timedelta(hours=3), ends=ends)
    return event


def test_it_shows_what_a_member_comes_to_and_waits_for(cast: Cast) -> None:
    states: dict[Standing, dict[str, Any]] = {
        Standing.REGISTERED: {}, Standing.WAITING: {"number": 1},
        Standing.OFFERED: {"offered_until": timezone.now()}, Standing.DECLINED: {},
        Standing.EXPIRED: {}, Standing.CANCELLED: {},
    }  # fmt: skip
    for standing, fields in states.items():
        registered(cast.mate, announced(cast.office, title=str(standing.value)), standing, **fields)
    announced(cast.office, title="ohne Anmeldung")
    assert shown(cast.mate) == {
        "registered": "CONFIRMED", "waiting": "TENTATIVE", "offered": "TENTATIVE",
    }  # fmt: skip


def test_a_hint_says_what_is_not_certain(cast: Cast) -> None:
    registered(cast.mate, announced(cast.office), Standing.WAITING, number=1)
    Member.objects.filter(pk=cast.mate.pk).update(language="en")
    found = event_in(fetched(feed_address(cast.mate)).content)
    assert found.text("DESCRIPTION").startswith("You are on the waiting list.")
    assert found.properties["TRANSP"] == "TRANSPARENT"


def test_what_was_called_off_stays_and_says_so(cast: Cast) -> None:
    came = registered(cast.mate, announced(cast.office, title="kam"))
    waited = registered(cast.mate, announced(cast.office, title="wartete"), "waiting", number=1)
    signed_off = registered(cast.mate, announced(cast.office, title="meldete ab"), "cancelled")
    for one in (came, waited, signed_off):
        cancel_event(actor=cast.office, event=one.event, reason="Sturm.")
    # However the action leaves those who waited: ended by the event they are told of it.
    Registration.objects.filter(pk=waited.pk).update(standing=Standing.CANCELLED)
    waited.steps.create(before="waiting", after="cancelled", cause=Cause.EVENT)
    signed_off.steps.create(before="registered", after="cancelled", cause=Cause.OWN)
    assert shown(cast.mate) == {"kam": "CANCELLED", "wartete": "CANCELLED"}


def test_what_is_over_stays_for_ninety_days(cast: Cast) -> None:
    for title, days in (("gerade", 89.0), ("lange", 91.0)):
        registered(cast.mate, over(announced(cast.office, title=title), days))
    registered(cast.mate, announced(cast.office, title="bald"))
    assert shown(cast.mate) == {"gerade": "CONFIRMED", "bald": "CONFIRMED"}


def test_nobody_elses_events_stand_in_it(cast: Cast) -> None:
    closed = announced(cast.office, title="Eisvogel", text="Seeadler", audience="invited",
                       invited=[cast.mate], place="Kormoran")  # fmt: skip
    registered(cast.mate, closed)
    registered(cast.author, announced(cast.office, title="Lounge"))
    own, other = [fetched(feed_address(one)).content.decode() for one in (cast.mate, cast.author)]
    for canary in ("Eisvogel", "Seeadler", "Kormoran"):
        assert (canary in own, canary in other) == (True, False)
    # Nor do those that a member may read, as long as they do not come.
    assert (set(shown(cast.mate)), set(shown(cast.author))) == ({"Eisvogel"}, {"Lounge"})


def test_drafts_stand_in_none(cast: Cast) -> None:
    event = announced(cast.office, organisers=[cast.mate])
    for member in (cast.mate, cast.author, cast.office):
        registered(member, event)
        assert shown(member) == {"Lounge": "CONFIRMED"}
    Event.objects.update(state="draft")
    for member in (cast.mate, cast.author, cast.office):
        assert shown(member) == {}


def test_it_is_a_whole_calendar_also_when_empty(cast: Cast) -> None:
    answer = fetched(feed_address(cast.mate))
    calendar = parsed(answer.content)
    assert calendar.properties["REFRESH-INTERVAL"] == calendar.properties["X-PUBLISHED-TTL"]
    assert calendar.parameters["REFRESH-INTERVAL"] == "VALUE=DURATION"
    assert calendar.properties["X-PUBLISHED-TTL"] == "PT1H"
    assert calendar.text("X-WR-CALNAME") == calendar.text("NAME") != ""
    assert "METHOD" not in calendar.properties, "what comes and what was called off stand together"
    assert calendar.parts != []
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_unchanged_it_is_not_sent_again(cast: Cast) -> None:
    event = announced(cast.office)
    registered(cast.mate, event)
    address = feed_address(cast.mate)
    first = fetched(address)
    assert "private" in first.headers["Cache-Control"]
    assert (first.headers["X-Robots-Tag"], first.headers["Referrer-Policy"]) == (
        "noindex, nofollow", "no-referrer",
    )  # fmt: skip
    again = fetched(address, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    cancel_event(actor=cast.office, event=event, reason="Sturm.")
    changed = fetched(address, if_none_match=first.headers["ETag"])
    assert changed.status_code == 200
    assert "sessionid" not in changed.cookies


def test_a_wrong_address_leads_nowhere(cast: Cast) -> None:
    good = feed_address(cast.mate)
    assert fetched(good).status_code == 200
    for wrong in (str(uuid4()), "1", good.upper(), f"{good[10:-5]}.ics"):
        answer = Client().get(f"/kalender/{wrong}.ics", follow=True)
        assert answer.status_code == 404, wrong
    suspend_member(actor=cast.office, member=cast.mate)
    assert fetched(good).status_code == 404


def test_calendars_that_try_to_write_hear_that_it_is_to_be_read(cast: Cast) -> None:
    address, client = feed_address(cast.mate), Client(enforce_csrf_checks=True)
    answers = [client.generic(method, address) for method in ("PROPFIND", "PUT", "OPTIONS", "POST")]
    assert {(one.status_code, one.headers["Allow"]) for one in answers} == {(405, "GET, HEAD")}
    head = client.head(address)
    assert (head.status_code, head.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")


def test_twenty_events_cost_as_many_queries_as_one(cast: Cast) -> None:
    address, counts = feed_address(cast.mate), []
    for more in (1, 19):
        for _number in range(more):
            registered(cast.mate, announced(cast.office))
        with CaptureQueriesContext(connection) as queries:
            assert fetched(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
