"""What moderators send to merge ideas, to part them again, and to split contributions off."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField, TextField
from ideas.access import topics_visible_to
from ideas.actions import Content
from ideas.forms.fields import TopicsField
from ideas.merging import named
from ideas.models import Idea, Topic
from members.models import Member

SAY_WHY = {"required": _("Please say in a sentence why.")}


def reason_field() -> LineField:
    """Return the field for the sentence that stands in the log of the board."""
    return LineField(label=_("Reason"), max_length=500, error_messages=SAY_WHY)


class OtherForm(forms.Form):
    """The other idea: by its number, its address or its title. `several` are those that fit."""

    mit = LineField(
        label=_("Number, address or title of the other idea"),
        max_length=300,
        error_messages={"required": _("Please name the other idea.")},
    )

    def __init__(self, *args: Any, member: Member, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.idea = member, idea
        self.several: list[Idea] = []

    def clean_mit(self) -> Idea:
        """Return the one idea that is meant."""
        found = named(self.member, self.idea, self.cleaned_data["mit"])
        if len(found) == 1:
            return found[0]
        self.several = found
        if found:
            raise ValidationError(_("Several ideas fit. Please choose one."))
        raise ValidationError(_("Among the ideas that you look after there is no other like this."))


class MergeForm(forms.Form):
    """Which of the two is kept, and why."""

    behalten = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = reason_field()


class UndoForm(forms.Form):
    """Why a merge or a split is undone."""

    reason = reason_field()


class SplitForm(forms.Form):
    """The contributions that become an idea, and what that idea says."""

    comments = forms.MultipleChoiceField(
        label=_("Contributions"),
        error_messages={
            "required": _("Please choose at least one contribution."),
            "invalid_choice": _("One of these contributions no longer stands here."),
        },
    )
    title = LineField(
        label=_("Title of the new idea"),
        max_length=settings.TITLE_LENGTH,
        error_messages={"required": _("Please give your idea a title.")},
    )
    text = TextField(
        label=_("Text of the new idea"),
        max_length=settings.IDEA_LENGTH,
        error_messages={"required": _("Please describe your idea in a few sentences.")},
    )
    topics = TopicsField(
        Topic.objects.none(),
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose one to three topics.")},
    )
    reason = reason_field()

    def __init__(self, *args: Any, member: Member, comments: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = topics_visible_to(member)  # type: ignore[attr-defined]
        self.fields["comments"].choices = [(str(pk), pk) for pk in comments]  # type: ignore[attr-defined]

    def clean_topics(self) -> list[Topic]:
        """Allow at most three."""
        topics = list(self.cleaned_data["topics"])
        if len(topics) > settings.TOPICS_PER_IDEA:
            raise ValidationError(_("Please choose at most three topics."))
        return topics

    def content(self) -> Content:
        """Return the clean words for the action."""
        data = self.cleaned_data
        return Content(title=data["title"], text=data["text"], topics=data["topics"])

    def numbers(self) -> list[int]:
        """Return the numbers of the chosen contributions."""
        return [int(number) for number in self.cleaned_data["comments"]]
