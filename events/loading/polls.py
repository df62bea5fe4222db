"""The polls of a slot of the demo: opened, voted in, closed."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from events.actions import PollPlan, close_poll, make_poll, open_poll
from events.loading.past import Row, dated, minutes_after
from events.models import WITH_OPTIONS, AgendaItem, Poll, Vote
from members.models import Member

WORDS = ("kind", "text", "options", "shows_at_once", "most", "steps")


def poll_all(
    item: AgendaItem, row: Row, people: dict[str, Member], there: Sequence[Member], office: Member
) -> None:
    """Hold the polls of a slot; one without an end in the file stays open."""
    for one in row.get("poll", []):
        opened = minutes_after(item.starts, one["opened"])
        poll = _open(item, one, office, opened)
        named = [people[key] for key in one.get("voters", [])]
        _vote(poll, one, named or there)
        if "closed" in one:
            _close(poll, office, minutes_after(item.starts, one["closed"]))


def plan_of(row: Row) -> PollPlan:
    """Return what a poll of the files asks."""
    return PollPlan(**{name: row[name] for name in WORDS if name in row})


def answer_of(poll: Poll, given: Sequence[object]) -> list[object]:
    """Return an answer as votes hold it; the files name options by their place, from 0."""
    if poll.kind not in WITH_OPTIONS:
        return list(given)
    numbers = {option.position: option.pk for option in poll.options.all()}
    return [numbers[place] for place in given if isinstance(place, int)]


def _open(item: AgendaItem, row: Row, office: Member, when: datetime) -> Poll:
    with dated(when):
        poll = make_poll(actor=office, item=item, plan=plan_of(row))
        poll = open_poll(actor=office, poll=poll)
    Poll.objects.filter(pk=poll.pk).update(created=when, opened=when, told=when)
    return poll


def _vote(poll: Poll, row: Row, voters: Sequence[Member]) -> None:
    one_by_one = iter(voters)
    Vote.objects.bulk_create(
        Vote(poll=poll, member=member, answer=answer_of(poll, given), is_told=True)
        for count, given in row["answers"]
        for member in islice(one_by_one, count)
    )


def _close(poll: Poll, office: Member, when: datetime) -> None:
    with dated(when):
        close_poll(actor=office, poll=poll)
    Poll.objects.filter(pk=poll.pk).update(closed=when)
