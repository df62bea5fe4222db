"""What is asked of the archive; every filter stands in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Kind
from ideaforge.fields import LineField


class ArchiveForm(forms.Form):
    """Words, kind and year."""

    suche = LineField(
        label=_("Search"), max_length=200, required=False,
        widget=forms.SearchInput(attrs={"placeholder": _("Words of events and minutes")}),
    )  # fmt: skip
    art = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all kinds")), *Kind.choices], required=False
    )
    jahr = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("all years")), *((str(year), str(year)) for year in years)]
        self.fields["jahr"].choices = choices  # type: ignore[attr-defined]

    def wish(self) -> dict[str, str]:
        """Return the filters that make sense: `query`, `kind`, `year`."""
        self.is_valid()
        names = {"suche": "query", "art": "kind", "jahr": "year"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value}
