"""The words of an event and of its slots."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.actions import Plan, Slot
from events.forms.times import TimeField, zone_choices
from events.models import AgendaItem, Event, Kind, Readers
from ideaforge.fields import LineField, TextField
from ideas.access import ideas_visible_to, topics_visible_to
from ideas.forms import MunicipalityField, TopicsField
from ideas.forms.fields import MembersField, VersionedForm
from ideas.forms.topics import names_of
from ideas.models import Cover, Topic
from members.models import Member

NO_TIME = {"required": _("Please give a day and an hour.")}


class EventForm(VersionedForm):
    """An event as its organisers write it. Show and read it in the zone of the event."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.LOUNGE
    )
    title = LineField(
        label=_("Title"), max_length=200,
        error_messages={"required": _("Please give the event a title.")},
    )  # fmt: skip
    starts = TimeField(label=_("Begins"), error_messages=NO_TIME)
    ends = TimeField(label=_("Ends"), error_messages=NO_TIME)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, initial="Europe/Berlin")
    place = LineField(label=_("Place"), max_length=200, required=False)
    address = LineField(label=_("Address"), max_length=300, required=False)
    directions = TextField(
        label=_("How to get there"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    municipality = MunicipalityField(label=_("Host"), max_length=120, required=False)
    text = TextField(label=_("What it is about"), max_length=settings.IDEA_LENGTH, required=False)
    cover = forms.ChoiceField(
        label=_("Cover"), choices=Cover.choices, widget=forms.RadioSelect, required=False
    )
    audience = forms.ChoiceField(
        label=_("Open to"), choices=Readers.choices, widget=forms.RadioSelect,
        initial=Readers.MEMBERS,
    )  # fmt: skip
    invited = MembersField(
        label=_("Invited members"), max_length=12_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    guests_register = forms.BooleanField(
        label=_("Guests may register with name and e-mail"), required=False
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, required=False)
    opens = TimeField(label=_("Registration from"), required=False)
    closes = TimeField(label=_("Registration until"), required=False)
    organisers = MembersField(
        label=_("Organisers"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    by_schedule = forms.BooleanField(label=_("Slots go on air by the clock"), required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("invited", "organisers"):
            self.fields[name].reader = member  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """Return the clean words for the action."""
        data = dict(self.cleaned_data)
        data["host"] = data.pop("municipality")
        data.pop("version")
        return Plan(**data)


def initial_of(event: Event) -> dict[str, object]:
    """Return the stored words of an event as its form shows them."""
    names = [name for name in EventForm.base_fields if hasattr(event, name)]
    found = {name: getattr(event, name) for name in names if name not in ("invited", "organisers")}
    host = event.host
    return found | {
        "municipality": f"{host.name} ({host.ags})" if host else "",
        "invited": names_of(event.invited.all()),
        "organisers": names_of(event.organisers.all()),
    }


class SlotForm(VersionedForm):
    """A slot of the agenda. Show and read it in the zone of the event."""

    title = LineField(
        label=_("Title"), max_length=200,
        error_messages={"required": _("Please give the slot a title.")},
    )  # fmt: skip
    starts = TimeField(label=_("Begins"), error_messages=NO_TIME)
    ends = TimeField(label=_("Ends"), error_messages=NO_TIME)
    speaker = LineField(label=_("Speaker"), max_length=200, required=False)
    room = LineField(label=_("Room"), max_length=100, required=False)
    is_break = forms.BooleanField(label=_("A break: nothing is discussed"), required=False)
    text = TextField(
        label=_("What it is about"), max_length=settings.COMMENT_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    topics = TopicsField(
        Topic.objects.none(), label=_("Topics"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    ideas = LineField(label=_("Ideas by number"), max_length=200, required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["topics"].queryset = topics_visible_to(member)  # type: ignore[attr-defined]

    def clean_ideas(self) -> list[Any]:
        """Return the ideas whose numbers or addresses were typed."""
        words = self.cleaned_data["ideas"].replace(",", " ").split()
        numbers = [word.strip("#/").rpartition("/")[2].partition("-")[0] for word in words]
        wrong = [w for w, n in zip(words, numbers, strict=True) if not n.isdecimal() or len(n) > 18]
        found = ideas_visible_to(self.member).in_bulk([int(n) for n in numbers if not wrong])
        wrong += [number for number in numbers if not wrong and int(number) not in found]
        if wrong:
            raise forms.ValidationError(
                _("We know no idea with this number: %(words)s"),
                params={"words": ", ".join(wrong)},
            )
        return list(found.values())

    def slot(self) -> Slot:
        """Return the clean words for the action."""
        data = dict(self.cleaned_data)
        data.pop("version")
        return Slot(**data | {"topics": list(data["topics"])})


def initial_of_slot(item: AgendaItem) -> dict[str, object]:
    """Return the stored words of a slot as its form shows them."""
    names = ("title", "starts", "ends", "speaker", "room", "is_break", "text", "version")
    return {name: getattr(item, name) for name in names} | {
        "topics": [topic.pk for topic in item.topics.all()],
        "ideas": ", ".join(f"#{idea.pk}" for idea in item.ideas.all()),
    }


class CancelForm(forms.Form):
    """Why an event is called off."""

    reason = LineField(
        label=_("Why?"), max_length=500,
        error_messages={"required": _("Please say in a sentence why.")},
    )  # fmt: skip
