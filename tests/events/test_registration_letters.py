"""Letters about a registration: each once, to the one it concerns, and true today."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.utils import timezone, translation

from events.actions import accept_place, cancel_event, expire_offers, sign_off
from events.models import Event, Registration
from members.models import Member, Notice
from members.tasks import post_letters
from members.telling import letters
from tests.cast import Cast, make_members, signed_in
from tests.events.making import come, make_event

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING = "registration.confirmed", "registration.waiting"
OFFERED, EXPIRED, REMOVED = ("registration.offered", "registration.expired",
                             "registration.removed")  # fmt: skip


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def event(cast: Cast) -> Event:
    """An event with one place, taken by the author; the mate waits."""
    event = make_event(cast.office, capacity=1, title="Lounge Nagold", place="Ratssaal")
    for member in (cast.author, cast.mate):
        come(member, event)
    return event


def kinds(member: Member) -> list[str]:
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def told(member: Member) -> list[tuple[str, str]]:
    notices = Notice.objects.filter(member=member).order_by("pk")
    return [(letter.subject, letter.words) for _notice, letter in letters(list(notices))]


def leave(member: Member, event: Event, by: Member | None = None) -> None:
    own = Registration.objects.get(event=event, member=member)
    sign_off(actor=by or member, registration=own)


def run_out(event: Event) -> None:
    event.registrations.filter(standing="offered").update(offered_until=timezone.now())
    expire_offers()


def test_each_occasion_has_one_letter(cast: Cast, event: Event) -> None:
    assert (kinds(cast.author), kinds(cast.mate)) == ([CONFIRMED], [WAITING])
    leave(cast.author, event)
    assert kinds(cast.author) == [CONFIRMED], "what one does oneself needs no letter"
    run_out(event)
    expire_offers()
    assert kinds(cast.mate) == [WAITING, OFFERED, EXPIRED]
    for _tap in range(2):
        come(cast.mate, event)
    leave(cast.mate, event, by=cast.office)
    assert kinds(cast.mate) == [WAITING, OFFERED, EXPIRED, CONFIRMED, REMOVED]


def test_accepting_is_confirmed(cast: Cast, event: Event) -> None:
    leave(cast.author, event)
    for _tap in range(2):
        accept_place(member=cast.mate, event=event)
    assert kinds(cast.mate) == [WAITING, OFFERED, CONFIRMED]


def test_a_letter_says_what_is_true_today(cast: Cast, event: Event) -> None:
    [(subject, words)] = told(cast.mate)
    assert "on the waiting list" in subject
    assert "Lounge Nagold" in subject
    assert "place 1 on the waiting list" in words
    assert "Ratssaal" in words
    leave(cast.author, event)
    first, second = told(cast.mate)
    until = Registration.objects.get(member=cast.mate).offered_until
    assert until is not None
    assert first[0] == "Your registration: “Lounge Nagold”"
    assert "A place is free for you" in second[0]
    assert first[1] == second[1], "also the older one says that a place is offered"
    assert "kept for you until" in first[1]
    run_out(event)
    assert "went to the next" in told(cast.mate)[1][1]


def test_letters_of_every_standing(cast: Cast, event: Event) -> None:
    assert "You have a place" in told(cast.author)[0][1]
    leave(cast.author, event)
    assert "You have signed off" in told(cast.author)[0][1]
    come(cast.author, event)
    leave(cast.author, event, by=cast.office)
    assert "organisers have signed you off" in told(cast.author)[-1][0]
    cancel_event(actor=cast.office, event=event, reason="Sturm.")
    subject, words = told(cast.mate)[0]
    assert (subject, "called off: Sturm." in words) == ("Your registration: “Lounge Nagold”", True)


def test_letters_go_out_as_mails_with_a_way_to_the_event(
    cast: Cast, event: Event, mailoutbox: list[Any]
) -> None:
    for _run in range(2):
        post_letters.func()
    assert sorted(mail.to[0] for mail in mailoutbox) == ["author@x.de", "mate@x.de"]
    assert f"{event.get_absolute_url()}#{event.stream}-own" in mailoutbox[0].body
    enclosed = {mail.to[0]: len(mail.attachments) for mail in mailoutbox}
    assert enclosed == {"author@x.de": 1, "mate@x.de": 0}, "a calendar file for who comes"
    page = signed_in(cast.mate).get("/konto/mitteilungen/").content.decode()
    assert "Lounge Nagold" in page


def test_a_letter_is_for_nobody_else(cast: Cast, event: Event) -> None:
    Notice.objects.update(member=cast.office)
    assert told(cast.office) == []


def test_many_letters_take_few_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    event = make_event(cast.office, capacity=2)
    for member in make_members(12):
        come(member, event)
    read = partial(letters, list(Notice.objects.all()))
    with django_assert_num_queries(3):
        assert len(read()) == 12
