"""The app `moderation`; on start it hears of every act, and registers letters and fragments."""

from importlib import import_module

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Registers audiences, renderers, letters, and the keeper of accounts."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "moderation"

    def ready(self) -> None:
        """Import what registers itself."""
        for module in ("accounts", "arrivals", "following", "letters", "live", "tasks"):
            import_module(f"moderation.{module}")
