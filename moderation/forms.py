"""What comes in from people who report, decide and object."""

import re
from typing import Any, ClassVar

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from ideaforge.fields import LineField, TextField
from ideas.access import topics_curated_by
from ideas.models import Topic
from members.models import Member
from moderation.actions.decide import Verdict
from moderation.models import CaseState, Kind, Measure, Rule
from moderation.words import REASONS

CASE_SEEN = re.compile(r"([1-9][0-9]{0,17}):([1-9][0-9]{0,8})", re.ASCII)
REASON = {"required": _("Please say in a sentence why.")}


class ReportForm(forms.Form):
    """A reason from a short list, and a sentence."""

    rule = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Rule.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    reason = LineField(label=_("In a sentence"), max_length=500, error_messages=REASON)


class ContactForm(ReportForm):
    """A notice of illegal content by somebody without an account."""

    link = LineField(
        label=_("Address of the page or contribution"),
        max_length=500,
        error_messages={"required": _("Please paste the address from your browser here.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want to hear what comes of it"), required=False
    )
    website = forms.CharField(required=False, max_length=200)  # for robots; people do not see it

    field_order = ("link", "rule", "reason", "email")

    def target(self) -> tuple[str, int] | None:
        """Return kind and number of what the address leads to, None where it is none of ours."""
        path = re.sub(r"^https?://[^/]+", "", self.cleaned_data["link"])
        anchor = re.search(r"#comment-([0-9]{1,18})$", path)
        if anchor:
            return "comment", int(anchor[1])
        try:
            match = resolve(re.split(r"[?#]", path)[0])
        except Resolver404:
            return None
        kinds = {"comment": "comment", "idea": "idea", "idea_by_number": "idea"}
        kind = kinds.get(match.url_name or "")
        return (kind, match.kwargs["pk"]) if kind else None


class VerdictForm(forms.Form):
    """A decision; which measures there are depends on the case and on who decides."""

    measure = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what should happen.")},
    )
    rule = forms.ChoiceField(
        label=_("Rule of the house"), choices=[("", "–"), *Rule.choices], required=False
    )
    reason = TextField(label=_("Reason"), max_length=1000, required=False)
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("Minutes between two contributions"), required=False, min_value=1, max_value=60
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        field.choices = [(one.value, one.label) for one in measures]  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 3

    def verdict(self) -> Verdict:
        """Return what was decided, without the fields that do not belong to the measure."""
        data = self.cleaned_data
        leaves = data["measure"] == Measure.LEAVE
        # What the form began with is the reason of a measure, not of leaving it.
        if leaves and data["reason"] in map(str, REASONS.values()):
            data["reason"] = ""
        timed = data["measure"] in (Measure.LOCK, Measure.SILENCE)
        return Verdict(
            measure=data["measure"],
            rule="" if leaves else data["rule"],
            reason=data["reason"],
            until=data["until"] if timed else None,
            minutes=data["minutes"] if data["measure"] == Measure.SLOW else None,
        )


class BulkForm(forms.Form):
    """The same decision for several cases; each value is `number:version`."""

    QUICK = (Measure.LEAVE, Measure.HIDE, Measure.REMOVE)

    measure = forms.ChoiceField(
        label=_("Decision"), choices=[(one.value, one.label) for one in QUICK]
    )
    rule = forms.ChoiceField(
        label=_("Rule of the house"), choices=[("", "–"), *Rule.choices], required=False
    )
    reason = LineField(label=_("Reason"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # they stand outside the form, beside the list
            field.widget.attrs["form"] = "desk-form"


def cases_seen(values: list[str]) -> dict[int, int]:
    """Return the version of each case that was seen, by its number; what is malformed is left."""
    matches = [CASE_SEEN.fullmatch(value) for value in values[:100]]
    return {int(match[1]): int(match[2]) for match in matches if match}


class ReasonForm(forms.Form):
    """A sentence why."""

    reason = LineField(label=_("Reason"), max_length=1000, error_messages=REASON)


class PassOnForm(ReasonForm):
    """Handing a case over to the office."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AppealForm(forms.Form):
    """An objection."""

    reason = TextField(
        label=_("Why do you object?"),
        max_length=2000,
        error_messages={"required": _("Please say in a few sentences why.")},
    )


class AnswerForm(forms.Form):
    """The decision on an objection."""

    granted = forms.ChoiceField(
        label=_("Decision"),
        choices=[("no", _("Dismiss: the decision stands")), ("yes", _("Grant: it is undone"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what should happen.")},
    )
    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        error_messages={"required": _("Please give the reason; the author reads it.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


AGES = [("", _("any age")), ("2", _("older than 2 days")), ("7", _("older than a week"))]


class BoardFilter(forms.Form):
    """Filters that stand in the address and combine; `NAMES` are those of the query."""

    NAMES: ClassVar[dict[str, str]]
    thema: "forms.ModelChoiceField[Topic]" = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), to_field_name="slug", required=False,
        empty_label=_("all topics"),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thema"].queryset = topics_curated_by(member)  # type: ignore[attr-defined]

    def wish(self) -> dict[str, Any]:
        """Return the filters that make sense, under the names of the query."""
        self.is_valid()
        return {self.NAMES[name]: value for name, value in self.cleaned_data.items() if value}


class QueueFilter(BoardFilter):
    """The filters of the queue."""

    field_order = ("zustand", "art", "thema", "alter", "meine")
    zustand = forms.ChoiceField(
        label=_("State"), choices=[("", _("undecided")), *CaseState.choices], required=False
    )
    art = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *Kind.choices], required=False
    )
    alter = forms.ChoiceField(label=_("Age"), choices=AGES, required=False)
    meine = forms.BooleanField(label=_("only those I work on"), required=False)

    NAMES = {
        "zustand": "state", "art": "kind", "thema": "board", "alter": "days", "meine": "mine",
    }  # fmt: skip


class LogFilter(BoardFilter):
    """The filters of the log."""

    wer = LineField(label=_("Who (handle)"), max_length=80, required=False)
    was = LineField(label=_("What"), max_length=40, required=False)
    von = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    bis = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    NAMES = {"thema": "board", "wer": "actor", "was": "verb", "von": "since", "bis": "until"}
