"""What every request passes: the size of its body, its language, and the answer to a refusal."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from ideaforge.answers import refuse
from ideaforge.errors import Refused
from ideaforge.views import not_found

LANGUAGES = dict(settings.LANGUAGES)
WORDLESS = "/stil-"  # the style sheet is the same for everybody, so nobody is looked up for it
Handler = Callable[[HttpRequest], HttpResponse]


class BodyLimitMiddleware:
    """Refuse a body over the limit by its declared length, before anything reads it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = settings.BODY_BYTES + 1
        if length > settings.BODY_BYTES:
            return render(request, "errors/413.html", status=413)
        return self.get_response(request)


class LanguageMiddleware:
    """German unless the person chose another language; the browser's list does not decide.

    The choice stands in a cookie; on a device without it, members have the language they chose.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WORDLESS):
            return self.get_response(request)
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in LANGUAGES:
            language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class RefusalMiddleware:
    """Turn what an action refused into an answer that a person understands."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a `Refused`, and what is not there; everything else is not ours."""
        if isinstance(error, Http404):
            return not_found(request, error)
        return refuse(request, error) if isinstance(error, Refused) else None
