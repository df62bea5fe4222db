"""What is sent when words of a session become an idea."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.actions import Seed
from events.sources import Source
from ideaforge.fields import LineField, TextField
from ideas.access import topics_open_to
from ideas.forms import TopicsField
from ideas.forms.fields import MembersField
from ideas.forms.topics import names_of
from ideas.models import Topic
from members.access import takes_part
from members.models import Member

FIRST = 120  # characters of a title that is made of a sentence


class SeedForm(forms.Form):
    """The words of the idea and its owner, begun with what was said."""

    title = LineField(
        label=_("Title"), max_length=settings.TITLE_LENGTH,
        error_messages={"required": _("Please give your idea a title.")},
    )  # fmt: skip
    text = TextField(
        label=_("Text"), max_length=settings.IDEA_LENGTH,
        error_messages={"required": _("Please describe your idea in a few sentences.")},
    )  # fmt: skip
    owner = MembersField(
        label=_("Whose idea is it?"), max_length=200, widget=forms.TextInput,
        error_messages={"required": _("Please name the member who will own the idea.")},
    )  # fmt: skip
    topics = TopicsField(
        Topic.objects.none(), label=_("Topics"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose one to three topics.")},
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].reader = member  # type: ignore[attr-defined]
        self.fields["topics"].queryset = topics_open_to(member)  # type: ignore[attr-defined]

    def clean_owner(self) -> Member:
        """Return the one member who was named."""
        named: list[Member] = self.cleaned_data["owner"]
        if len(named) != 1:
            raise forms.ValidationError(_("Please name the member who will own the idea."))
        return named[0]

    def clean_topics(self) -> list[Topic]:
        """Allow at most three."""
        topics = list(self.cleaned_data["topics"])
        if len(topics) > settings.TOPICS_PER_IDEA:
            raise forms.ValidationError(_("Please choose at most three topics."))
        return topics

    def seed(self) -> Seed:
        """Return the clean words for the action."""
        return Seed(**self.cleaned_data)


def seed_of(member: Member, source: Source) -> dict[str, object]:
    """Return what the form begins with: the first sentence, all words, and who said them."""
    author, said = source.author, source.text.strip()
    first = source.opening
    return {
        "title": first if len(first) <= FIRST else f"{first[: FIRST - 1].rstrip()}…",
        "text": said if author == member else _quoted(source, said),
        "owner": names_of([author]) if author is not None and takes_part(author) else "",
        "topics": [topic.pk for topic in source.item.topics.all()],
    }


def _quoted(source: Source, said: str) -> str:
    if source.kind == "poll":
        return said
    lines = "\n".join(f"> {line}" for line in said.splitlines())
    return f"{lines}\n\n– {source.author.name}" if source.author else lines


class ReplyForm(forms.Form):
    """What the owner says to it."""

    deed = forms.ChoiceField(
        choices=[(deed, deed) for deed in ("publish", "draft", "pilot", "decline", "withdraw")]
    )
    answer = LineField(label=_("A sentence to whoever asks"), max_length=500, required=False)
