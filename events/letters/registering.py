"""Letters about a registration. An old one says what is true today, like all letters."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from events.letters.words import facts, for_calendar
from events.models import Cause, Event, Registration, Standing, State
from events.queries import last_causes, places_in_queues
from members.models import Notice
from members.telling import Letter, writes

# What each letter is about; where the registration has moved on, the subject says so neutrally.
ABOUT = {
    "registration.confirmed": Standing.REGISTERED,
    "registration.waiting": Standing.WAITING,
    "registration.offered": Standing.OFFERED,
    "registration.expired": Standing.EXPIRED,
    "registration.removed": Standing.CANCELLED,
}


@writes(*ABOUT)
def registrations(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell members where they stand with an event; each letter is its member's own."""
    rows = Registration.objects.select_related("event").filter(member__is_active=True)
    found = rows.in_bulk([notice.object_id for notice in notices])
    places, causes = places_in_queues(found), last_causes(found)
    return {
        notice.pk: _letter(notice.kind, one, places.get(one.pk, 0), causes.get(one.pk, ""))
        for notice in notices
        if (one := found.get(notice.object_id)) and one.member_id == notice.member_id
    }


def _letter(kind: str, registration: Registration, place: int, cause: str) -> Letter:
    event = registration.event
    words = [_standing(registration, place, cause), facts(event)]
    return Letter(
        _subject(kind, registration) % {"title": event.title},
        "\n\n".join(word for word in words if word),
        f"{event.get_absolute_url()}#{event.stream}-own",
        _("To the event"),
        for_calendar(event) if registration.standing == Standing.REGISTERED else tuple,
    )


def _subject(kind: str, registration: Registration) -> str:
    subjects = {
        Standing.REGISTERED: _("You are registered: “%(title)s”"),
        Standing.WAITING: _("You are on the waiting list: “%(title)s”"),
        Standing.OFFERED: _("A place is free for you: “%(title)s”"),
        Standing.EXPIRED: _("The offer of a place has run out: “%(title)s”"),
        Standing.CANCELLED: _("The organisers have signed you off: “%(title)s”"),
    }
    is_out = registration.event.state == State.CANCELLED
    if is_out or ABOUT[kind] != registration.standing:
        return _("Your registration: “%(title)s”")
    return subjects[ABOUT[kind]]


def _standing(registration: Registration, place: int, cause: str) -> str:
    event, standing = registration.event, registration.standing
    if event.state == State.CANCELLED:
        return _("The event was called off: %(reason)s") % {"reason": event.cancelled_because}
    if standing == Standing.WAITING:
        return _(
            "You have place %(number)d on the waiting list. As soon as a place becomes free for"
            " you, we write to you; nobody jumps the queue."
        ) % {"number": place}
    if standing == Standing.OFFERED and registration.offered_until is not None:
        return _(
            "A place has become free and is kept for you until %(until)s. Please say on the"
            " event's page whether you take it; after that it goes to the next."
        ) % {"until": _moment(registration.offered_until, event)}
    sentences = {
        Standing.REGISTERED: _("You have a place. We look forward to seeing you."),
        Standing.DECLINED: _("You have declined the place. You can register again at any time."),
        Standing.EXPIRED: _(
            "The time for an answer was over, so the place went to the next. With one tap you can"
            " queue again."
        ),
    }
    return sentences.get(Standing(standing)) or _signed_off(cause)


def _signed_off(cause: str) -> str:
    if cause == Cause.ORGANISER:
        return _("The organisers have signed you off. If that is a mistake, please write to them.")
    return _("You have signed off. You can register again at any time.")


def _moment(value: datetime, event: Event) -> str:
    return formats.date_format(value.astimezone(event.tz), "DATETIME_FORMAT")
