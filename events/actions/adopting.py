"""Carrying what was said in the hall into ideas with an owner, who is asked first."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from discussions.access import may_moderate
from discussions.models import Comment, is_more_open
from events.access import audience_of
from events.models import Adoption, AgendaItem, Poll, Question, Reply
from events.sources import Said, Source, may_take_up, source_of, source_of_adoption
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas import access as ideas
from ideas.actions import Content, note_origin, publish_idea, save_draft
from ideas.actions.write import require_boards
from ideas.models import Idea, State, Topic
from live.record import record
from members.access import require_part, takes_part
from members.models import Member
from members.telling import tell


@dataclass(frozen=True)
class Seed:
    """Clean words of what is to become an idea, and who is to own it."""

    title: str
    text: str
    owner: Member
    topics: list[Topic] = field(default_factory=list)


@transaction.atomic
def take_up(
    *, actor: Member, item: AgendaItem, seed: Seed, comment: Comment | None = None,
    question: Question | None = None, poll: Poll | None = None,
) -> Adoption:  # fmt: skip
    """Ask a member to own what was said; who takes up their own words owns them at once.

    It is one of the three: a contribution, a question, the result of a poll. Who has said it, and
    those who moderate the slot, may do so. Raises Conflict where somebody was quicker.
    """
    actor = require_part(actor)
    source = _locked(item, comment or question or poll)
    if not may_take_up(actor, source):
        raise Forbidden
    _require_seed(actor, source, seed)
    adoption = Adoption(
        item=item, owner=seed.owner, asked_by=actor, title=seed.title, text=seed.text,
        comment=source.comment, question=source.question, poll=source.poll,
    )  # fmt: skip
    try:
        with transaction.atomic():
            adoption.save(force_insert=True)
    except IntegrityError:
        sentence = _("Somebody was quicker: this contribution has been taken up already.")
        raise Conflict(sentence) from None
    adoption.topics.set(seed.topics)
    record("adoption.asked", streams=[], actor=actor, obj=adoption)
    if seed.owner.pk != actor.pk:
        tell(members=[seed.owner], kind="adoption.asked", obj=adoption)
    return adoption


@transaction.atomic
def accept_adoption(*, owner: Member, adoption: Adoption, publish: bool) -> Idea:
    """Own the idea: as a draft to go on with, or published at once."""
    owner, adoption = _asked(owner, adoption)
    source = _locked(adoption.item, source_of_adoption(adoption).said)
    _require_quotable(owner, source, list(adoption.topics.all()))
    words = Content(adoption.title, adoption.text, list(adoption.topics.all()))
    idea = save_draft(author=owner, content=words)
    audience = audience_of(adoption.item.event)
    note_origin(idea=idea, words=origin_words(source), path=source.path, audience=audience)
    adoption.idea = idea
    _store(adoption, Reply.ACCEPTED)
    record("adoption.accepted", streams=[], actor=owner, obj=adoption)
    if adoption.asked_by_id != owner.pk:
        tell(members=[adoption.asked_by], kind="adoption.answered", obj=adoption)
    return publish_idea(author=owner, idea=idea) if publish else idea


@transaction.atomic
def decline_adoption(*, owner: Member, adoption: Adoption, answer: str = "") -> None:
    """Say no; the contribution stays, and somebody else can be asked."""
    owner, adoption = _asked(owner, adoption)
    adoption.answer = answer
    _store(adoption, Reply.DECLINED)
    record("adoption.declined", streams=[], actor=owner, obj=adoption)
    if adoption.asked_by_id != owner.pk:
        tell(members=[adoption.asked_by], kind="adoption.answered", obj=adoption)


@transaction.atomic
def withdraw_adoption(*, actor: Member, adoption: Adoption) -> None:
    """Ask no longer, as who has asked or as somebody who moderates the slot."""
    actor = require_part(actor)
    adoption = _open(adoption)
    if not (actor.pk == adoption.asked_by_id or may_moderate(actor, adoption.item.thread)):
        raise Forbidden
    _store(adoption, Reply.WITHDRAWN)
    record("adoption.withdrawn", streams=[], actor=actor, obj=adoption)


def origin_words(source: Source) -> str:
    """Return where and when it was said: event, slot, day and hour in the event's zone."""
    event = source.item.event
    hour = formats.date_format(source.when.astimezone(event.tz), "j. F Y, H:i")
    return f"{event.title} – {source.item.title} ({hour})"


def _locked(item: AgendaItem, said: Said | None) -> Source:
    """Return what was said as it is stored now, locked; a slot has only what was said in it."""
    if isinstance(said, Comment):
        rows: QuerySet[Any] = item.thread.comments.select_related("author")
    elif isinstance(said, Question):
        rows = item.questions.select_related("author")
    elif isinstance(said, Poll):
        rows = item.polls.prefetch_related("options")
    else:
        raise TypeError("one of comment, question and poll is taken up")
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=said.pk).first()
    if found is None:
        raise Conflict(_("This contribution is no longer there."))
    return source_of(found, item)


def _require_seed(actor: Member, source: Source, seed: Seed) -> None:
    thread, author = source.item.thread, source.author.pk if source.author else None
    if not source.is_there:
        raise Refused(_("This contribution is no longer there."))
    if source.is_off_record and actor.pk != author:
        raise Refused(_("Its author has asked not to quote it."))
    if not takes_part(seed.owner):
        raise Refused(_("An idea belongs to a member of the network."), field="owner")
    if actor.pk != seed.owner.pk and not may_moderate(actor, thread):
        raise Refused(_("Only moderators ask others. Please take it up yourself."), field="owner")
    require_boards(seed.owner, seed.topics)
    if seed.owner.pk != author and _opens(source.item, seed.topics):
        sentence = _(
            "These are the words of somebody else. "
            "Please choose topics that no more people read than the event."
        )
        raise Refused(sentence, field="topics")


def _require_quotable(owner: Member, source: Source, topics: list[Topic]) -> None:
    """Refuse what its author, or a moderator, has taken back since the owner was asked."""
    if not source.is_there:
        raise Conflict(_("This contribution is no longer there."))
    if source.author is not None and source.author.pk == owner.pk:
        return
    if source.is_off_record:
        raise Conflict(_("Its author has asked not to quote it."))
    if _opens(source.item, topics):
        raise Conflict(_("Fewer people read this event now than would read the idea."))


def _opens(item: AgendaItem, topics: list[Topic]) -> bool:
    audience = ideas.audience_of(State.PUBLISHED, topics)
    return is_more_open(audience, audience_of(item.event))


def _asked(owner: Member, adoption: Adoption) -> tuple[Member, Adoption]:
    owner = require_part(owner)
    adoption = _open(adoption)
    if adoption.owner_id != owner.pk:
        raise Forbidden
    return owner, adoption


def _open(adoption: Adoption) -> Adoption:
    if adoption.question_id is not None:  # before it, as whoever takes their question back
        list(Question.objects.select_for_update(no_key=True).filter(pk=adoption.question_id))
    rows = Adoption.objects.select_for_update(of=("self",), no_key=True)
    related = ("item__event", "item__thread", "comment__author", "question__author", "poll")
    stored = rows.select_related(*related, "asked_by")
    found = stored.filter(pk=adoption.pk).first()
    if found is None:
        raise Conflict(_("This question is no longer there."))
    if found.reply != Reply.ASKED:
        raise Conflict(
            _("This is settled already: %(reply)s.") % {"reply": Reply(found.reply).label}
        )
    return found


def _store(adoption: Adoption, reply: Reply) -> None:
    adoption.reply, adoption.replied = reply, timezone.now()
    adoption.save(update_fields=["reply", "replied", "answer", "idea"])
