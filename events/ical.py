"""Calendar files as RFC 5545 writes them: entries, and the clock of their zones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from events.zones import vtimezone

FETCHED = timedelta(hours=1)  # how often calendars should ask for a feed


@dataclass(frozen=True)
class Entry:
    """One VEVENT in our own words. `starts` and `ends` are said in the zone of the event.

    `status` is CONFIRMED, TENTATIVE or CANCELLED; `is_busy` says whether the time counts as taken.
    """

    uid: str
    sequence: int
    status: str
    is_busy: bool
    starts: datetime
    ends: datetime
    title: str
    place: str
    words: str
    url: str
    kind: str
    created: datetime
    changed: datetime


class Text(vText):
    r"""Words as section 3.3.11 wants them; the library's own makes a line break of a typed `\N`."""

    def to_ical(self) -> bytes:
        """Return the words with everything escaped that has a meaning."""
        words = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return words.replace("\r\n", "\\n").replace("\n", "\\n").encode()


def published(entries: Sequence[Entry], method: str) -> bytes:
    """Return a file that PUBLISHes entries, or that CANCELs them (RFC 5546, 3.2.1 and 3.2.5)."""
    calendar = _calendar(entries)
    calendar.add("method", method)
    now = timezone.now()  # beside a METHOD the stamp says when the file was made (3.8.7.2)
    for entry in entries:
        component = _component(entry, now)
        component["organizer"] = _office()
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def subscribed(entries: Sequence[Entry], name: str) -> bytes:
    """Return a feed. The same entries give the same bytes.

    It has no METHOD, since what takes place and what was called off stand in it side by side.
    """
    calendar = _calendar(entries)
    calendar["x-wr-calname"] = calendar["name"] = Text(name)
    calendar["x-published-ttl"] = vDuration(FETCHED)
    calendar["refresh-interval"] = vDuration(FETCHED)
    calendar["refresh-interval"].params["VALUE"] = "DURATION"
    for entry in entries:
        calendar.add_component(_component(entry, entry.changed))
    return bytes(calendar.to_ical())


def uid_of(*parts: object) -> str:
    """Return a name that is unique in the world and stays the same (RFC 7986, 5.3: a UUID)."""
    return "-".join(str(part) for part in parts)


def absolute(path: str) -> str:
    """Return the whole address of a page."""
    return f"{settings.SITE_URL or 'http://localhost:8000'}{path}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "ideenschmiede"


def _office() -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = settings.SITE_NAME
    return address


def _calendar(entries: Sequence[Entry]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host()}//{settings.SITE_NAME}//DE")
    calendar.add("version", "2.0")
    for zone, years in sorted(_years(entries).items()):
        if zone != "UTC":
            calendar.add_component(vtimezone(zone, min(years), max(years)))
    return calendar


def _years(entries: Iterable[Entry]) -> dict[str, set[int]]:
    years: dict[str, set[int]] = {}
    for entry in entries:
        years.setdefault(str(entry.starts.tzinfo), set()).update(
            (entry.starts.year, entry.ends.year)
        )
    if not years:  # a calendar without any part is none (3.6)
        years[settings.TIME_ZONE] = {timezone.now().year}
    return years


def _component(entry: Entry, stamp: datetime) -> Event:
    component = Event()
    component.add("uid", entry.uid)
    component.add("sequence", entry.sequence)
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("created", entry.created.astimezone(UTC))
    component.add("last-modified", entry.changed.astimezone(UTC))
    component.add("dtstart", entry.starts)
    component.add("dtend", entry.ends)
    component.add("status", entry.status)
    component.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    component.add("url", entry.url)
    component.add("categories", [entry.kind])
    words = {"summary": entry.title, "location": entry.place, "description": entry.words}
    component.update({name: Text(said) for name, said in words.items() if said})
    return component
