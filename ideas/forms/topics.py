"""What the office sends about topics."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField, TextField
from ideas.access import boards_in_use
from ideas.forms.curation import DESCRIPTION
from ideas.forms.fields import MembersField
from ideas.forms.tags import DeedForm
from ideas.models import Hue, Topic, Visibility
from members.models import Member

NAME = 60  # characters; it has to fit on a tile
# Symbols of the sprite that are drawn for topics, each with what it shows.
GLYPHS = [
    ("boat", _("boat")), ("digitalisierung", _("chip")), ("bildung", _("mortarboard")),
    ("klimaschutz", _("leaf")), ("energiepolitik", _("flash")),
    ("stadtentwicklung", _("houses")), ("kommunikation", _("megaphone")),
    ("partizipation", _("ballot box")), ("kooperation", _("two circles")), ("people", _("people")),
    ("place", _("place on a map")), ("insight", _("star")), ("thanks", _("heart")),
    ("comment", _("speech bubble")), ("idea", _("light bulb")), ("pin", _("pin")),
]  # fmt: skip


class TopicNameForm(DeedForm):
    """Another name for a topic; `before` is the one that stood there."""

    name = LineField(
        label=_("Name"),
        max_length=NAME,
        error_messages={"required": _("Please give it a name.")},
    )
    before = LineField(widget=forms.HiddenInput, max_length=100, required=False)


class FaceOfTagForm(TopicNameForm):
    """What a tag needs to become a topic."""

    hue = forms.ChoiceField(
        label=_("Colour"), choices=Hue.choices, widget=forms.RadioSelect, initial=Hue.BLUE
    )
    glyph = forms.ChoiceField(
        label=_("Symbol"), choices=GLYPHS, widget=forms.RadioSelect, initial="boat"
    )


class ModeratorsForm(DeedForm):
    """Who looks after a topic; the form needs to know who asks."""

    moderators = MembersField(
        label=_("Moderators"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moderators"].reader = member  # type: ignore[attr-defined]


class NewTopicForm(ModeratorsForm, FaceOfTagForm):
    """Everything that a topic begins with."""

    description = TextField(
        label=_("What this topic is about"), max_length=DESCRIPTION, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who reads this topic"), choices=Visibility.choices, widget=forms.RadioSelect,
        initial=Visibility.PUBLIC,
    )  # fmt: skip


def names_of(members: Any) -> str:
    """Return members as the field for them shows them."""
    return ", ".join(f"{member.name} ({member.handle})" for member in members)


class IntoTopicForm(forms.Form):
    """The topic into which another one goes; it stands in the address of the page that asks."""

    into: "forms.ModelChoiceField[Topic]" = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Merge into"), to_field_name="slug",
        empty_label=_("Please choose"),
        error_messages={"required": _("Please choose another topic that is open."),
                        "invalid_choice": _("Please choose another topic that is open.")},
    )  # fmt: skip

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = boards_in_use().exclude(pk=topic.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class MergeTopicsForm(IntoTopicForm, DeedForm):
    """Merging, with its reason and a yes to what cannot be undone."""

    sure = forms.BooleanField(
        label=_("I know that this cannot be undone."),
        error_messages={"required": _("Please confirm this first.")},
    )

    def clean_into(self) -> Topic:
        """Refuse what is no topic."""
        into = self.cleaned_data["into"]
        if not isinstance(into, Topic):
            raise ValidationError(_("Please choose another topic that is open."))
        return into


class OrderForm(forms.Form):
    """One step of a topic among the others."""

    move = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])
