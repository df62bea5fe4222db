"""The HTML of ideas, made anew."""

from typing import Any

from django.db.models import F

from ideaforge.rerendering import renew, rerenders
from ideaforge.text import lead, render
from ideas.models import Idea


@rerenders
def ideas_again() -> int:
    """Render ideas and their leads."""
    return renew(Idea.objects.all(), _fresh)


def _fresh(idea: Idea) -> dict[str, Any]:
    html = render(idea.text)
    return {"html": html, "lead": lead(html), "version": F("version") + 1}
