"""The app `events`; on start it tells the live engine what it shows."""

from importlib import import_module

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Registers audiences, renderers, letters and what the clock does."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "events"

    def ready(self) -> None:
        """Import what registers itself."""
        for module in (
            "live", "tasks", "rerendering", "following", "letters.about", "letters.adoption",
            "letters.after", "letters.podium", "letters.registering", "actions.clock",
            "actions.closing", "actions.following_up", "actions.reminding", "actions.tally",
            "loading.demo", "loading.play",
        ):  # fmt: skip
            import_module(f"events.{module}")
