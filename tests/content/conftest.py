"""A board to import into, and the command as one types it."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from ideas.actions import open_topic
from ideas.models import Topic

Load = Callable[..., str]
IDEA_HEAD = "idea_id,title,text,author,tags,created"
COMMENT_HEAD = "comment_id,idea_id,parent_id,author,text,created"


@pytest.fixture
def board(db: None) -> Topic:
    """The only board."""
    return open_topic(actor=None, name="Stadtentwicklung")


@pytest.fixture
def load(board: Topic, tmp_path: Path) -> Load:
    """Write rows into files, import them, and return what was said."""

    def run(ideas: str, comments: str = "", **options: object) -> str:
        paths = {"ideas": tmp_path / "ideas.csv", "comments": tmp_path / "comments.csv"}
        paths["ideas"].write_text(f"{IDEA_HEAD}\n{ideas}", encoding="utf-8")
        paths["comments"].write_text(f"{COMMENT_HEAD}\n{comments}", encoding="utf-8")
        return import_files(paths["ideas"], paths["comments"], origin="probe", **options)

    return run


def import_files(ideas: Path, comments: Path | None, **options: object) -> str:
    """Run the command; return both of its outputs."""
    out = StringIO()
    given = {"ideas": ideas, "comments": comments, "stdout": out, "stderr": out} | options
    call_command("import_ideas", **given)
    return out.getvalue()
