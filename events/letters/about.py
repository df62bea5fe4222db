"""Letters about an event: that it was changed, that it was called off, that it is near."""

from collections.abc import Callable, Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.letters.words import facts, for_calendar, when
from events.models import Event, Registration, Standing, State
from members.models import Notice
from members.telling import File, Letter, writes

COME_OR_WAIT = (Standing.REGISTERED, Standing.OFFERED, Standing.WAITING)


@writes("event.changed")
def changed(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Say how an event stands today, to those who come or wait."""
    return {
        pk: _changed(one)
        for pk, one in _found(notices)
        if one.event.state == State.ANNOUNCED
        and one.event.ends > timezone.now()
        and one.standing in COME_OR_WAIT
    }


@writes("event.cancelled")
def cancelled(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Say why an event does not take place, to those who wanted to come."""
    return {
        pk: _cancelled(one.event)
        for pk, one in _found(notices)
        if one.event.state == State.CANCELLED
    }


@writes("event.week", "event.day")
def reminders(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Remind those who still come of an event that has not begun."""
    return {
        pk: _reminder(one.event)
        for pk, one in _found(notices)
        if one.event.state == State.ANNOUNCED
        and one.event.starts > timezone.now()
        and one.standing == Standing.REGISTERED
    }


def _found(notices: Sequence[Notice]) -> Iterator[tuple[int, Registration]]:
    """Give each notice the registration of its member at its event."""
    rows = Registration.objects.filter(
        event__in={notice.object_id for notice in notices},
        member__in={notice.member_id for notice in notices}, member__is_active=True,
    )  # fmt: skip
    found = {(one.event_id, one.member_id): one for one in rows.select_related("event")}
    for notice in notices:
        if (one := found.get((notice.object_id, notice.member_id))) is not None:
            yield notice.pk, one


def _changed(registration: Registration) -> Letter:
    event = registration.event
    standing = {
        Standing.REGISTERED: _("Your registration stays valid."),
        Standing.WAITING: _("You stay on the waiting list."),
        Standing.OFFERED: _("The place that is offered to you stays yours for the time given."),
    }
    words = [
        _("The organisers have changed this event. This is how it stands now:"),
        facts(event),
        standing[Standing(registration.standing)],
        _("Please check whether you can still come, and sign off if you cannot."),
    ]
    subject = _("“%(title)s” has been changed") % {"title": event.title}
    return _letter(event, subject, words, for_calendar(event))


def _cancelled(event: Event) -> Letter:
    words = [
        _("We are sorry: this event does not take place."),
        "\n".join(
            (
                _("When: %(when)s") % {"when": when(event)},
                _("Reason: %(reason)s") % {"reason": event.cancelled_because},
            )
        ),
        _("You need not do anything. The file in our mail takes the event out of your calendar."),
    ]
    subject = _("“%(title)s” is called off") % {"title": event.title}
    return _letter(event, subject, words, for_calendar(event))


def _reminder(event: Event) -> Letter:
    starts = localtime(event.starts, event.tz)
    words = [
        _("You are registered for this event. We look forward to seeing you."),
        facts(event),
        _("If you cannot come, please sign off: somebody may be waiting for your place."),
    ]
    subject = _("“%(title)s” begins on %(day)s at %(time)s") % {
        "title": event.title,
        "day": date_format(starts, "l, j. F"),
        "time": date_format(starts, "H:i"),
    }
    return _letter(event, subject, words)


def _letter(
    event: Event, subject: str, words: Sequence[str],
    files: Callable[[], Sequence[File]] = tuple,
) -> Letter:  # fmt: skip
    url, button = event.get_absolute_url(), _("To the event")
    return Letter(subject, "\n\n".join(words), url, button, files)
