"""What organisers were told for one event is not kept for ever."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import Event, Registration
from live.models import Activity

KEPT = timedelta(days=90)  # after the end of an event; its list of participants says so


def forget_past_answers() -> int:
    """Delete answers and times of arrival of events that were long ago; return how many rows.

    Answers may tell of somebody's health. That somebody was registered stays stored.
    """
    old = Event.objects.filter(ends__lt=timezone.now() - KEPT)
    told = ~Q(answers={}) | Q(arrived__isnull=False)
    numbers = Registration.objects.filter(told, event__in=old).values_list("event", flat=True)
    return sum(_forget(pk) for pk in sorted(set(numbers)))


@transaction.atomic
def _forget(pk: int) -> int:
    event = Event.objects.select_for_update(no_key=True).get(pk=pk)
    # In the order in which everybody locks registrations.
    rows = Registration.objects.select_for_update(no_key=True).filter(event=event).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    empty: dict[str, object] = {"answers": {}, "arrived": None, "left": None, "checked_in_by": None}
    # The log knows the hours too; its rows stay, so that the numbers of the stream have no gap.
    hall = Activity.objects.filter(
        model="events.registration", object_id__in=numbers, verb__startswith="hall."
    )
    hall.update(created=event.ends, actor=None)
    return Registration.objects.filter(pk__in=numbers).update(**empty)
