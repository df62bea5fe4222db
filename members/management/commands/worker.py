"""`manage.py worker`: tasks in a process of their own, any number of them."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from live.jobs import Jobs


class Command(BaseCommand):
    """Work until SIGTERM or Ctrl-C."""

    help = "Run tasks and the daily tidying; several workers may run beside each other."

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the worker and wait for the signal."""
        jobs = Jobs()
        jobs.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: jobs.stop())
        while not jobs.ended.wait(1):
            continue
