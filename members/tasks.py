"""Work that nobody waits for: what is old and no longer needed is thrown away once a day."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from members.models import Draft

DRAFT_KEPT = timedelta(days=90)


@task()
def tidy_up() -> None:
    """Delete ended sessions, drafts that nobody came back to, and reports of finished tasks."""
    call_command("clearsessions")
    Draft.objects.filter(saved__lt=timezone.now() - DRAFT_KEPT).delete()
    call_command("prune_db_task_results", min_age_days=7)
