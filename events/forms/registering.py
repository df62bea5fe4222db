"""The registration form, built from what the organisers ask; and the form of a question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.actions import FieldPlan
from events.models import FieldKind, RegistrationField
from ideaforge.fields import LineField, TextField
from ideaforge.text import clean_line

ANSWER, OPTION, OPTIONS = 300, 100, 30  # characters, characters, lines
NEEDED = {"required": _("Please answer this.")}
NOTHING = ("", _("no answer"))


class RegistrationForm(forms.Form):
    """One field for each question; `given` are the stored answers, which stay possible."""

    def __init__(
        self, *args: Any, questions: Sequence[RegistrationField], given: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.name] = _field(question, given.get(question.key))

    def rows(self) -> list[forms.BoundField]:
        """Return the fields in order."""
        return [self[question.name] for question in self.questions]

    def answers(self) -> dict[str, object]:
        """Return the clean answers by the number of the question, without what was left empty."""
        given = {one.key: self.cleaned_data[one.name] for one in self.questions}
        return {key: answer for key, answer in given.items() if answer not in (None, "", [])}


class YesField(forms.TypedChoiceField):
    """Yes or no, where no is as much an answer as yes."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", _("yes")), ("no", _("no"))]
        if not kwargs["required"]:
            choices.append(NOTHING)
        super().__init__(choices=choices, coerce=lambda typed: typed == "yes", **kwargs)


def _field(question: RegistrationField, given: Any) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label, "required": question.is_required, "error_messages": NEEDED,
        "initial": given,
    }  # fmt: skip
    if question.kind == FieldKind.TEXT:
        return LineField(max_length=ANSWER, **common)
    if question.kind == FieldKind.YES:
        common["initial"] = {True: "yes", False: "no"}.get(given)
        return YesField(widget=forms.RadioSelect, **common)
    # What was chosen before the options changed can be kept.
    earlier = given if isinstance(given, list) else [given] if given else []
    options = list(dict.fromkeys([*question.options, *earlier]))
    choices = [(option, option) for option in options]
    if question.kind == FieldKind.ONE:
        if not question.is_required:
            choices.append(NOTHING)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


class FieldForm(forms.Form):
    """A question of the organisers."""

    label = LineField(
        label=_("Question"), max_length=200,
        error_messages={"required": _("Please write what you want to know.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind of answer"), choices=FieldKind.choices, widget=forms.RadioSelect,
        initial=FieldKind.TEXT,
    )  # fmt: skip
    options = TextField(
        label=_("What can be chosen"), max_length=OPTIONS * (OPTION + 1), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    is_required = forms.BooleanField(label=_("must be answered"), required=False)

    def clean_options(self) -> list[str]:
        """Return the lines, each once."""
        typed = self.cleaned_data["options"].split("\n")
        lines = list(dict.fromkeys(line for part in typed if (line := clean_line(part))))
        if len(lines) > OPTIONS:
            raise ValidationError(
                _("Please give at most %(count)d to choose from."), params={"count": OPTIONS}
            )
        if any(len(line) > OPTION for line in lines):
            raise ValidationError(
                _("Please keep each line to %(count)d characters."), params={"count": OPTION}
            )
        return lines

    def plan(self) -> FieldPlan:
        """Return the clean words for the action."""
        return FieldPlan(**self.cleaned_data)


def initial_of_field(asked: RegistrationField) -> dict[str, object]:
    """Return a stored question as its form shows it."""
    return {
        "label": asked.label, "kind": asked.kind, "options": "\n".join(asked.options),
        "is_required": asked.is_required,
    }  # fmt: skip


class StepForm(forms.Form):
    """One step up or down."""

    move = forms.ChoiceField(choices=[(move, move) for move in ("up", "down")])


class OfferForm(forms.Form):
    """What the member says to a place that is offered."""

    deed = forms.ChoiceField(choices=[(deed, deed) for deed in ("accept", "decline")])


class DeleteForm(forms.Form):
    """How many answers the organiser knows to go with a question."""

    answers = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
