"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from ideaforge.browser_words import browser_words


def site(request: HttpRequest) -> dict[str, object]:
    """Return the name of the platform, demo mode, and the limits that forms announce."""
    return {
        "site_name": settings.SITE_NAME,
        "demo_mode": settings.DEMO,
        "build": settings.BUILD,
        "comment_length": settings.COMMENT_LENGTH,
        "idea_length": settings.IDEA_LENGTH,
        "title_length": settings.TITLE_LENGTH,
        "browser_words": browser_words,
    }
