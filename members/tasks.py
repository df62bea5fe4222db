"""Work that nobody waits for: what is old and no longer needed is thrown away once a day."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from ideaforge.statistics import refresh_statistics
from members.models import Draft

DRAFT_KEPT = timedelta(days=90)


@task()
def tidy_up() -> None:
    """Delete ended sessions, forgotten drafts and old reports; let the database count its rows."""
    call_command("clearsessions")
    Draft.objects.filter(saved__lt=timezone.now() - DRAFT_KEPT).delete()
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
    refresh_statistics()
