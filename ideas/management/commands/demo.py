"""`manage.py demo`: load the demo content; with --live, let its members talk."""

import time
from argparse import ArgumentParser
from itertools import count
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ideaforge.statistics import refresh_statistics
from ideas.loading.demo import load_demo
from ideas.loading.more import loads, scenes
from members.models import Member


class Command(BaseCommand):
    """Fill an empty platform with content that shows what it is for."""

    help = "Load the demo content, or play live conversations in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the options."""
        parser.add_argument("--if-empty", action="store_true", help="only into an empty database")
        parser.add_argument("--live", action="store_true", help="play at a gentle pace")
        parser.add_argument("--scene", default="", help=f"only this one: {', '.join(scenes())}")
        parser.add_argument("--pause", type=float, default=6.0, help="seconds between two deeds")
        parser.add_argument("--count", type=int, default=0, help="stop after so many of each scene")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or play."""
        if not settings.DEMO:
            raise CommandError(
                "The demo needs IDEAFORGE_DEMO=1, so that nobody mixes it with real content."
            )
        if options["live"]:
            self.play(options["scene"], options["pause"], options["count"])
        elif not (options["if_empty"] and Member.objects.exists()):
            self.load()

    def load(self) -> None:
        """Load ideas, and what the other rooms add."""
        found = load_demo()
        self.stdout.write(
            "Demo: {members} members, {topics} boards, {ideas} ideas; {new} new.".format(**found)
        )
        for load in loads():
            self.stdout.write(load())
        refresh_statistics()

    def play(self, scene: str, pause: float, times: int) -> None:
        """Play all scenes, or the one that is named, side by side: one deed of each a beat."""
        if scene and scene not in scenes():
            raise CommandError(f"There is no scene {scene}; there are: {', '.join(scenes())}.")
        begun = [begin(pause) for name, begin in scenes().items() if scene in ("", name)]
        playing = [lines for lines in begun if lines is not None]
        if not playing:
            raise CommandError("There is nothing to play in; load the demo first.")
        self.stdout.write("Live. Stop with Ctrl-C.")
        for beat in count(1):
            for lines in playing:
                self.stdout.write(next(lines))
            if beat == times:
                return
            time.sleep(pause)
