"""What comes in from people about themselves."""

import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField
from members.models import Member

PLACE = re.compile(r"(idea-new-[0-9a-f-]{36}|idea-[0-9]{1,18}|thread-[0-9]{1,18})")
FIELDS_MOST, FIELD_LENGTH = 20, 30_000


class ProfileForm(forms.ModelForm[Member]):
    """What a member says of themselves."""

    name = LineField(label=_("Name"), max_length=120)
    office = LineField(label=_("Your position"), max_length=120, required=False)

    class Meta:
        model = Member
        fields = ("name", "office", "language")


class DraftForm(forms.Form):
    """Words typed so far, sent by the page's script every few seconds."""

    place = forms.RegexField(rf"\A{PLACE.pattern}\Z")
    version = forms.IntegerField(min_value=1, max_value=2**53)
    words = forms.CharField(max_length=65_536)

    def clean_words(self) -> dict[str, str]:
        """Return the fields by name; nothing here is checked further, it is not published."""
        try:
            fields = json.loads(self.cleaned_data["words"])
        except (ValueError, RecursionError) as error:
            raise ValidationError("not JSON") from error
        if not isinstance(fields, dict) or len(fields) > FIELDS_MOST:
            raise ValidationError("not an object of fields")
        return {
            str(name)[:40]: str(words)[:FIELD_LENGTH].encode(errors="ignore").decode()
            .replace("\x00", "")
            for name, words in fields.items()
        }  # fmt: skip
