"""The member behind a request, and what happens to words that come without one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, JsonResponse
from django.shortcuts import render

from ideaforge.answers import back, kept_words, wants_json

View = Callable[..., Any]  # an answer of any kind, a stream of lines too


def member_of(request: HttpRequest) -> Any:
    """Return the signed-in member, or None; views under `members_only` have one."""
    user = request.user
    return user if user.is_authenticated else None


def members_only(view: View) -> View:
    """Send guests to the sign-in; what they typed is shown back, never dropped by a redirect."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"error": "signed out", "field": ""}, status=403)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        context = {"kept": kept_words(request), "next": back(request)}
        return render(request, "errors/signed_out.html", context, status=403)

    return guarded
