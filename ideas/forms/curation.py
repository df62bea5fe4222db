"""What curators send from a board."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField, TextField
from ideas.access import can_set_readers
from ideas.actions import Face, Rights
from ideas.actions.face import face_of
from ideas.actions.posting import rights_of
from ideas.forms.fields import MembersField, SectionField, VersionedForm
from ideas.models import Cover, Hue, Posting, Section, Stage, Topic, Visibility
from members.models import Member

DESCRIPTION, REASON = 600, 500  # characters


class PinForm(forms.Form):
    """One step of arranging the pinned ideas of a board."""

    move = forms.ChoiceField(choices=[(move, move) for move in ("pin", "unpin", "up", "down")])
    reason = LineField(max_length=REASON, required=False)


class ReasonForm(forms.Form):
    """A deed that is done with a reason, or not at all."""

    reason = LineField(
        label=_("Why?"),
        max_length=300,
        error_messages={"required": _("Please say in a sentence why.")},
    )


class WhyForm(forms.Form):
    """A deed that may be done without a reason."""

    reason = LineField(label=_("Why?"), max_length=REASON, required=False)


class FaceForm(VersionedForm):
    """What a board says of itself and looks like."""

    description = TextField(
        label=_("What this topic is about"), max_length=DESCRIPTION, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    wanted = LineField(label=_("Wanted now"), max_length=200, required=False)
    wanted_until = forms.DateField(
        label=_("Wanted until"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    hue = forms.ChoiceField(label=_("Colour"), choices=Hue.choices, widget=forms.RadioSelect)
    cover = forms.ChoiceField(
        label=_("Cover"), choices=Cover.choices, widget=forms.RadioSelect, required=False
    )
    reason = LineField(label=_("Why?"), max_length=REASON, required=False)

    def clean_wanted_until(self) -> object:
        """Refuse a new end that lies behind us; one that has passed by itself may stay."""
        until = self.cleaned_data["wanted_until"]
        if until and "wanted_until" in self.changed_data and until < timezone.localdate():
            raise ValidationError(_("This day is over. Please choose one that is still to come."))
        return until

    def face(self) -> Face:
        """Return the clean words for the action."""
        return Face(**{name: self.cleaned_data[name] for name in Face.__dataclass_fields__})


def initial_face(topic: Topic) -> dict[str, object]:
    """Return the face of a board as its form shows it."""
    return vars(face_of(topic)) | {"version": topic.version}


class ReadersForm(forms.Form):
    """Who reads a board; offered is what the member may choose."""

    visibility = forms.ChoiceField(label=_("Who reads this topic"), widget=forms.RadioSelect)
    reason = LineField(label=_("Why?"), max_length=REASON, required=False)

    def __init__(self, *args: Any, member: Member, topic: Topic, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"visibility": topic.visibility})
        super().__init__(*args, **kwargs)
        readers = [one for one in Visibility if can_set_readers(member, topic, one)]
        choices = [(one.value, one.label) for one in readers]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]


class RightsForm(VersionedForm):
    """Whose ideas a board takes."""

    posting = forms.ChoiceField(
        label=_("Who puts forward ideas here"), choices=Posting.choices, widget=forms.RadioSelect
    )
    invited = MembersField(
        label=_("Invited members"), max_length=6_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    holds_newcomers = forms.BooleanField(
        label=_("First contributions of new members are looked at first"), required=False
    )
    reason = LineField(label=_("Why?"), max_length=REASON, required=False)

    def __init__(self, *args: Any, member: Member, topic: Topic, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial_rights(topic))
        super().__init__(*args, **kwargs)
        self.fields["invited"].reader = member  # type: ignore[attr-defined]

    def rights(self) -> Rights:
        """Return the clean rights for the action."""
        return Rights(**{name: self.cleaned_data[name] for name in Rights.__dataclass_fields__})


def _initial_rights(topic: Topic) -> dict[str, object]:
    rights = rights_of(topic)
    invited = ", ".join(f"{member.name} ({member.handle})" for member in rights.invited)
    return vars(rights) | {"invited": invited, "version": topic.version}


class SectionForm(forms.Form):
    """The name of a section, and the stages of the pilots that fill it."""

    name = LineField(
        label=_("Name of the section"), max_length=60,
        error_messages={"required": _("Please give the section a name.")},
    )  # fmt: skip
    stages = forms.MultipleChoiceField(
        label=_("Pilots at these stages stand here by themselves"), choices=Stage.choices,
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    reason = LineField(label=_("Why?"), max_length=REASON, required=False)


class MoveForm(forms.Form):
    """One step of ordering sections."""

    move = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])


class FeatureForm(forms.Form):
    """The line that says why an idea is featured."""

    because = LineField(
        label=_("Why just this one?"), max_length=200,
        error_messages={"required": _("Please say in a line why.")},
    )  # fmt: skip


class FillForm(forms.Form):
    """The section into which an idea is put by hand."""

    section = SectionField(
        Section.objects.none(), label=_("Section"), required=False,
        empty_label=_("none – where it stands by itself"),
    )  # fmt: skip
    reason = LineField(label=_("Why?"), max_length=REASON, required=False)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_hand = topic.sections.filter(stages=[])
        self.fields["section"].queryset = by_hand  # type: ignore[attr-defined]
