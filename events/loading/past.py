"""Deeds of the past: done now by the actions, and put where they belong in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Model
from django.utils import timezone

from live.models import Activity
from members.models import Notice

ZONE = ZoneInfo("Europe/Berlin")
LATEST_NEWS = timedelta(days=3)
REMEMBERED = timedelta(days=60)  # what is older has been read

Row = dict[str, Any]


@contextmanager
def dated(when: datetime) -> Iterator[None]:
    """Let what is recorded and told within stand at its time; nobody is sent a mail about it."""
    deeds, notices = _last(Activity), _last(Notice)
    yield
    Activity.objects.filter(pk__gt=deeds).update(created=when)
    read = when if when < timezone.now() - REMEMBERED else None
    Notice.objects.filter(pk__gt=notices).update(created=when, mailed=when, read=read)


def _last(model: type[Model]) -> int:
    highest: int | None = model._default_manager.aggregate(last=Max("pk"))["last"]
    return highest or 0


class Calendar:
    """The days and hours of one event's file, made absolute.

    Days are counted from today; a named weekday is the last one up to then. What runs now is laid
    around the full five minutes before `now`.
    """

    def __init__(self, row: Row, now: datetime) -> None:
        self.row, self.now = row, now
        local = now.astimezone(ZONE)
        # In UTC, because minutes stay minutes there in the night when the clocks change.
        utc = now.astimezone(UTC)
        self.hub = utc.replace(minute=utc.minute - utc.minute % 5, second=0, microsecond=0)
        self.first = local.date() if self.is_now else self._day(local.date())

    @property
    def is_now(self) -> bool:
        """Whether the event runs at this moment."""
        return bool(self.row.get("runs_now"))

    @property
    def starts(self) -> datetime:
        """When the event begins."""
        if self.is_now:
            return min(self.slot(row)[0] for row in self.row["slot"])
        return self._at(0, self.row["starts"])

    @property
    def ends(self) -> datetime:
        """When the event ends."""
        return self._at(self.row.get("last_day", 0), self.row["ends"])

    @property
    def announced(self) -> datetime:
        """When it was announced; what a holiday has put off is known since a few days ago."""
        return min(self.starts - timedelta(days=self.row["announced"]), self.now - LATEST_NEWS)

    def slot(self, row: Row) -> tuple[datetime, datetime]:
        """Return when a slot begins and ends."""
        if "from" in row:
            return minutes_after(self.hub, row["from"]), minutes_after(self.hub, row["to"])
        return self._at(row.get("day", 0), row["starts"]), self._at(row.get("day", 0), row["ends"])

    def _day(self, today: date) -> date:
        day = today + timedelta(days=self.row["days"])
        day -= timedelta(days=(day.weekday() - self.row["weekday"]) % 7)
        while _is_holiday(day):
            day += timedelta(days=7 if day > today else -7)
        return day

    def _at(self, day: int, hour: str) -> datetime:
        return datetime.combine(
            self.first + timedelta(days=day), time.fromisoformat(hour), tzinfo=ZONE
        )


def _is_holiday(day: date) -> bool:
    """Tell whether no town hall invites anybody: from shortly before Christmas to Epiphany."""
    return (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6)


def minutes_after(moment: datetime, minutes: float) -> datetime:
    """Return a moment so many minutes later."""
    return moment + timedelta(minutes=minutes)
