"""Template filters for how things look: initials, hues, times."""

from datetime import datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
TITLES = {"dr.", "prof.", "med.", "dipl.-ing.", "von", "van", "de", "der", "zu"}


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last name, without titles."""
    words = [word for word in name.split() if word.lower() not in TITLES] or name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def hue(key: object) -> int:
    """Return one of twelve hues (0 to 11), always the same for the same key."""
    return sum(ord(character) * (place + 1) for place, character in enumerate(str(key))) % 12


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return a `<time>` with date and hour; the page's script makes it "5 minutes ago"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    shown = date_format(local, "SHORT_DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        shown,
        shown,
    )


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Return a symbol of the sprite; it says nothing to a screen reader, the words beside it do."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("img/icons.svg"),
        name,
    )


BAR = 20  # height of the activity line in its own units


@register.simple_tag
def bar_height(value: int, most: int) -> int:
    """Return the height of one bar of the activity line, never nothing."""
    return max(2, round(BAR * value / max(most, 1)))


@register.simple_tag
def bar_top(value: int, most: int) -> int:
    """Return where one bar of the activity line begins."""
    return BAR - bar_height(value, most)
