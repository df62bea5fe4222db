"""`manage.py import_ideas`: bring contributions of another platform, with their discussions."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ideaforge.statistics import refresh_statistics
from ideas.loading import IdeaRecord, store_ideas
from ideas.loading.contributions import Contributions
from ideas.loading.csv_files import WrongFile
from ideas.models import Topic

BATCH = 50  # ideas in one transaction, so that a running server can write in between
BAR = 40  # characters


class Command(BaseCommand):
    """Import CSV files; a second run adds nothing and says so."""

    help = "Import ideas and comments from CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the options."""
        parser.add_argument("--ideas", type=Path, required=True)
        parser.add_argument("--comments", type=Path)
        parser.add_argument(
            "--topics", type=Path, help='JSON: {"tag": "topic-slug", …, "*": "slug for the rest"}'
        )
        parser.add_argument("--origin", default="", help="name of the source; else the folder's")
        parser.add_argument("--rejects", type=Path, help="where refused rows are written")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, store, and report every refused row."""
        path: Path = options["ideas"]
        origin = options["origin"] or path.resolve().parent.name
        contributions = Contributions(origin, self._topics(options["topics"]))
        try:
            ideas = contributions.ideas(path)
            comments = (
                contributions.add_comments(options["comments"], ideas) if options["comments"] else 0
            )
        except WrongFile as error:
            raise CommandError(str(error)) from error
        new = self._store(list(ideas.values()))
        refresh_statistics()
        self.stdout.write(
            f"{len(ideas)} ideas and {comments} comments read, "
            + (f"{new} of them new." if new else "nothing new.")
        )
        self._report(contributions, options["rejects"] or path.with_suffix(".rejects.csv"))

    def _topics(self, path: Path | None) -> Any:
        topics = {topic.slug: topic for topic in Topic.objects.all()}
        if not topics:
            raise CommandError("There is no board yet. Open one, or load the demo first.")
        try:
            chosen: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path else {}
            if not isinstance(chosen, dict) or not all(isinstance(s, str) for s in chosen.values()):
                raise ValueError("it is no object of tags and boards")
        except (OSError, ValueError) as error:
            raise CommandError(f"The map of topics cannot be read: {error}") from error
        unknown = sorted({slug for slug in chosen.values() if slug not in topics})
        if unknown:
            raise CommandError(f"There is no board {', '.join(unknown)}.")
        rest = topics[chosen.get("*", next(iter(topics)))]

        def topics_for(tags: list[str]) -> list[Topic]:
            found = [topics[chosen[tag]] for tag in tags if tag in chosen and tag != "*"]
            return list(dict.fromkeys(found))[:3] or [rest]

        return topics_for

    def _store(self, records: list[IdeaRecord]) -> int:
        new = 0
        for start in range(0, len(records), BATCH):
            new += store_ideas(records[start : start + BATCH])
            self._progress(min(start + BATCH, len(records)), len(records))
        return new

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty() or done == total:
            bar = "█" * (BAR * done // total)
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{bar:<{BAR}} {done}/{total}", ending=end)
            self.stderr.flush()

    def _report(self, contributions: Contributions, path: Path) -> None:
        rows = contributions.rejects.rows
        for name, line, reason, _row in rows:
            self.stderr.write(f"{name}, line {line}: {reason}")
        if rows:
            contributions.rejects.write(path)
            self.stderr.write(f"{len(rows)} rows did not go in; they stand in {path}.")
