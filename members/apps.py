"""The app `members`; on start it tells the live engine who may join, and hears of lost access."""

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
        """Import what registers itself, and listen to the sign-in packages."""
        from allauth.account.signals import password_changed, password_reset, password_set

        import_module("members.live")
        import_module("members.tasks")
        user_logged_out.connect(cut_session, dispatch_uid="cut_session")
        for signal in (password_changed, password_reset, password_set):
            signal.connect(cut_old_sessions, dispatch_uid="cut_old_sessions")


def cut_session(request: HttpRequest | None, **kwargs: Any) -> None:
    """Close the sockets of a session that signs out, in every process."""
    key = request.session.session_key if request is not None else ""
    if key:
        recheck = import_module("live.broadcast").recheck
        transaction.on_commit(lambda: recheck(session=key))


def cut_old_sessions(user: Any, **kwargs: Any) -> None:
    """Close the sockets of sessions that a new password has ended."""
    recheck = import_module("live.broadcast").recheck
    transaction.on_commit(lambda: recheck(members=[user.pk]))
