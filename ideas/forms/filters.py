"""The filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField
from ideas.access import topics_visible_to
from ideas.forms.fields import MunicipalityField, SectionField, TagField
from ideas.models import Section, Stage, Topic
from members.models import Land, Member


class FilterForm(forms.Form):
    """The filters of the list; they stand in the address, and combine."""

    suche = LineField(
        label=_("Search"), max_length=200, required=False,
        widget=forms.SearchInput(attrs={"placeholder": _("Words of title and text")}),
    )  # fmt: skip
    thema: "forms.ModelChoiceField[Topic]" = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), to_field_name="slug", required=False,
        empty_label=_("all topics"),
    )  # fmt: skip
    abschnitt = SectionField(
        Section.objects.none(), required=False, widget=forms.HiddenInput, label=_("Section")
    )
    tag = TagField(label=_("Tag"), max_length=60, required=False)
    art = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("ideas and pilots")), ("idee", _("ideas")), ("pilot", _("pilots"))],
        required=False,
    )
    phase = forms.ChoiceField(
        label=_("Stage"), choices=[("", _("all stages")), *Stage.choices], required=False
    )
    land = forms.ChoiceField(
        label="Land", choices=[("", _("all Länder")), *Land.choices], required=False
    )
    kommune = MunicipalityField(
        label=_("Municipality"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "places"}),
    )  # fmt: skip
    meine = forms.BooleanField(label=_("only mine"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("", _("best match, else newest")), ("neu", _("newest")),
            ("aktiv", _("latest activity")),
            ("unterstuetzt", _("most supported")),
        ],
        required=False,
    )  # fmt: skip

    NAMES = {
        "suche": "query", "thema": "topic", "abschnitt": "section", "tag": "tag", "art": "kind",
        "phase": "stage", "land": "land", "kommune": "municipality", "meine": "mine",
        "sort": "sort",
    }  # fmt: skip

    def __init__(self, *args: Any, member: Member | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = topics_visible_to(member)
        self.fields["thema"].queryset = topics  # type: ignore[attr-defined]
        sections = Section.objects.filter(topic__in=topics).select_related("topic")
        self.fields["abschnitt"].queryset = sections  # type: ignore[attr-defined]
        self.knows_reader = member is not None

    def clean(self) -> dict[str, Any]:
        """Forget the section of a board when another one was chosen."""
        cleaned = super().clean() or self.cleaned_data
        section = cleaned.get("abschnitt")
        if section is not None and cleaned.get("thema") != section.topic:
            cleaned["abschnitt"] = None
        return cleaned

    def wish(self) -> dict[str, object]:
        """Return the filters that make sense, under the names of the query."""
        self.is_valid()
        return {self.NAMES[name]: value for name, value in self.cleaned_data.items() if value}

    def labels(self) -> dict[str, str]:
        """Return what narrows the list in words, by parameter."""
        shown = {}
        for name, value in self.cleaned_data.items():
            if value and name != "sort":
                choices = dict(getattr(self.fields[name], "choices", ()) or ())
                plain = isinstance(self.fields[name], forms.ChoiceField)
                plain = plain and not isinstance(self.fields[name], forms.ModelChoiceField)
                shown[name] = str(choices.get(value, value) if plain else value)
        if "meine" in shown:
            shown["meine"] = str(self.fields["meine"].label)
        return shown
