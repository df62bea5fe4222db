"""The HTML of events, their agendas, answers and minutes, made anew."""

from typing import Any

from events.models import AgendaItem, Event, Minutes, Question
from ideaforge.rerendering import rerenders
from ideaforge.text import RENDERER, render

# Model, the words, their HTML.
TEXTS: tuple[tuple[Any, str, str], ...] = (
    (Event, "text", "html"),
    (AgendaItem, "text", "html"),
    (Question, "answer", "answer_html"),
    (Minutes, "text", "html"),
)


@rerenders
def events_again() -> int:
    """Render what stands there; versions stay, since nobody has changed a word."""
    return sum(_again(model, words, html) for model, words, html in TEXTS)


def _again(model: Any, words: str, html: str) -> int:
    count = 0
    for one in model.objects.filter(renderer__lt=RENDERER).iterator():
        fresh = {html: render(getattr(one, words)), "renderer": RENDERER}
        model.objects.filter(pk=one.pk).update(**fresh)
        count += 1
    return count
