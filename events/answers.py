"""Answers to the questions of the organisers: as they are stored, chosen, and shown."""

from typing import Any

from django.utils.translation import gettext as _

from events.models import Event, FieldKind, RegistrationField


def options_of(asked: RegistrationField) -> list[tuple[str, str]]:
    """Return the options of a question: as they are stored, and as they are shown."""
    if asked.kind == FieldKind.YES:
        return [("yes", _("yes")), ("no", _("no"))]
    return [(str(option), str(option)) for option in asked.options]


def chosen(asked: RegistrationField, answers: dict[str, Any]) -> list[str]:
    """Return the options that somebody has chosen; none where the question was not answered."""
    value = answers.get(str(asked.pk))
    if asked.kind == FieldKind.YES:
        return [] if value is None else ["yes" if value in (True, "yes", "on") else "no"]
    if isinstance(value, list):
        return [str(option) for option in value]
    return [str(value)] if value else []


def answer_words(asked: RegistrationField, answers: dict[str, Any]) -> str:
    """Return an answer as a list shows it."""
    shown = dict(options_of(asked))
    return ", ".join(shown.get(option, option) for option in chosen(asked, answers))


def fields_of(event: Event) -> list[RegistrationField]:
    """Return the questions of the organisers."""
    return list(event.fields.all())
