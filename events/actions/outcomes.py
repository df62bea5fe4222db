"""From what was said to the idea that it has become: a link, and a letter to who wanted to know."""

from django.db import transaction

from discussions.actions import link_outcome
from events.models import Adoption, Event, Poll, Question
from events.podium import wanted_by
from ideas.models import Idea
from live.record import record
from members.models import Member
from members.telling import tell


@transaction.atomic
def lead_to_idea(*, idea: Idea) -> None:
    """Lead from what was said to an idea that is out now; doing it again changes nothing."""
    related = Adoption.objects.select_related(
        "item__event", "comment", "question__item__event", "poll__item__event"
    )
    adoption = related.filter(idea=idea).first()
    if adoption is None:
        return
    path, event = f"/ideen/{idea.pk}/", adoption.item.event
    if adoption.comment is not None:
        link_outcome(actor=idea.author, comment=adoption.comment, path=path)
    elif adoption.question is not None and _link(adoption.question, path, idea.author, event):
        wanted = wanted_by(adoption.question).exclude(pk=idea.author_id)
        tell(members=wanted, kind="adoption.born", obj=adoption)
    elif adoption.poll is not None:
        _link(adoption.poll, path, idea.author, event)


def _link(said: Question | Poll, path: str, actor: Member, event: Event) -> bool:
    """Store the path and tell open pages; return whether it is new."""
    rows = type(said).objects.filter(pk=said.pk).exclude(outcome=path)
    if not rows.update(outcome=path):
        return False
    family = "question" if isinstance(said, Question) else "poll"
    is_seen = isinstance(said, Poll) or said.is_open_to_all
    streams = event.streams if is_seen else [event.console]
    record(f"{family}.linked", streams=streams, actor=actor, obj=said)
    return True
