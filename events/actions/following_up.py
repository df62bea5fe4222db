"""A day after an event, one letter to everybody who was registered: what came of it.

What is due while nothing runs is caught up with for two weeks, so that a platform that is set up
anew does not write about events of long ago.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from events.models import Event, Registration, SentLetter, Standing, State
from live.clock import every_minute
from members.telling import tell

AFTER = "event.after"
LATER, AT_LAST = timedelta(days=1), timedelta(days=14)  # after the end of the event
AT_ONCE = 500  # letters of one event in one transaction; the rest follow within the minute


@every_minute
def follow_up() -> None:
    """Write to everybody whose letter is due, once, however many processes ask."""
    due = _due(timezone.now()).order_by()
    for pk in due.values_list("event", flat=True).distinct():
        _follow_up(pk)


@transaction.atomic
def _follow_up(pk: int) -> None:
    # Under the lock of the event, so that no other process sends the same.
    event = Event.objects.select_for_update(no_key=True).get(pk=pk)
    due = list(_due(timezone.now()).filter(event=event).select_related("member")[:AT_ONCE])
    if due:
        SentLetter.objects.bulk_create(SentLetter(registration=one, kind=AFTER) for one in due)
        tell(members=[one.member for one in due], kind=AFTER, obj=event)


def _due(now: datetime) -> QuerySet[Registration]:
    """Return those who came, or meant to, and were not written to yet; guests have no mail."""
    sent = SentLetter.objects.filter(registration=OuterRef("pk"), kind=AFTER)
    came = Registration.objects.filter(
        standing=Standing.REGISTERED, member__is_active=True, member__email__isnull=False,
        event__state=State.ANNOUNCED, event__ends__lte=now - LATER, event__ends__gt=now - AT_LAST,
    )  # fmt: skip
    return came.filter(~Exists(sent)).order_by("pk")
