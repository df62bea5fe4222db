"""The app `discussions`; on start it tells the live engine what it shows."""

from importlib import import_module

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """Registers audiences and renderers."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "discussions"

    def ready(self) -> None:
        """Import what registers itself."""
        for module in ("live", "rerendering"):
            import_module(f"discussions.{module}")
