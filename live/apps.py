"""The live engine as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Log, streams and sockets."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "live"
