"""What letters about events have in common: when, where, and the file for the calendar."""

from collections.abc import Callable, Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.calendar import calendar_of, method_of
from events.models import Event
from members.telling import File


def when(event: Event) -> str:
    """Return day and hours in the zone of the event, which is named where it is a foreign one."""
    starts, ends = localtime(event.starts, event.tz), localtime(event.ends, event.tz)
    if starts.date() == ends.date():
        said = _("%(day)s, %(from)s to %(to)s") % {
            "day": date_format(starts, "l, j. F Y"),
            "from": date_format(starts, "H:i"),
            "to": date_format(ends, "H:i"),
        }
    else:
        said = _("%(first)s until %(last)s") % {
            "first": date_format(starts, "D, j. F Y, H:i"),
            "last": date_format(ends, "D, j. F Y, H:i"),
        }
    return said if event.zone == "Europe/Berlin" else f"{said} ({event.zone})"


def facts(event: Event) -> str:
    """Return when and where, and how to get there, as far as they are known."""
    place = ", ".join(part for part in (event.place, event.address) if part)
    lines = [
        _("When: %(when)s") % {"when": when(event)},
        _("Where: %(where)s") % {"where": place} if place else "",
        _("How to get there:") + f" {event.directions}" if event.directions else "",
    ]
    return "\n".join(line for line in lines if line)


def for_calendar(event: Event) -> Callable[[], Sequence[File]]:
    """Return what makes the calendar file of an event when its letter goes out."""
    mimetype = f"text/calendar; method={method_of(event)}"
    return lambda: [File(f"{event.slug}.ics", calendar_of(event), mimetype)]
