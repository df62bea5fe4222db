"""What organisers ask of their lists; every filter stands in the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.answers import options_of
from events.models import FieldKind, RegistrationField
from events.participants import Group, Presence, Sought
from ideaforge.fields import LineField

ASKED = "frage-"  # and the number of the question


class ParticipantFilter(forms.Form):
    """The filters of the list; each question with options is one of them."""

    suche = LineField(label=_("Name or municipality"), max_length=100, required=False)
    stand = forms.ChoiceField(
        label=_("State"), choices=[("", _("everybody")), *Group.choices], required=False
    )
    da = forms.ChoiceField(
        label=_("At the event"), choices=[("", _("no matter")), *Presence.choices], required=False
    )

    def __init__(self, *args: Any, fields: Sequence[RegistrationField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in fields:
            if one.kind != FieldKind.TEXT:
                choices = [("", _("no matter")), *options_of(one)]
                self.fields[f"{ASKED}{one.pk}"] = forms.ChoiceField(
                    label=one.label, choices=choices, required=False
                )

    def wish(self) -> Sought:
        """Return the filters that make sense."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        answers = {
            name.removeprefix(ASKED): value
            for name, value in given.items() if name.startswith(ASKED)
        }  # fmt: skip
        words, group = given.get("suche", ""), given.get("stand", "")
        return Sought(words, group, given.get("da", ""), answers)


class DeedForm(forms.Form):
    """One deed at the door."""

    deed = forms.ChoiceField(choices=[("in", "in"), ("out", "out"), ("undo", "undo")])
