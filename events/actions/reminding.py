"""Reminding those who come: a week before an event, and a day before.

Who registers later than that is not reminded of what they have just done. What is due while nothing
runs is caught up with, as long as the event has not begun; of two that are due the nearer one goes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import Event, Registration, RegistrationStep, SentLetter, Standing, State
from live.clock import every_minute
from members.telling import tell

WEEK_BEFORE, DAY_BEFORE = "event.week", "event.day"
AHEAD = {WEEK_BEFORE: timedelta(days=7), DAY_BEFORE: timedelta(days=1)}
AT_ONCE = 500  # letters of one event in one transaction; the rest follow within the minute


@every_minute
def remind() -> None:
    """Tell everybody whose reminder is due, once, however many processes ask."""
    due = _due(timezone.now()).order_by()
    for pk in due.values_list("event", flat=True).distinct():
        _remind(pk)


@transaction.atomic
def _remind(pk: int) -> None:
    # Under the lock of the event: so no other process sends the same, and nobody signs off between.
    event = Event.objects.select_for_update(no_key=True).get(pk=pk)
    due = list(_due(timezone.now()).filter(event=event).select_related("member")[:AT_ONCE])
    for kind in AHEAD:
        _tell(event, kind, [one for one in due if one.letter == kind])  # type: ignore[attr-defined]


def _tell(event: Event, kind: str, registrations: Sequence[Registration]) -> None:
    if not registrations:
        return
    SentLetter.objects.bulk_create(SentLetter(registration=one, kind=kind) for one in registrations)
    tell(members=[one.member for one in registrations], kind=kind, obj=event)


def remind_anew(event: Event) -> None:
    """Forget reminders that lie ahead again, because the event was put off."""
    now = timezone.now()
    ahead = [kind for kind, time in AHEAD.items() if now < event.starts - time]
    SentLetter.objects.filter(registration__event=event, kind__in=ahead).delete()


def _due(now: datetime) -> QuerySet[Registration]:
    """Return registrations whose `letter` is due and has not gone out, in one query."""
    week, day = AHEAD[WEEK_BEFORE], AHEAD[DAY_BEFORE]
    starts, is_near = F("event__starts"), Q(event__starts__lte=now + day)
    steps = RegistrationStep.objects.filter(registration=OuterRef("pk"), after=Standing.REGISTERED)
    sent = SentLetter.objects.filter(registration=OuterRef("pk"), kind=OuterRef("letter"))
    coming = Registration.objects.filter(
        standing=Standing.REGISTERED, member__is_active=True,
        event__state=State.ANNOUNCED, event__ends__gt=now, event__starts__gt=now,
        event__starts__lte=now + week,
    )  # fmt: skip
    return coming.annotate(
        letter=Case(When(is_near, then=Value(DAY_BEFORE)), default=Value(WEEK_BEFORE)),
        since=Coalesce(Subquery(steps.order_by("-pk").values("created")[:1]), "created"),
    ).filter(
        Q(since__lte=starts - week) | (is_near & Q(since__lte=starts - day)),
        ~Exists(sent),
    )
