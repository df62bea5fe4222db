"""The HTML of comments, made anew."""

from django.db.models import F

from discussions.models import Comment
from ideaforge.rerendering import rerenders
from ideaforge.text import RENDERER, handles_in, render
from members.queries import as_links, mentioned


@rerenders
def comments_again() -> int:
    """Render comments; a new version, so that no kept fragment stays."""
    count = 0
    for one in Comment.objects.filter(renderer__lt=RENDERER).iterator():
        html = render(one.text, as_links(mentioned(handles_in(one.text))))
        Comment.objects.filter(pk=one.pk).update(
            html=html, renderer=RENDERER, version=F("version") + 1
        )
        count += 1
    return count
