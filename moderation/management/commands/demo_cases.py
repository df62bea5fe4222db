"""`manage.py demo_cases`: put a few cases into the demo, so that the queue is not empty."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from discussions.actions import post_comment
from discussions.models import Comment
from ideas.models import Idea
from members.models import Member, Notice
from moderation import actions
from moderation.actions import Verdict
from moderation.models import Case

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "cases.toml"


class Command(BaseCommand):
    """Report, decide and object, by the actions that everybody else uses."""

    help = "Put a few cases into the demo content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the options."""
        parser.add_argument("--if-empty", action="store_true", help="only where there are none")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store the cases of the file; a second run adds nothing."""
        if not settings.DEMO:
            raise CommandError("The demo needs IDEAFORGE_DEMO=1.")
        if options["if_empty"] and Case.objects.exists():
            return
        rows = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["case"]
        with translation.override(settings.LANGUAGE_CODE):
            new = sum(self._store(row) for row in rows)
        Notice.objects.filter(mailed=None).update(mailed=timezone.now())  # they have no mailboxes
        self.stdout.write(f"Demo: {new} cases for the moderators.")

    def _store(self, row: dict[str, Any]) -> bool:
        idea = Idea.objects.select_related("thread").get(source=f"demo:{row['idea']}")
        author = _member(row["author"])
        key = uuid5(NAMESPACE_URL, f"demo:{row['idea']}:{row['text']}")
        posted = post_comment(author=author, thread=idea.thread, text=row["text"], key=key)
        if not posted.is_new:
            return False
        for given in row["report"]:
            made = actions.report(
                reporter=_member(given["by"]), subject=posted.comment,
                rule=given["rule"], words=given["words"],
            )  # fmt: skip
        if row.get("measure"):
            self._decide(made.case, posted.comment, row)
        return True

    def _decide(self, case: Case, comment: Comment, row: dict[str, Any]) -> None:
        verdict = Verdict(row["measure"], row["rule"], row["reason"])
        office = _member("birgit.hollmann@demo.example")
        case.refresh_from_db()
        decision = actions.decide(actor=office, case=case, version=case.version, verdict=verdict)
        actions.object_to(member=comment.author, decision=decision, words=row["objection"])


def _member(email: str) -> Member:
    return Member.objects.get(email=email)
