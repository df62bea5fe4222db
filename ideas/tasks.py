"""Work that nobody waits for: the weekly letters to those who look after a board."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ideas.access import boards_in_use
from ideas.models import Topic
from live.daily import daily
from members.models import Notice
from members.telling import tell

MONDAY = 0


@daily
@task()
def weekly_letters() -> None:
    """Write to the moderators of each board on Mondays, once a week, however often it is run."""
    if timezone.localdate().weekday() != MONDAY:
        return
    for pk in boards_in_use().values_list("pk", flat=True):
        _write(pk)


@transaction.atomic
def _write(pk: int) -> None:
    # Under the lock of the board, so that two workers never write the same letter.
    topic = Topic.objects.select_for_update().get(pk=pk)
    told = Notice.objects.filter(kind="week", object_id=pk, created__gte=monday())
    missing = topic.moderators.filter(is_active=True).exclude(pk__in=told.values("member"))
    tell(members=missing, kind="week", obj=topic)


def monday() -> datetime:
    """Return when the week of today began."""
    today = timezone.localdate()
    first = today - timedelta(days=today.weekday())
    return timezone.make_aware(datetime.combine(first, time.min))
