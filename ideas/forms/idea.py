"""The words of an idea and of its plan, its stages and its supports."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField, TextField, split_line
from ideas.access import topics_open_to, topics_visible_to
from ideas.actions import Content
from ideas.forms.fields import MunicipalityField, TopicsField, VersionedForm
from ideas.models import CostRange, Idea, Stage, Topic
from members.models import Member

PLAN_LENGTH = settings.PLAN_FIELD_LENGTH


class IdeaForm(VersionedForm):
    """The words of an idea. What is missing for publishing, the action says."""

    title = LineField(
        label=_("Title"),
        max_length=settings.TITLE_LENGTH,
        error_messages={"required": _("Please give your idea a title.")},
    )
    text = TextField(label=_("Your idea"), max_length=settings.IDEA_LENGTH, required=False)
    topics = TopicsField(
        Topic.objects.none(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tags = LineField(label=_("Tags"), max_length=600, required=False)
    municipality = MunicipalityField(label=_("Municipality"), max_length=120, required=False)
    place = LineField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, member: Member, idea: Idea | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields["topics"]
        topics.queryset = topics_visible_to(member)  # type: ignore[attr-defined]
        # Offered is what takes ideas; of the others the action says why it does not.
        topics.choices = _offered(member, idea)  # type: ignore[attr-defined]

    def clean_topics(self) -> list[Topic]:
        """Allow at most three, the first one chosen leads."""
        topics = list(self.cleaned_data["topics"])
        if len(topics) > settings.TOPICS_PER_IDEA:
            raise ValidationError(_("Please choose at most three topics."))
        return topics

    def clean_tags(self) -> list[str]:
        """Split at commas; a leading # is not part of the tag."""
        tags = split_line(self.cleaned_data["tags"].replace("#", ""), at=",")
        if len(tags) > settings.TAGS_PER_IDEA:
            raise ValidationError(_("Please use at most eight tags."))
        if any(len(tag) > settings.TAG_LENGTH for tag in tags):
            raise ValidationError(_("A tag may have at most fifty characters."))
        return tags

    def content(self) -> Content:
        """Return the clean words for the action."""
        data = self.cleaned_data
        return Content(
            title=data["title"],
            text=data["text"],
            topics=data["topics"],
            tags=data["tags"],
            municipality=data["municipality"],
        )


class PilotForm(IdeaForm):
    """An idea together with its pilot plan."""

    need = TextField(label=_("Need"), max_length=PLAN_LENGTH, required=False)
    goal = TextField(label=_("Goal"), max_length=PLAN_LENGTH, required=False)
    approach = TextField(label=_("Approach"), max_length=PLAN_LENGTH, required=False)
    partners = TextField(label=_("Partners wanted"), max_length=PLAN_LENGTH, required=False)
    time_frame = LineField(label=_("Time frame"), max_length=120, required=False)
    cost_range = forms.ChoiceField(
        label=_("Cost range"), choices=CostRange.choices, initial=CostRange.UNKNOWN, required=False
    )
    success = TextField(label=_("How success is measured"), max_length=PLAN_LENGTH, required=False)
    reuse = TextField(label=_("What others need for reuse"), max_length=PLAN_LENGTH, required=False)

    def content(self) -> Content:
        """Return the clean words with the plan."""
        plan = {name: self.cleaned_data[name] for name in PLAN_NAMES}
        plan["cost_range"] = plan["cost_range"] or CostRange.UNKNOWN
        base = super().content()
        return Content(**{**vars(base), "plan": plan})


PLAN_NAMES = tuple(name for name in PilotForm.base_fields if name not in IdeaForm.base_fields)


def _offered(member: Member, idea: Idea | None) -> list[tuple[int, str]]:
    stands = Q(placements__content_object=idea) if idea else Q(pk__in=[])
    offered = topics_visible_to(member).filter(stands | Q(pk__in=topics_open_to(member)))
    return list(offered.distinct().values_list("pk", "name"))


def initial_for(member: Member, *, topic: str) -> dict[str, object]:
    """Return what a new idea begins with: the member's municipality, and the board they came from.

    `topic` is a slug; one that is unknown or not open to the member chooses nothing.
    """
    home = member.municipality
    boards = topics_open_to(member).filter(slug=topic.replace("\x00", "")[:100])
    return {
        "municipality": f"{home.name} ({home.ags})" if home else "",
        "topics": list(boards.values_list("pk", flat=True)),
    }


def initial_of(idea: Idea) -> dict[str, object]:
    """Return the stored words of an idea as its form shows them."""
    plan = getattr(idea, "pilot", None)
    place = idea.municipality
    return {
        "title": idea.title,
        "text": idea.text,
        "topics": [placement.tag_id for placement in idea.placements.order_by("pk")],
        "tags": ", ".join(idea.tag_uses.order_by("pk").values_list("tag__name", flat=True)),
        "municipality": f"{place.name} ({place.ags})" if place else "",
        "version": idea.version,
        **({name: getattr(plan, name) for name in PLAN_NAMES} if plan else {}),
    }


class StageForm(forms.Form):
    """A step of a pilot with its reason."""

    stage = forms.ChoiceField(label=_("New stage"), choices=Stage.choices)
    reason = LineField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Please say in a sentence why.")},
    )
    before = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)


class SupportForm(forms.Form):
    """Give support, or take it back."""

    on = forms.ChoiceField(choices=[("1", "1"), ("0", "0")])
