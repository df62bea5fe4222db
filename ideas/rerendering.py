"""The HTML of ideas, made anew."""

from django.db.models import F

from ideaforge.rerendering import rerenders
from ideaforge.text import RENDERER, lead, render
from ideas.models import Idea


@rerenders
def ideas_again() -> int:
    """Render ideas and their leads."""
    count = 0
    for one in Idea.objects.filter(renderer__lt=RENDERER).iterator():
        html = render(one.text)
        Idea.objects.filter(pk=one.pk).update(
            html=html, lead=lead(html), renderer=RENDERER, version=F("version") + 1
        )
        count += 1
    return count
