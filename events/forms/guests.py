"""What guests say of themselves at the door, and what organisers do there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField


class EntryForm(forms.Form):
    """The name under which a guest talks along."""

    name = LineField(
        label=_("Your name"), max_length=80, min_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please give your name; it stands beside your words."),
                        "min_length": _("Please give your name; it stands beside your words.")},
    )  # fmt: skip
    standing = LineField(
        label=_("Municipality or task"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip


class GuestForm(EntryForm):
    """What somebody says who would like to come as a guest; the mail is shown to be theirs."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Please give an e-mail to which we can write.")},
    )  # fmt: skip


class DoorForm(forms.Form):
    """Opening the door, closing it, or having another code."""

    deed = forms.ChoiceField(choices=[("open", "open"), ("renew", "renew"), ("close", "close")])
