"""What moderators send to move an idea to another board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField
from ideas.access import topics_curated_by, topics_visible_to
from ideas.forms.curation import REASON
from ideas.forms.tags import DeedForm
from ideas.models import Idea, Topic
from members.models import Member


class BoardField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A board by its slug; its name says who reads it."""

    def label_from_instance(self, obj: Topic) -> str:
        """Return the board with its readers."""
        return f"{obj.name} – " + _("read by") + f": {obj.get_visibility_display()}"


class MoveIdeaForm(DeedForm):
    """Which of its boards an idea leaves, where it goes, and why."""

    source = BoardField(
        Topic.objects.none(), label=_("It leaves"), to_field_name="slug",
        widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Please choose the topic that it leaves.")},
    )  # fmt: skip
    target = BoardField(
        Topic.objects.none(), label=_("It goes to"), to_field_name="slug",
        empty_label=_("Please choose"),
        error_messages={"required": _("Please choose where it goes.")},
    )  # fmt: skip
    opens = forms.BooleanField(
        label=_("I know that more people may read the idea and its discussion then."),
        required=False,
    )

    def __init__(self, *args: Any, member: Member, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = topics_curated_by(member).filter(placements__content_object=idea)
        others = topics_visible_to(member).filter(archived__isnull=True)
        self.fields["source"].queryset = here  # type: ignore[attr-defined]
        self.fields["target"].queryset = others.exclude(  # type: ignore[attr-defined]
            placements__content_object=idea
        )


class AnswerForm(forms.Form):
    """The answer to an offer; declining needs one."""

    deed = forms.ChoiceField(choices=[("accept", "accept"), ("decline", "decline")])
    answer = LineField(label=_("Your answer"), max_length=REASON, required=False)
