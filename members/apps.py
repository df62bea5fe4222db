"""The app `members`; on start it tells the live engine who may join, and hears of sign-outs."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest


class MembersConfig(AppConfig):
    """Registers audiences and renderers."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "members"

    def ready(self) -> None:
        """Import what registers itself."""
        import_module("members.live")
        user_logged_out.connect(cut_sockets, dispatch_uid="cut_sockets")


def cut_sockets(request: HttpRequest | None, **kwargs: Any) -> None:
    """Close the sockets of a session that signs out, in every process."""
    recheck = import_module("live.broadcast").recheck
    key = request.session.session_key if request is not None else ""
    if key:
        transaction.on_commit(lambda: recheck(session=key))
