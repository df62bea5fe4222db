"""How sign-in differs from allauth's own: there is no open sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Members are invited by the office; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing after sign-in; the page itself shows who is signed in."""
