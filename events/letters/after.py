"""The letter after an event: what I asked, what I supported, what came of it, and how to join."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from events.letters.readers import Pair, readable
from events.models import (
    OPEN_TO_ALL,
    Adoption,
    Event,
    Minutes,
    MinutesState,
    Question,
    QuestionSupport,
    Registration,
    Standing,
    State,
)
from ideas.merging import where_they_live
from ideas.models import Idea
from members.models import Notice
from members.telling import Letter, writes

Key = tuple[int, int]  # numbers of an event and of a member


@dataclass
class Own:
    """What an event was for one member."""

    asked: list[Question] = field(default_factory=list)
    supported: list[Question] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)


@writes("event.after")
def afterwards(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Write to those who were registered; ideas that they may not read are not named."""
    came = _came(notices)
    keys = {notice.pk: (notice.object_id, notice.member_id) for notice in notices}
    own = _own(set(came))
    written = _with_minutes(came)
    return {
        pk: _letter(came[key], own[key], has_minutes=key[0] in written)
        for pk, key in keys.items() if key in came
    }  # fmt: skip


def _came(notices: Sequence[Notice]) -> dict[Key, Event]:
    rows = Registration.objects.filter(
        event__in={notice.object_id for notice in notices}, event__state=State.ANNOUNCED,
        member__in={notice.member_id for notice in notices}, member__is_active=True,
        standing=Standing.REGISTERED,
    )  # fmt: skip
    return {(one.event_id, one.member_id): one.event for one in rows.select_related("event")}


def _own(keys: set[Key]) -> dict[Key, Own]:
    events, members = {event for event, _ in keys}, {member for _, member in keys}
    found: dict[Key, Own] = defaultdict(Own)
    open_ones = Question.objects.filter(item__event__in=events, state__in=OPEN_TO_ALL)
    for one in open_ones.filter(author__in=members).select_related("item").order_by("pk"):
        if one.author_id is not None:
            found[one.item.event_id, one.author_id].asked.append(one)
    supports = QuestionSupport.objects.filter(question__in=open_ones, member__in=members)
    for two in supports.select_related("question__item").order_by("question"):
        if two.member_id is not None:
            found[two.question.item.event_id, two.member_id].supported.append(two.question)
    for event, idea, pairs in _born(events, members):
        for _idea, member in pairs:
            found[event, member].ideas.append(idea)
    return found


def _born(events: set[int], members: set[int]) -> Iterable[tuple[int, Idea, set[Pair]]]:
    rows = Adoption.objects.filter(item__event__in=events, idea__isnull=False).order_by("pk")
    born = list(rows.values_list("item__event", "idea"))
    today = where_they_live(number for _event, number in born)
    ideas = Idea.objects.select_related("author", "pilot").in_bulk(set(today.values()))
    pairs = readable(ideas.values(), members)
    for event, number in dict.fromkeys((event, today[number]) for event, number in born):
        yield event, ideas[number], {pair for pair in pairs if pair[0] == number}


def _with_minutes(came: dict[Key, Event]) -> set[int]:
    # Whoever is registered takes part, so published minutes are for all of them.
    events = {event for event, _member in came}
    rows = Minutes.objects.filter(item__event__in=events, state=MinutesState.PUBLISHED)
    return set(rows.values_list("item__event", flat=True))


def _letter(event: Event, own: Own, *, has_minutes: bool) -> Letter:
    words = [
        _("Thank you for being there. This is what is left of “%(title)s” for you:")
        % {"title": event.title},
        _listed(_("What you asked:"), [_asked(one) for one in own.asked]),
        _listed(_("What you wanted to know as well:"), [_asked(one) for one in own.supported]),
        _listed(_("Ideas that have come of it:"), [_idea(one) for one in own.ideas]),
        _("The minutes stand on the page of the event.") if has_minutes else "",
    ]
    if own.ideas:
        url, button = reverse("event_ideas", args=[event.pk, event.slug]), _("I join a pilot")
    else:
        url, button = event.get_absolute_url(), _("To the event")
    subject = _("What is left of “%(title)s”") % {"title": event.title}
    return Letter(subject, "\n\n".join(part for part in words if part), url, button)


def _listed(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(f"– {line}" for line in lines)]) if lines else ""


def _asked(question: Question) -> str:
    text = " ".join(question.text.split())
    if question.answer:
        return _("%(question)s (answered in writing)") % {"question": text}
    return text


def _idea(idea: Idea) -> str:
    plan = getattr(idea, "pilot", None)
    names = {"title": idea.title, "owner": idea.author.name}
    if plan is None:
        return _("%(title)s, by %(owner)s") % names
    return _("%(title)s, by %(owner)s, pilot: %(stage)s") % (
        names | {"stage": plan.get_stage_display()}
    )
