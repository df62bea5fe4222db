"""The app `ideas`; on start it tells the live engine what it shows."""

from importlib import import_module

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Registers audiences and renderers."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "ideas"

    def ready(self) -> None:
        """Import what registers itself."""
        for module in (
            "live", "tasks", "rerendering", "letters.merges", "letters.moves", "letters.weeks",
            "loading.play",
        ):  # fmt: skip
            import_module(f"ideas.{module}")
