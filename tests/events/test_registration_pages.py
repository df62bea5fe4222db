"""What the event's page says to each of its readers, and the forms behind its buttons."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.actions import cancel_event, expire_offers, sign_off
from events.models import Event, Registration
from live.frames import replay
from live.record import heads
from live.registry import readable
from members.models import Member
from tests.cast import JSON, Cast, make_members, signed_in
from tests.events.making import come, make_event, register_some, standing_of
from tests.events.plans import draft, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """An event with two places that everybody reads."""
    return make_event(cast.office, capacity=2, audience="public", organisers=[cast.moderator])


def block(member: Member | None, event: Event) -> str:
    told = signed_in(member).get(f"/termine/{event.pk}/platz/", headers=JSON)
    assert told.status_code == 200
    page = signed_in(member).get(event.get_absolute_url()).content.decode()
    html = str(told.json()["html"])
    assert html in page, "the page and what it asks for again are the same"
    return html


def situation(member: Member | None, event: Event) -> str:
    return block(member, event).partition('data-situation="')[2].partition('"')[0]


def test_two_taps_register(cast: Cast, event: Event) -> None:
    client = signed_in(cast.mate)
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'formaction="/termine/{event.pk}/anmelden/"' in page
    answer = client.post(f"/termine/{event.pk}/anmelden/")
    own = f"{event.get_absolute_url()}#{event.stream}-own"
    assert (answer.status_code, answer["Location"]) == (303, own)
    assert situation(cast.mate, event) == "registered"
    assert client.post(f"/termine/{event.pk}/anmelden/").status_code == 303
    assert Registration.objects.count() == 1


def test_each_onereads_where_they_stand(cast: Cast, event: Event) -> None:
    rows = register_some(event, 3)
    come(cast.mate, event)
    sign_off(actor=rows[0].member, registration=rows[0])
    assert situation(cast.author, event) == "full"
    assert situation(rows[1].member, event) == "registered"
    assert situation(rows[2].member, event) == "offered"
    assert situation(cast.mate, event) == "waiting-1"
    assert (situation(None, event), situation(cast.guest, event)) == ("stranger", "guest")
    assert f"/konto/anmelden/?next={event.get_absolute_url()}" in block(None, event)
    event.registrations.filter(standing="offered").update(offered_until=timezone.now())
    assert situation(rows[2].member, event) == "full", "the clock has not struck yet"
    expire_offers()
    assert "was-expired" in block(rows[2].member, event)
    assert situation(cast.mate, event) == "offered"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"opens": soon(2)}, "soon"), ({"closes": soon(-1)}, "closed"),
        ({"starts": soon(-2), "ends": soon(-1)}, "over"), ({"starts": soon(-0.01)}, "open"),
        ({"state": "cancelled", "cancelled_because": "x"}, "cancelled"),
    ],
)  # fmt: skip
def test_the_page_says_when_one_can_register(
    cast: Cast, event: Event, changes: dict[str, Any], found: str
) -> None:
    Event.objects.filter(pk=event.pk).update(**changes)
    for member in (cast.mate, cast.moderator):
        assert situation(member, event) == found
        assert ('class="button wide"' in block(member, event)) == (found == "open")
    answer = signed_in(cast.mate).post(f"/termine/{event.pk}/anmelden/")
    assert answer.status_code == (303 if found == "open" else 400)
    assert Registration.objects.exists() == (found == "open")


def test_a_draft_says_that_it_is_one(cast: Cast) -> None:
    assert situation(cast.office, draft(cast.office)) == "draft"


def test_who_was_registered_reads_that_it_is_called_off(cast: Cast, event: Event) -> None:
    come(cast.mate, event)
    cancel_event(actor=cast.office, event=event, reason="Sturm.")
    assert "was-registered" in block(cast.mate, event)
    assert "was-" not in block(cast.author, event)


def test_the_offer_is_answered_by_its_buttons(cast: Cast, event: Event) -> None:
    rows = register_some(event, 4)
    for row in rows[:2]:
        sign_off(actor=row.member, registration=row)
    url = f"/termine/{event.pk}/platz/"
    for row, deed, standing in [
        (rows[2], "accept", "registered"),
        (rows[3], "decline", "declined"),
    ]:
        html = block(row.member, event)
        assert f'formaction="{url}" name="deed" value="{deed}"' in html
        client = signed_in(row.member)
        assert client.post(url, {"deed": "x"}).status_code == 400
        assert client.post(url, {"deed": deed}).status_code == 303
        assert standing_of(row.member, event) == standing
    told = signed_in(cast.mate).post(url, {"deed": "accept"}, headers=JSON)
    assert told.status_code == 400


def test_signing_off_asks_once(cast: Cast, event: Event) -> None:
    come(cast.mate, event)
    client, url = signed_in(cast.mate), f"/termine/{event.pk}/abmelden/"
    assert client.get(url).status_code == 200
    assert standing_of(cast.mate, event) == "registered", "looking changes nothing"
    assert client.post(url, headers=JSON).json()["id"] == f"{event.stream}-own"
    assert standing_of(cast.mate, event) == "cancelled"
    assert signed_in(cast.author).post(url).status_code == 409


def test_only_organisers_sign_others_off(cast: Cast, event: Event) -> None:
    own = come(cast.author, event)
    url = f"/termine/{event.pk}/abmelden/{own.pk}/"
    for member in (cast.mate, cast.author, cast.guest):
        assert signed_in(member).post(url).status_code == 404
    assert standing_of(cast.author, event) == "registered"
    other = make_event(cast.office, organisers=[cast.moderator])
    wrong = signed_in(cast.moderator).post(f"/termine/{other.pk}/abmelden/{own.pk}/")
    assert wrong.status_code == 404
    organiser = signed_in(cast.moderator)
    assert url in organiser.get(f"/termine/{event.pk}/teilnehmende/").content.decode()
    assert len(organiser.get(url).context["steps"]) == 1
    assert organiser.post(url).status_code == 303
    assert standing_of(cast.author, event) == "cancelled"


def test_who_is_signed_off_hears_it_in_their_own_stream_alone(cast: Cast, event: Event) -> None:
    mine, others = come(cast.mate, event), come(cast.author, event)
    page = signed_in(cast.mate).get(event.get_absolute_url()).content.decode()
    assert f'data-follow="{cast.mate.stream}" data-n="0"' in page
    assert 'class="turn"' not in signed_in(None).get(event.get_absolute_url()).content.decode()
    sign_off(actor=cast.mate, registration=mine)
    assert heads([cast.mate.stream]) == {cast.mate.stream: 0}, "one's own deed is no news"
    sign_off(actor=cast.moderator, registration=others)
    assert heads([cast.author.stream, cast.mate.stream]) == {
        cast.author.stream: 1, cast.mate.stream: 0,
    }  # fmt: skip
    frames = replay(cast.author.stream, 0)["de"].frames
    assert frames is not None
    assert [json.loads(frame.text)["id"] for frame in frames] == [f"{event.stream}-turn"]
    told = readable("member", cast.moderator, {cast.author.pk, cast.moderator.pk})
    assert told == {cast.moderator.pk}


def test_nobody_learns_from_page_or_stream_who_comes(cast: Cast, event: Event) -> None:
    names = ["Zaunkönig", "Rohrdommel", "Kanarienvogel"]
    for member, name in zip(make_members(3), names, strict=True):
        Member.objects.filter(pk=member.pk).update(name=name)
        own = come(Member.objects.get(pk=member.pk), event)
    sign_off(actor=own.member, registration=own)
    assert "Kanarienvogel" in signed_in(own.member).get("/konto/").content.decode()
    frames = "".join(frame.text for frame in replay(event.stream, 0)["de"].frames or [])
    pages = [
        signed_in(one).get(event.get_absolute_url()).content.decode()
        for one in (None, cast.mate, cast.moderator)
    ]
    for text in (frames, *pages):
        assert f"{event.stream}-places" in text
        assert [name for name in names if name in text] == []


def test_who_may_not_read_of_the_event_finds_nothing(cast: Cast) -> None:
    event = make_event(cast.office, audience="invited", invited=[cast.author])
    assert signed_in(cast.author).get(f"/termine/{event.pk}/anmelden/").status_code == 200
    for path in ("anmelden", "abmelden", "platz", "fragen"):
        url = f"/termine/{event.pk}/{path}/"
        assert signed_in(cast.mate).get(url).status_code == 404
        assert signed_in(cast.mate).post(url).status_code == 404
    assert not Registration.objects.exists()


def test_more_people_do_not_mean_more_queries(cast: Cast) -> None:
    event = make_event(cast.office, capacity=3, organisers=[cast.moderator])
    own = event.fields.create(label="Essen?")
    members, counts = make_members(40), []
    for some in (members[:4], members[4:]):
        for member in some:
            come(member, event, **{own.key: "Fisch"})
        come(cast.mate, event)
        Member.objects.update(last_seen=timezone.now() - timedelta(seconds=1))
        for one in (cast.mate, cast.moderator, members[0]):
            client = signed_in(one)
            client.get(event.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                client.get(event.get_absolute_url())
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 15
