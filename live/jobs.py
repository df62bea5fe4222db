"""The worker thread and the scheduler inside the serving process."""

import logging
import threading

from django.core.cache import cache
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from ideaforge.views import WORKER_PULSE
from live.clock import strike
from live.daily import daily_tasks

logger = logging.getLogger("live")
PULSE = 20.0  # seconds between two signs of life
DAILY = 24 * 3600.0


class Jobs:
    """Runs tasks from the database, enqueues the daily ones, and lets the clock strike."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.worker = Worker(
            queue_names=["*"], interval=1.0, batch=False, backend_name="default",
            startup_delay=False, max_tasks=None, worker_id=get_random_string(32),
            excluded_queue_names=[],
        )  # fmt: skip

    def start(self) -> None:
        """Start both threads; they end with the process."""
        threading.Thread(target=self._work, name="worker", daemon=True).start()
        threading.Thread(target=self._schedule, name="scheduler", daemon=True).start()

    def stop(self) -> None:
        """Let the current task end, and begin no other."""
        self.worker.running = False
        self.ended.set()

    def _work(self) -> None:
        while not self.ended.is_set():
            try:
                self.worker.run()
            except Exception:
                logger.exception("live: the worker failed and goes on")
                self.ended.wait(1)

    def _schedule(self) -> None:
        waited = DAILY
        while not self.ended.is_set():
            cache.set(WORKER_PULSE, True, 3 * PULSE)
            if waited >= DAILY:
                waited = 0.0
                self._enqueue()
            self._strike()
            self.ended.wait(PULSE)
            waited += PULSE

    def _strike(self) -> None:
        close_old_connections()
        try:
            strike()
        finally:
            close_old_connections()

    def _enqueue(self) -> None:
        close_old_connections()
        try:
            for task in daily_tasks():
                task.enqueue()
        except Exception:
            logger.exception("live: a daily task was not enqueued")
        finally:
            close_old_connections()
