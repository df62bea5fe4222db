"""Work that nobody waits for: once a day what is kept no longer is deleted."""

from django_tasks import task

from events.actions.forget import forget_past_answers
from live.daily import daily


@daily
@task()
def forget_answers() -> None:
    """Delete the answers to events that were long ago."""
    forget_past_answers()
