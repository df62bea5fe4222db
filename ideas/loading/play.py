"""The scene in the thread of one idea: its members talk, from the written lines."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import uuid4

from discussions.actions import post_comment
from discussions.models import Comment
from ideaforge.errors import Refused
from ideas.loading.demo import demo_people, read
from ideas.loading.more import also_plays
from ideas.models import Idea


@also_plays("idea")
def talk(pause: float) -> Iterator[str] | None:
    """Let members talk in the thread of the idea that the script names."""
    script = read("live.toml")
    source = f"demo:{script['thread']}"
    idea = Idea.objects.select_related("thread").filter(source=source).first()
    return None if idea is None else _lines(idea, script["say"])


def _lines(idea: Idea, script: list[dict[str, Any]]) -> Iterator[str]:
    """Post the written conversation in its order, then from the beginning again."""
    people = demo_people()
    previous: Comment | None = None
    for line in cycle(script):
        try:
            previous = post_comment(
                author=people[line["author"]], thread=idea.thread, text=line["text"].strip(),
                key=uuid4(), parent=previous if line.get("reply") else None,
            ).comment  # fmt: skip
            said = f"{previous.author.name}: {previous.text[:60]}"
        except Refused as refused:
            previous, said = None, f"{line['author']}: {refused.message}"
        yield said
