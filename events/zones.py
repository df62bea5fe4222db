"""Time zones as calendars read them: a VTIMEZONE with every change of the clock of some years.

The one that `icalendar` makes gives the onset of summer time an hour late (RFC 5545, 3.6.5: DTSTART
is said in the time before the change), so ours comes from the zone database itself. Each change is
a part of its own, without RDATE or RRULE: every reader understands that.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

Observance = tuple[timedelta, str, bool]  # offset from UTC, its name, whether it is summer time
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@lru_cache(maxsize=128)
def vtimezone(zone: str, first: int, last: int) -> Timezone:
    """Return the clock of a zone from the beginning of one year to the end of another."""
    component = Timezone()
    component.add("tzid", zone)
    for onset, before, after in _changes(ZoneInfo(zone), first, last):
        component.add_component(_part(onset, before, after))
    return component


def _part(onset: datetime, before: Observance, after: Observance) -> Timezone:
    offset, name, is_summer = after
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    part.add("dtstart", (onset + before[0]).replace(tzinfo=None))
    part.add("tzoffsetfrom", before[0])
    part.add("tzoffsetto", offset)
    part.add("tzname", name)
    return part


def _changes(
    zone: ZoneInfo, first: int, last: int
) -> Iterator[tuple[datetime, Observance, Observance]]:
    moment = datetime(first, 1, 1, tzinfo=zone).astimezone(UTC)
    end = datetime(last + 1, 1, 1, tzinfo=zone).astimezone(UTC)
    known = _observed(zone, moment)
    yield moment, known, known
    while moment < end:
        after = _observed(zone, moment + DAY)
        if after != known:
            yield _onset(zone, moment, known), known, after
            known = after
        moment += DAY


def _onset(zone: ZoneInfo, moment: datetime, known: Observance) -> datetime:
    """Return the second within the day after `moment` from which something else is observed."""
    low, high = 0, DAY // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _observed(zone, moment + middle * SECOND) == known:
            low = middle
        else:
            high = middle
    return moment + high * SECOND


def _observed(zone: ZoneInfo, moment: datetime) -> Observance:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst())
