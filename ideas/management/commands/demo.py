"""`manage.py demo`: load the demo content; with --live, let its members talk in one thread."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discussions.actions import post_comment
from discussions.models import Comment
from ideaforge.errors import Refused
from ideaforge.statistics import refresh_statistics
from ideas.loading.demo import load_demo, read
from ideas.models import Idea
from members.models import Member


class Command(BaseCommand):
    """Fill an empty platform with content that shows what it is for."""

    help = "Load the demo content, or play a live conversation in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the options."""
        parser.add_argument("--if-empty", action="store_true", help="only into an empty database")
        parser.add_argument("--live", action="store_true", help="post comments at a gentle pace")
        parser.add_argument("--pause", type=float, default=6.0, help="seconds between comments")
        parser.add_argument("--count", type=int, default=0, help="stop after so many comments")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or play."""
        if not settings.DEMO:
            raise CommandError(
                "The demo needs IDEAFORGE_DEMO=1, so that nobody mixes it with real content."
            )
        if options["live"]:
            self.play(options["pause"], options["count"])
        elif not (options["if_empty"] and Member.objects.exists()):
            found = load_demo()
            refresh_statistics()
            self.stdout.write(
                "Demo: {members} members, {topics} boards, {ideas} ideas; {new} new.".format(
                    **found
                )
            )

    def play(self, pause: float, count: int) -> None:
        """Post the written conversation in its order, then from the beginning again."""
        script = read("live.toml")
        idea = Idea.objects.select_related("thread").get(source=f"demo:{script['thread']}")
        people = self._people()
        self.stdout.write(f"Live in: {idea.title}\nStop with Ctrl-C.")
        previous: Comment | None = None
        said = 0
        while not count or said < count:
            line = script["say"][said % len(script["say"])]
            try:
                previous = post_comment(
                    author=people[line["author"]], thread=idea.thread, text=line["text"].strip(),
                    key=uuid4(), parent=previous if line.get("reply") else None,
                ).comment  # fmt: skip
                self.stdout.write(f"{previous.author.name}: {previous.text[:60]}")
            except Refused as refused:
                self.stdout.write(f"{line['author']}: {refused.message}")
                previous = None
            said += 1
            time.sleep(pause)

    def _people(self) -> dict[str, Member]:
        rows = read("members.toml")["member"]
        sources = {row["key"]: f"demo:{row.get('demo') or row['key']}" for row in rows}
        members = Member.objects.filter(source__in=sources.values())
        known = {member.source: member for member in members}
        return {key: known[source] for key, source in sources.items()}
