"""`manage.py serve`: pages, sockets, worker and scheduler in one process."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from daphne.server import Server
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from twisted.internet import reactor

from live.alone import NotAlone, hold_alone
from live.daphne import mend
from live.goodbye import on_signal
from live.jobs import Jobs
from members.demo_cast import cast

BACKLOG = 4096  # Daphne's own 50 drops handshakes when thousands come back at once


class Command(BaseCommand):
    """Serve until SIGTERM or Ctrl-C."""

    help = "Serve the platform with Daphne, worker and scheduler in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the options."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for other devices too")
        parser.add_argument(
            "--no-jobs", action="store_true", help="leave tasks to manage.py worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Hold the data folder, start the jobs, and serve."""
        try:
            self.lock = hold_alone(settings.DATA_DIR)
        except NotAlone as error:
            raise CommandError(str(error)) from error
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        mend()
        jobs = None if options["no_jobs"] else Jobs()
        if jobs:
            jobs.start()
        self._server(options["host"], options["port"]).run()
        if jobs:
            jobs.stop()
        self.stdout.write("Stopped.")

    def _server(self, host: str, port: int) -> Server:
        from ideaforge.asgi import application

        interface = host.replace(":", r"\:")
        return Server(
            application=application,
            endpoints=[f"tcp:port={port}:interface={interface}:backlog={BACKLOG}"],
            signal_handlers=False,
            websocket_timeout=-1,
            websocket_connect_timeout=60,
            websocket_handshake_timeout=60,
            ping_interval=30,
            ping_timeout=60,
            verbosity=0,
            ready_callable=lambda: self._ready(host, port),
        )

    def _ready(self, host: str, port: int) -> None:
        on_signal(asyncio.get_event_loop(), reactor.stop)  # type: ignore[misc]
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104
        self.stdout.write(f"\n  Ideenschmiede: http://{shown}:{port}\n")
        if settings.DEMO:
            self.stdout.write(f"  Demo sign-in:  http://{shown}:{port}/konto/anmelden/")
            for person in cast():
                self.stdout.write(
                    f"    {person['role_label']}: {person['name']}, {person['standing']}"
                )
        self.stdout.write("  Stop with Ctrl-C.\n")
        self.stdout.flush()
