"""What curators and the office send about free tags."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField
from ideas.forms.curation import REASON
from ideas.forms.fields import TagField
from ideas.models import Tag


class DeedForm(forms.Form):
    """A deed that is done with a reason, or not at all."""

    reason = LineField(
        label=_("Why?"),
        max_length=REASON,
        error_messages={"required": _("Please say in a sentence why.")},
    )


class RenameTagForm(DeedForm):
    """Another name for a tag; `before` is the one that stood there."""

    name = LineField(
        label=_("New name"),
        max_length=settings.TAG_LENGTH,
        error_messages={"required": _("Please give it a name.")},
    )
    before = LineField(widget=forms.HiddenInput, max_length=100, required=False)

    def clean_name(self) -> str:
        """Take a leading # away; a comma would make it two."""
        name: str = self.cleaned_data["name"].lstrip("#").strip()
        if not name:
            raise ValidationError(_("Please give it a name."))
        if "," in name:
            raise ValidationError(_("A tag cannot contain a comma."))
        return name


class IntoTagForm(forms.Form):
    """The tag into which another one goes; it stands in the address of the page that asks."""

    into = TagField(
        label=_("Merge into"),
        max_length=60,
        error_messages={"required": _("Please choose another tag.")},
    )

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tag = tag

    def clean_into(self) -> Tag:
        """Refuse nothing, and the tag itself."""
        into: Tag | None = self.cleaned_data["into"]
        if into is None or into == self.tag:
            raise ValidationError(_("Please choose another tag."))
        return into


class MergeTagsForm(IntoTagForm, DeedForm):
    """Merging, with its reason."""
