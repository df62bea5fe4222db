"""Fields for what is chosen by its name: topics, municipalities, tags."""

from functools import reduce
from operator import or_
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField, TextField, split_line
from ideas.models import Section
from ideas.tags import tag_known_as
from members.access import members_visible_to
from members.models import Member, Municipality

DIGITS = 18  # of the longest number that a database can hold


class VersionedForm(forms.Form):
    """A form that knows on which version of its object it was begun."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def renew_version(self, version: int) -> None:
        """Show the form again on top of the version that is stored now."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version)
        self.data = typed


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Topics by number; one that no database can hold is as unknown as any other."""

    def clean(self, value: Any) -> Any:
        """Refuse what is too long for a number before a query sees it."""
        for key in value or ():
            if len(str(key)) > DIGITS:
                code = "invalid_choice"
                raise ValidationError(self.error_messages[code], code=code, params={"value": key})
        return super().clean(value)


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A section by its number; one that no database can hold is as unknown as any other."""

    def to_python(self, value: Any) -> Section | None:
        """Refuse what is too long for a number before a query sees it."""
        if len(str(value)) > DIGITS:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        found: Section | None = super().to_python(value)
        return found


class MembersField(TextField):
    """Members by handle or by a name that only one has, with commas or lines between them.

    The form sets `reader`: who asks sees whom.
    """

    reader: Member | None = None

    def clean(self, value: Any) -> Any:
        """Return the members in the order in which they were named."""
        words = split_line(super().clean(value).replace("\n", ","), at=",")
        if not words:
            return []
        keys = [word.rpartition("(")[2].rstrip(")").strip().removeprefix("@") for word in words]
        named = reduce(or_, (Q(name__iexact=word) for word in words))
        by_key = Q(handle__in=[key.casefold() for key in keys])
        known = list(members_visible_to(self.reader).filter(named | by_key))
        pairs = zip(words, keys, strict=True)
        found = {member.pk: member for member in (_only(*pair, known) for pair in pairs)}
        return list(found.values())


def _only(words: str, key: str, known: list[Member]) -> Member:
    by_key = [member for member in known if member.handle == key.casefold()]
    found = by_key or [one for one in known if one.name.casefold() == words.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(
            _("Several members are called %(name)s. Please use the handle: %(handles)s"),
            params={"name": words, "handles": ", ".join(f"@{one.handle}" for one in found)},
        )
    raise ValidationError(_("We know no member called %(name)s."), params={"name": words})


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
        found = tag_known_as(words)
        if found is None:
            raise ValidationError(_("No idea has this tag."))
        return found
