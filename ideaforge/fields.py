"""Form fields for words from people; each message appears where the words were typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideaforge.errors import Refused
from ideaforge.text import clean_line, clean_text

TOO_LONG = _("Please shorten this to %(limit_value)d characters (it has %(show_value)d now).")


class LineField(forms.CharField):
    """One line: a title, a name, a tag."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages.setdefault("max_length", TOO_LONG)

    def to_python(self, value: Any) -> str:
        """Normalise; spaces that nobody sees count as empty."""
        return clean_line(str(value)) if value not in self.empty_values else ""


class TextField(LineField):
    """Several lines of Markdown."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Normalise; line ends become `\\n`, so that lengths are the same in every browser."""
        return clean_text(str(value)) if value not in self.empty_values else ""


def split_line(value: str, *, at: str) -> list[str]:
    """Split a comma list into its words, without empty ones and repetitions, in order."""
    words: dict[str, str] = {}
    for part in value.split(at):
        if word := clean_line(part):
            words.setdefault(word.casefold(), word)
    return list(words.values())


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Show what an action refused at the field that caused it, or above all fields."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, str(refused.message))


def first_error(form: forms.BaseForm) -> ValidationError:
    """Return the first thing that is wrong with a bound form."""
    for errors in form.errors.as_data().values():
        return errors[0]
    raise ValueError("the form is valid")
