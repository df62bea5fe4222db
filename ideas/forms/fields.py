"""Fields for what is chosen by its name: topics, municipalities, tags."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField
from ideas.models import Tag
from members.models import Municipality


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Topics by number; one that no database can hold is as unknown as any other."""

    def clean(self, value: Any) -> Any:
        """Refuse what is too long for a number before a query sees it."""
        for key in value or ():
            if len(str(key)) > 18:
                code = "invalid_choice"
                raise ValidationError(self.error_messages[code], code=code, params={"value": key})
        return super().clean(value)


class MunicipalityField(LineField):
    """A municipality by its key (AGS), or by a name that only one has: `Nagold (08235046)`."""

    def clean(self, value: Any) -> Any:
        """Return the municipality, or None for nothing."""
        words = super().clean(value)
        if not words:
            return None
        key = words.rpartition("(")[2].rstrip(")").strip()
        found = list(Municipality.objects.filter(pk=key) or Municipality.objects.filter(name=words))
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("Several municipalities have this name. Please choose one."))
        raise ValidationError(_("We do not know this municipality. Please choose one of the list."))


class TagField(LineField):
    """A tag in use, by its name, whatever its capitals, or by its slug."""

    def clean(self, value: Any) -> Any:
        """Return the tag, or None for nothing."""
        words = super().clean(value).removeprefix("#").strip()
        if not words:
            return None
        found = Tag.objects.filter(Q(key=words.casefold()) | Q(slug=words)).first()
        if found is None:
            raise ValidationError(_("No idea has this tag."))
        return found
