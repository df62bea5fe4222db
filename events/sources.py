"""What an idea can be made of: a contribution, a question to the podium, the result of a poll."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access import get_comment, may_moderate
from discussions.models import Comment
from events.access import get_slot_of
from events.models import Adoption, AgendaItem, Poll, PollKind, PollState, Question
from events.podium import get_poll, get_question, wanted_by
from events.results import FEWEST, outcome_of
from members.access import takes_part
from members.models import Member

Said = Comment | Question | Poll


@dataclass(frozen=True)
class Source:
    """What was said in a slot; `kind` is the field of `Adoption` that holds it.

    `author` is None where nobody said it by name. `text` is Markdown, `path` leads there.
    """

    kind: str
    said: Said
    item: AgendaItem
    author: Member | None
    text: str
    when: datetime
    path: str

    @property
    def comment(self) -> Comment | None:
        """What was said, where it is a contribution."""
        return self.said if isinstance(self.said, Comment) else None

    @property
    def question(self) -> Question | None:
        """What was said, where it is a question."""
        return self.said if isinstance(self.said, Question) else None

    @property
    def poll(self) -> Poll | None:
        """What was said, where it is a poll."""
        return self.said if isinstance(self.said, Poll) else None

    @property
    def opening(self) -> str:
        """The first sentence, without the marks of Markdown."""
        if isinstance(self.said, Poll):
            return self.said.text
        return self.text.strip().splitlines()[0].lstrip("#>*- ").split(". ")[0]

    @property
    def told(self) -> int:
        """How many people wanted to know it by name, who are told when it is an idea."""
        return wanted_by(self.said).count() if isinstance(self.said, Question) else 0

    @property
    def is_there(self) -> bool:
        """Whether everybody who reads the slot reads it."""
        if isinstance(self.said, Comment):
            return self.said.is_visible
        if isinstance(self.said, Question):
            return self.said.is_open_to_all
        return self.said.state == PollState.CLOSED

    @property
    def is_off_record(self) -> bool:
        """Whether its author has asked not to quote it."""
        return isinstance(self.said, Comment) and self.said.off_record


def source_of(said: Said, item: AgendaItem) -> Source:
    """Return what was said, as an idea is made of it."""
    if isinstance(said, Comment):
        path = said.get_absolute_url()
        return Source("comment", said, item, said.author, said.text, said.created, path)
    on_podium = reverse("podium", args=[item.event_id, item.event.slug, item.pk])
    path = f"{on_podium}#{said.element}"
    if isinstance(said, Question):
        return Source("question", said, item, said.author, said.text, said.created, path)
    return Source("poll", said, item, None, poll_words(said), said.closed or said.created, path)


def source_of_adoption(adoption: Adoption) -> Source:
    """Return what an adoption has taken up."""
    said = adoption.comment or adoption.question or adoption.poll
    assert said is not None  # a constraint of the table
    return source_of(said, adoption.item)


def poll_words(poll: Poll) -> str:
    """Return a poll and its result as Markdown; of very few votes only that there were some."""
    if not poll.result or poll.result["votes"] < FEWEST:
        return f"**{poll.text}**"
    outcome = outcome_of(poll, poll.result)
    unit = "{} %" if poll.kind not in (PollKind.RANKING, PollKind.CLOUD) else "{}"
    lines = [
        f"- {bar.label}: " + unit.format(bar.percent if "%" in unit else bar.number)
        for bar in outcome.bars
    ]
    votes = _("%(count)d votes") % {"count": outcome.votes}
    return "\n".join([f"**{poll.text}** ({votes})", "", *lines])


def may_take_up(member: Member | None, source: Source) -> bool:
    """Tell whether the member may make an idea of it: who has said it, and who moderates."""
    if member is None or not takes_part(member):
        return False
    is_own = source.author is not None and source.author.pk == member.pk
    return is_own or may_moderate(member, source.item.thread)


def get_source(member: Member | None, kind: str, pk: int) -> Source:
    """Return what was said in a slot and the member may read, else 404."""
    if kind == "comment":
        comment = get_comment(member, pk)
        return source_of(comment, get_slot_of(comment))
    said = get_question(member, pk) if kind == "question" else get_poll(member, pk)
    source = source_of(said, said.item)
    if not source.is_there:
        raise Http404
    return source
