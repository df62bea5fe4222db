"""How pages learn what stands on the screen of the hall: a quiet line, and marks on the console."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from events.live.pages import Part
from events.models import Event, Screen
from events.screen import chosen_key, cut, screen_of, words_of
from live.registry import Fragment, shows

LINE = 200  # characters


@shows("event", "screen", counts=True)
def spotlights(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return what the hall reads in the spotlight now, for those at home."""
    part = spotlight_part(screen_of(Event(pk=event_pk)))
    return dict.fromkeys(ids, Fragment(*part))


@shows("regie", "screen", counts=True)
def choices(event_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return which button of the console shows what stands there."""
    part = choice_part(screen_of(Event(pk=event_pk)))
    return dict.fromkeys(ids, Fragment(*part))


def spotlight_part(screen: Screen) -> Part:
    """Return id and HTML of the line, the same for every reader; it is empty for all but words."""
    element = f"event-{screen.event_id}-spotlight"
    words = cut(words_of(screen), LINE)
    context = {"element": element, "words": words, "author": _author(screen)}
    return element, render_to_string("events/_spotlight.html", context).strip()


def choice_part(screen: Screen) -> Part:
    """Return id and HTML of what the organisers see marked."""
    element = f"regie-event-{screen.event_id}-shows"
    context = {"element": element, "shows": chosen_key(screen, screen.stands)}
    return element, render_to_string("events/_screen_choice.html", context).strip()


def marked(html: str, key: str) -> str:
    """Return the same HTML with the button pressed that shows what stands there."""
    button = f'value="{key}" aria-pressed='
    return html.replace(f'{button}"false"', f'{button}"true"')


def _author(screen: Screen) -> object:
    one = screen.comment or screen.question
    return one.author if one is not None else None
