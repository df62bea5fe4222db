"""Polls as organisers write them, and votes as they come in."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.actions import PollPlan
from events.models import OPTION_LENGTH, Poll, PollKind, PollOption
from ideaforge.errors import Refused
from ideaforge.fields import LineField, TextField, split_line
from ideaforge.text import clean_line
from ideas.forms.fields import DIGITS, VersionedForm

KINDS = [
    (PollKind.SINGLE, _("One of several answers")),
    (PollKind.MULTIPLE, _("Any of several answers")),
    ("scale5", _("A scale from 1 to 5")),
    ("scale10", _("A scale from 1 to 10")),
    (PollKind.CLOUD, _("A word cloud")),
    (PollKind.RANKING, _("A ranking")),
]
SCALES = {"scale5": 5, "scale10": 10}


class PollForm(VersionedForm):
    """A poll; its answers stand one on a line."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial=PollKind.SINGLE
    )
    text = LineField(
        label=_("Question"), max_length=300,
        error_messages={"required": _("Please write the question.")},
    )  # fmt: skip
    options = TextField(
        label=_("Answers, one on a line"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("At most so many of them"), min_value=1, max_value=12, required=False
    )
    shows_at_once = forms.BooleanField(
        label=_("Everybody sees the result while the poll is open"), required=False
    )

    def clean_options(self) -> list[str]:
        """Return the answers without empty and repeated ones."""
        found = split_line(self.cleaned_data["options"], at="\n")
        if any(len(line) > OPTION_LENGTH for line in found):
            message = _("Please shorten each answer to %(most)d characters.")
            raise forms.ValidationError(message, params={"most": OPTION_LENGTH})
        return found

    def plan(self) -> PollPlan:
        """Return the clean words for the action."""
        data = dict(self.cleaned_data)
        data.pop("version")
        kind = data.pop("kind")
        is_scale = kind in SCALES
        return PollPlan(PollKind.SCALE if is_scale else kind, steps=SCALES.get(kind, 5), **data)


def initial_poll(poll: Poll) -> dict[str, Any]:
    """Return the stored words of a poll as its form shows them."""
    kind = f"scale{poll.steps}" if poll.kind == PollKind.SCALE else poll.kind
    return {
        "kind": kind, "text": poll.text, "most": poll.most, "version": poll.version,
        "shows_at_once": poll.shows_at_once,
        "options": "\n".join(option.text for option in poll.options.all()),
    }  # fmt: skip


def answer_in(poll: Poll, data: QueryDict) -> list[Any]:
    """Return the answer that a page has sent, as the action takes it.

    Several polls share the page's form, so each names its fields by its number.
    """
    name = f"answer-{poll.pk}"
    if poll.kind == PollKind.RANKING:
        return _ranked(poll.options.all(), name, data)
    given = data.getlist(name)
    if poll.kind == PollKind.CLOUD:
        try:
            return [word for word in map(clean_line, given) if word]
        except forms.ValidationError as wrong:
            raise Refused(wrong.messages[0], field="answer") from wrong
    return [_number(one) for one in given]


def _ranked(options: Any, name: str, data: QueryDict) -> list[int]:
    places: dict[int, PollOption] = {}
    for option in options:
        if not (given := data.get(f"{name}-{option.pk}", "")):
            continue
        if places.setdefault(_number(given), option) != option:
            raise Refused(gettext("Please give each place once."), field="answer")
    return [places[place].pk for place in sorted(places)]


def _number(given: str) -> int:
    if not given.isdecimal() or len(given) > DIGITS:
        raise Refused(gettext("This answer is not one of those given."), field="answer")
    return int(given)
