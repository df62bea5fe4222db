"""The HTML of comments, made anew."""

from typing import Any

from django.db.models import F

from discussions.models import Comment
from ideaforge.rerendering import renew, rerenders
from ideaforge.text import handles_in, render
from members.queries import as_links, mentioned


@rerenders
def comments_again() -> int:
    """Render comments; a new version, so that no kept fragment stays."""
    return renew(Comment.objects.all(), _fresh)


def _fresh(comment: Comment) -> dict[str, Any]:
    links = as_links(mentioned(handles_in(comment.text)))
    return {"html": render(comment.text, links), "version": F("version") + 1}
