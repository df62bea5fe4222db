"""Slots that are over, with everything that minutes are made of."""

from typing import Any

from events.actions import (
    Words,
    begin_minutes,
    close_poll,
    mark_answered,
    publish_minutes,
    support_question,
    take_off_air,
    write_answer,
)
from events.models import AgendaItem, Minutes, Poll, Question, Spotlight
from members.models import Member
from tests.cast import Cast, make_members, say
from tests.events import podia


def over(cast: Cast, **rules: Any) -> AgendaItem:
    """Return a slot that was on air and is over; the moderator organises its event."""
    item = podia.on_air(cast, **rules)
    take_off_air(actor=cast.moderator, event=item.event)
    return podia.stored(item)


def lively(cast: Cast, **rules: Any) -> AgendaItem:
    """Return one in which much was said: `Canary …` is what may not leak once it is gone."""
    item = podia.on_air(cast, **rules)
    crowd = make_members(4)
    for who in (cast.author, cast.mate, *crowd):
        say(who, item, f"Canary comment of {who.name}")
    for who, words in ((cast.author, "spoken"), (cast.mate, "written"), (crowd[0], "open")):
        podia.ask(who, item, f"Canary {words} question?")
    voters = [cast.author, cast.mate, *crowd]
    supported = question(item, "spoken")
    for who in crowd:
        support_question(actor=who, question=supported)
    poll = podia.poll(cast.moderator, item, text="Canary poll?")
    for place, who in enumerate(voters):
        podia.choose(who, poll, place % 2)
    close_poll(actor=cast.moderator, poll=poll)
    mark_answered(actor=cast.moderator, question=question(item, "spoken"))
    take_off_air(actor=cast.moderator, event=item.event)
    written = question(item, "written")
    write_answer(actor=cast.moderator, question=written, text="The **canary** answer.")
    return podia.stored(item)


def question(item: AgendaItem, words: str) -> Question:
    """Return the question with a word in it."""
    return podia.again(item.questions.get(text__contains=words))


def poll_of(item: AgendaItem) -> Poll:
    """Return the poll of a slot."""
    return Poll.objects.select_related("item__event", "item__thread").get(item=item)


def minutes_of(item: AgendaItem) -> Minutes:
    """Return the minutes of a slot as they are stored now."""
    return Minutes.objects.select_related("item__event").get(item=item)


def published(actor: Member, item: AgendaItem, **words: Any) -> Minutes:
    """Publish the minutes of a slot, to participants unless said otherwise."""
    minutes = minutes_of(item)
    given = Words(**{"text": "Wir **schreiben** einen Brief.", **words})
    publish_minutes(actor=actor, minutes=minutes, words=given, version=minutes.version)
    return minutes_of(item)


def lit(item: AgendaItem) -> None:
    """Let every contribution of a slot have stood in the spotlight."""
    Spotlight.objects.bulk_create(
        Spotlight(item=item, comment=one) for one in item.thread.comments.order_by("pk")
    )


def page_of(item: AgendaItem, ending: str = "protokoll/") -> str:
    """Return the address of the minutes of the slot's event."""
    return f"{item.event.get_absolute_url()}{ending}"


def form_of(item: AgendaItem, **fields: Any) -> dict[str, Any]:
    """Return what the form of the minutes sends."""
    minutes = minutes_of(item)
    given = {"text": minutes.text, "readers": minutes.readers, "version": str(minutes.version)}
    return given | {"deed": "save"} | fields


def edit_url(item: AgendaItem) -> str:
    """Return where the minutes of a slot are written."""
    return page_of(item, f"protokoll/{item.pk}/bearbeiten/")


def fill(cast: Cast, item: AgendaItem) -> None:
    """Ask and answer a question and a poll in a slot that is on air."""
    asked = podia.ask(cast.author, item, "Canary spoken question?")
    mark_answered(actor=cast.moderator, question=asked)
    poll = podia.poll(cast.moderator, item, text="Canary poll?")
    podia.choose(cast.author, poll, 0)
    close_poll(actor=cast.moderator, poll=poll)


def lively_again(cast: Cast) -> AgendaItem:
    """Return another slot that is over, with a question and a poll."""
    item = podia.on_air(cast)
    fill(cast, item)
    take_off_air(actor=cast.moderator, event=item.event)
    return podia.stored(item)


def begun(cast: Cast, item: AgendaItem) -> Minutes:
    """Begin the minutes of a slot whose end nobody has said."""
    return begin_minutes(actor=cast.moderator, item=item)
