"""What organisers send from their console."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField

PACES = (0, 1, 2, 5)  # minutes between two contributions of one member


class PaceForm(forms.Form):
    """How fast a discussion may go."""

    minutes = forms.TypedChoiceField(coerce=int, choices=[(n, str(n)) for n in PACES])


class LockForm(forms.Form):
    """Why nobody may write for now; without a reason the discussion is opened again."""

    reason = LineField(
        label=_("Why nobody may write"),
        max_length=300,
        error_messages={"required": _("Please say in a sentence why.")},
    )
