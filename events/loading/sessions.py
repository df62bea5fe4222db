"""What happened in the slots of an event of the demo: on air, said, asked, voted, taken up."""

from datetime import datetime

from events.actions import close_podium, put_on_air, set_podium, take_off_air
from events.actions.clock import close_slot
from events.loading.asking import ask_all
from events.loading.past import Row, dated, minutes_after
from events.loading.polls import poll_all
from events.loading.words import say_all, take_up_all
from events.models import LATE, AgendaItem, Event
from members.models import Member

BEGAN, ENDED = 1, 2  # minutes after what the agenda says
ON_THE_WAY = LATE.total_seconds() / 60


def play_slots(
    event: Event, row: Row, slots: list[AgendaItem], people: dict[str, Member], now: datetime
) -> None:
    """Let every slot that has begun by now go on air, with what was said in it, and end."""
    begun = [
        (item, one)
        for item, one in zip(slots, row["slot"], strict=True)
        if minutes_after(item.starts, BEGAN) <= now and not item.is_break
    ]
    people_there = [people[key] for key in row["people"]["registered"]]
    for item, one in begun:
        _play(item, one, people, people_there)
    if begun and event.ends <= now:
        with dated(_end(begun[-1][0])):
            take_off_air(actor=people["hollmann"], event=event)
    for item, _one in begun:
        _end_slot(item, now)


def _play(
    item: AgendaItem, row: Row, people: dict[str, Member], people_there: list[Member]
) -> None:
    office = people["hollmann"]
    began = minutes_after(item.starts, BEGAN)
    with dated(began):
        put_on_air(actor=office, item=item)
        if row.get("anonymous"):
            set_podium(
                actor=office, item=item, takes_questions=True, allows_anonymous=True,
                looks_first=False,
            )  # fmt: skip
    AgendaItem.objects.filter(pk=item.pk).update(went_on=began)
    item = AgendaItem.objects.select_related("event", "thread").get(pk=item.pk)
    said = say_all(item, row, people)
    ask_all(item, row, people, office)
    poll_all(item, row, people, people_there, office)
    take_up_all(item, row, people, said)


def _end_slot(item: AgendaItem, now: datetime) -> None:
    """Put the end of a slot where the agenda has it, and close what the clock would have closed."""
    over = AgendaItem.objects.filter(pk=item.pk, went_off__isnull=False)
    off = _end(item)
    if not over.update(went_off=min(off, now)) or off + LATE > now:
        return
    with dated(minutes_after(off, ON_THE_WAY)):
        close_slot(item.pk)
        close_podium(item=item)


def _end(item: AgendaItem) -> datetime:
    return minutes_after(item.ends, ENDED)
