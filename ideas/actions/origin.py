"""Saying where an idea was said first."""

from ideas.models import Idea


def note_origin(*, idea: Idea, words: str, path: str, audience: str) -> None:
    """Keep where an idea comes from: `words` for those whom `audience` lets read them, and a path.

    Inside the action that makes the idea.
    """
    idea.origin, idea.origin_path, idea.origin_audience = words[:300], path, audience
    idea.save(update_fields=["origin", "origin_path", "origin_audience"])
