"""`manage.py rerender`: make the stored HTML anew after the renderer has changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import F

from discussions.models import Comment
from ideaforge.text import RENDERER, handles_in, lead, render
from ideas.models import Idea
from members.queries import as_links, mentioned


class Command(BaseCommand):
    """Render what an older renderer has rendered; words themselves are not touched."""

    help = "Render stored Markdown again where the renderer is newer."

    def handle(self, *args: Any, **options: Any) -> None:
        """Render ideas, then comments."""
        count = 0
        for idea in Idea.objects.filter(renderer__lt=RENDERER).iterator():
            html = render(idea.text)
            Idea.objects.filter(pk=idea.pk).update(
                html=html, lead=lead(html), renderer=RENDERER, version=F("version") + 1
            )
            count += 1
        for comment in Comment.objects.filter(renderer__lt=RENDERER).iterator():
            html = render(comment.text, as_links(mentioned(handles_in(comment.text))))
            Comment.objects.filter(pk=comment.pk).update(
                html=html, renderer=RENDERER, version=F("version") + 1
            )
            count += 1
        self.stdout.write(f"{count} texts rendered.")
