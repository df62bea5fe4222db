"""Questions to the podium, and how a slot takes them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import ANSWER_LENGTH, QUESTION_LENGTH, AgendaItem
from ideaforge.fields import TextField


class QuestionForm(forms.Form):
    """A question; `key` is made by the page, so that the same words are stored once."""

    text = TextField(
        label=_("Your question"), max_length=QUESTION_LENGTH,
        error_messages={"required": _("Please write something first.")},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)
    unnamed = forms.BooleanField(label=_("Ask without my name"), required=False)


class AnswerForm(forms.Form):
    """An answer in writing."""

    text = TextField(
        label=_("The answer"), max_length=ANSWER_LENGTH,
        error_messages={"required": _("Please write something first.")},
    )  # fmt: skip


class RulesForm(forms.Form):
    """Whether and how the podium of a slot is asked."""

    takes_questions = forms.BooleanField(label=_("Take questions"), required=False)
    looks_first = forms.BooleanField(
        label=_("We look at questions before others read them"), required=False
    )
    allows_anonymous = forms.BooleanField(
        label=_("Questions may be asked without a name"), required=False
    )


def initial_rules(item: AgendaItem) -> dict[str, bool]:
    """Return the rules of a slot as its form shows them."""
    return {name: getattr(item, name) for name in RulesForm.base_fields}
