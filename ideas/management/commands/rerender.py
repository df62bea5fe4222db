"""`manage.py rerender`: make the stored HTML anew after the renderer has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from ideaforge.rerendering import rerender


class Command(BaseCommand):
    """Render what an older renderer has rendered; words themselves are not touched."""

    help = "Render stored Markdown again where the renderer is newer."

    def handle(self, *args: Any, **options: Any) -> None:
        """Render the texts of every room."""
        self.stdout.write(f"{rerender()} texts rendered.")
