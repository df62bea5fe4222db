"""What organisers write into minutes, and what they leave out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions import Words
from events.minutes import SlotMinutes
from events.models import MINUTES_LENGTH, MinutesReaders
from ideaforge.fields import TextField
from ideas.forms.fields import VersionedForm

LISTS = ("no_questions", "no_polls", "no_comments")


class MinutesForm(VersionedForm):
    """The organisers' own text; a tick leaves something out. Only what could stand there can be."""

    text = TextField(label=_("What we take with us"), max_length=MINUTES_LENGTH, required=False)
    no_questions = forms.TypedMultipleChoiceField(
        label=_("Leave out questions"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    no_polls = forms.TypedMultipleChoiceField(
        label=_("Leave out polls"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    no_comments = forms.TypedMultipleChoiceField(
        label=_("Leave out contributions"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    readers = forms.ChoiceField(
        label=_("Who reads them"), choices=MinutesReaders.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, slot: SlotMinutes, **kwargs: Any) -> None:
        minutes = slot.minutes
        kwargs["initial"] = {
            name: getattr(minutes, name) for name in ("text", "readers", "version", *LISTS)
        }
        super().__init__(*args, **kwargs)
        found = {
            "no_questions": [(one.pk, one.text) for one in slot.all_questions],
            "no_polls": [(one.poll.pk, one.poll.text) for one in slot.all_polls],
            "no_comments": [(one.pk, f"{one.author.name}: {one.text}") for one in slot.all_quotes],
        }
        self.kept: dict[str, list[int]] = {}
        for name, choices in found.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            known = {number for number, _words in choices}
            # What nobody reads at the moment may come back: it stays left out.
            self.kept[name] = [one for one in getattr(minutes, name) if one not in known]

    def words(self) -> Words:
        """Return the clean words for the action."""
        words = self.cleaned_data
        lists = {name: sorted({*words[name], *self.kept[name]}) for name in LISTS}
        return Words(words["text"], words["readers"], **lists)
