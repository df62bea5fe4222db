"""The HTML of events, their agendas, answers and minutes, made anew."""

from typing import Any

from events.models import AgendaItem, Event, Minutes, Question
from ideaforge.rerendering import renew, rerenders
from ideaforge.text import lead, render


@rerenders
def events_again() -> int:
    """Render what stands there; versions stay, since nobody has changed a word."""
    return (
        renew(Event.objects.all(), _event)
        + renew(AgendaItem.objects.all(), _text)
        + renew(Question.objects.all(), lambda one: {"answer_html": render(one.answer)})
        + renew(Minutes.objects.all(), _text)
    )


def _event(event: Event) -> dict[str, Any]:
    html = render(event.text)
    return {"html": html, "lead": lead(html)}


def _text(one: AgendaItem | Minutes) -> dict[str, Any]:
    return {"html": render(one.text)}
