"""What is done once a day: the apps register their tasks, scheduler and worker enqueue them."""

from django_tasks.base import Task

Daily = Task[[], None]

_tasks: list[Daily] = []


def daily(task: Daily) -> Daily:
    """Register a task that is enqueued once a day; the app imports its module on start."""
    if task not in _tasks:
        _tasks.append(task)
    return task


def daily_tasks() -> list[Daily]:
    """Return what the apps have registered."""
    return list(_tasks)
