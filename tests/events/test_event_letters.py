"""Letters about an event: changed, called off, near; to whom, how often, and what is enclosed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from events.actions import cancel_event, edit_event
from events.actions.reminding import remind
from events.models import Event, Registration, Standing
from members.models import Member, Notice
from members.tasks import post_letters
from members.telling import Letter, letters
from tests.cast import Cast, signed_in
from tests.events.ical import event_in, parsed
from tests.events.making import registered
from tests.events.plans import announced, draft, plan

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STARTS = datetime(2030, 7, 1, 16, 30, tzinfo=UTC)


@pytest.fixture
def event(cast: Cast) -> Event:
    """An event to which the mate comes, while the author waits and the moderator has an offer."""
    event = announced(
        cast.office, title="Lounge Nagold", starts=STARTS, place="Rathaus", capacity=2
    )  # fmt: skip
    registered(cast.mate, event)
    registered(cast.author, event, Standing.WAITING, number=1)
    registered(cast.moderator, event, Standing.OFFERED, offered_until=STARTS)
    registered(cast.guest, event, Standing.CANCELLED)
    Member.objects.update(language="en")
    return event


def change(actor: Member, event: Event, **fields: Any) -> Event:
    event.refresh_from_db()
    stays = {"title": event.title, "starts": event.starts, "ends": event.ends,
             "place": event.place, "capacity": event.capacity}  # fmt: skip
    return edit_event(actor=actor, event=event, plan=plan(**stays | fields), version=event.version)


def told(kind: str) -> set[str]:
    names = list(Notice.objects.filter(kind=kind).values_list("member__handle", flat=True))
    assert len(names) == len(set(names)), "each once"
    return set(names)


def letters_of(member: Member) -> Sequence[Letter]:
    with translation.override("en"):
        return [one for _n, one in letters(list(Notice.objects.filter(member=member)))]


def posted() -> dict[str, EmailMessage]:
    mail.outbox.clear()
    post_letters.func()
    return {one.to[0].partition("@")[0]: one for one in mail.outbox}


def enclosed(message: EmailMessage) -> tuple[str, bytes, str]:
    [found] = message.attachments
    name, content, mimetype = found
    return str(name), str(content).encode(), str(mimetype)


@pytest.mark.parametrize(
    "fields", [{"starts": STARTS + timedelta(hours=1), "ends": STARTS + timedelta(hours=5)},
               {"place": "Saal"}, {"title": "Anders"}, {"zone": "UTC"}, {"address": "Markt 1"}],
)  # fmt: skip
def test_who_comes_or_waits_hears_of_a_change(
    cast: Cast, event: Event, fields: dict[str, Any]
) -> None:
    change(cast.office, event, **fields)
    assert told("event.changed") == {"mate", "author", "moderator"}


def test_what_no_calendar_shows_is_told_to_nobody(cast: Cast, event: Event) -> None:
    change(cast.office, event, text="Neu.", directions="Zu Fuß.")
    assert not Notice.objects.exists()


@pytest.mark.parametrize("state", ["draft", "over"])
def test_of_drafts_and_of_what_is_over_nobody_hears(cast: Cast, state: str) -> None:
    event = draft(cast.office) if state == "draft" else announced(cast.office)
    registered(cast.mate, event)
    past = timezone.now() - timedelta(days=2)
    times = {"starts": past, "ends": past + timedelta(hours=3)} if state == "over" else {}
    change(cast.office, event, title="Anders", **times)
    assert not Notice.objects.exists()


def test_several_changes_before_the_mail_make_one_letter_of_today(cast: Cast, event: Event) -> None:
    for place in ("Saal", "Garten", "Keller"):
        change(cast.office, event, place=place)
    assert told("event.changed") == {"mate", "author", "moderator"}
    sent = posted()
    assert set(sent) == {"mate", "author", "moderator"}
    assert ("Keller" in sent["mate"].body, "Saal" in sent["mate"].body) == (True, False)
    change(cast.office, event, place="Dach")
    assert "Dach" in posted()["mate"].body, "what was sent says nothing of the next change"


def test_the_letter_says_how_it_stands_now(cast: Cast, event: Event) -> None:
    change(cast.office, event, address="Marktstraße 27", directions="Zu Fuß.")
    [letter] = letters_of(cast.mate)
    assert letter.subject == "“Lounge Nagold” has been changed"
    for words in ("Monday, 1. July 2030, 18:30 to 21:30", "Rathaus, Marktstraße 27", "Zu Fuß.",
                  "Please check", "registration stays valid"):  # fmt: skip
        assert words in letter.words
    assert letter.url == event.get_absolute_url()
    assert "waiting list" in letters_of(cast.author)[0].words


def test_a_change_encloses_the_file_of_today(cast: Cast, event: Event) -> None:
    change(cast.office, event, place="Keller")
    name, content, mimetype = enclosed(posted()["mate"])
    assert (name, mimetype) == ("lounge-nagold.ics", "text/calendar; method=PUBLISH")
    found = event_in(content)
    assert (found.properties["SEQUENCE"], found.text("LOCATION")) == ("1", "Keller")


def test_on_the_wire_the_file_names_its_method(cast: Cast, event: Event) -> None:
    change(cast.office, event, place="Keller")
    wire: Any = posted()["mate"].message()
    [part] = [one for one in wire.walk() if one.get_filename()]
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
    content = bytes(part.get_payload(decode=True))
    found = event_in(content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert found.text("LOCATION") == "Keller"


def test_who_has_signed_off_meanwhile_gets_no_letter(cast: Cast, event: Event) -> None:
    change(cast.office, event, place="Saal")
    Registration.objects.filter(member=cast.mate).update(standing=Standing.CANCELLED)
    Member.objects.filter(pk=cast.author.pk).update(is_active=False)
    assert set(posted()) == {"moderator"}


def test_called_off_everybody_hears_why_and_the_file_takes_it_back(
    cast: Cast, event: Event
) -> None:
    change(cast.office, event, place="Saal")
    cancel_event(actor=cast.office, event=event, reason="Die Halle steht unter Wasser.")
    assert told("event.cancelled") == {"mate", "author", "moderator"}
    # However the action ends those who waited, they are told.
    Registration.objects.filter(member=cast.author).update(standing=Standing.EXPIRED)
    sent = posted()
    assert set(sent) == {"mate", "author", "moderator"}
    assert len(mail.outbox) == 3, "nothing is said of the change any more"
    for message in sent.values():
        assert message.subject == "Ideenschmiede: “Lounge Nagold” is called off"
        assert "Reason: Die Halle steht unter Wasser." in message.body
    _name, content, mimetype = enclosed(sent["author"])
    assert mimetype == "text/calendar; method=CANCEL"
    calendar = parsed(content)
    assert calendar.properties["METHOD"] == "CANCEL"
    assert calendar.all("VEVENT")[0].properties["SEQUENCE"] == "2"


def test_a_reminder_names_the_day_and_has_nothing_to_say_once_it_began(
    cast: Cast, event: Event
) -> None:
    starts = timezone.now() + timedelta(days=3)
    Event.objects.update(starts=starts, ends=starts + timedelta(hours=3), directions="Zu Fuß.")
    Registration.objects.update(created=LONG_AGO)
    remind()
    assert told("event.week") == {"mate"}
    [letter] = letters_of(cast.mate)
    local = starts.astimezone(event.tz)
    assert (
        letter.subject == f"“Lounge Nagold” begins on {local:%A, }{local.day}. {local:%B at %H:%M}"
    )
    assert ("Rathaus" in letter.words, "Zu Fuß." in letter.words) == (True, True)
    Event.objects.update(starts=timezone.now() - timedelta(minutes=1))
    assert (posted(), letters_of(cast.mate)) == ({}, [])


def test_notices_on_the_page_make_no_files(
    cast: Cast, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(cast.office, event, place="Saal")

    def refuse(one: Event) -> bytes:
        raise AssertionError

    monkeypatch.setattr("events.letters.words.calendar_of", refuse)
    page = signed_in(cast.mate).get("/konto/mitteilungen/").content.decode()
    assert "Lounge Nagold" in page


def test_twenty_letters_cost_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        one = announced(cast.office)
        registered(cast.mate, one)
        change(cast.office, one, place=f"Saal {number}")
    for size in (1, 20):
        notices = list(Notice.objects.all()[:size])
        with django_assert_num_queries(1):
            assert len(letters(notices)) == size
