"""What every template may use."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ideaforge.browser_words import browser_words
from ideaforge.style import style


def site(request: HttpRequest) -> dict[str, object]:
    """Return the name of the platform, demo mode, and the limits that forms announce."""
    return {
        "site_name": settings.SITE_NAME,
        "demo_mode": settings.DEMO,
        "build": settings.BUILD,
        "style_url": reverse("style", args=[style().digest]),
        "comment_length": settings.COMMENT_LENGTH,
        "idea_length": settings.IDEA_LENGTH,
        "title_length": settings.TITLE_LENGTH,
        "browser_words": _words_in(get_language() or settings.LANGUAGE_CODE),
    }


@cache
def _words_in(language: str) -> SafeString:
    return json_script(browser_words(), "words")
