"""Questions to the podium as people in the hall ask, support and withdraw them.

In a slot that lets people ask without a name nothing says who asked or supported: not the row, and
not the log, whose actor is nobody then. Whoever acts is looked up only to see whether they may.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import may_moderate, require_readable, require_talking, require_voice
from events.actions.screen import leave_screen
from events.actions.tally import tell_supports
from events.devices import key_of
from events.models import (
    Adoption,
    AgendaItem,
    Question,
    QuestionState,
    QuestionSupport,
    Reply,
)
from ideaforge.errors import Conflict, Forbidden, Refused, TooFast
from live.record import record
from members.models import Member


@dataclass(frozen=True)
class Asked:
    """A stored question; `is_new` unless its key was known."""

    question: Question
    is_new: bool

    @property
    def is_waiting(self) -> bool:
        """Whether moderators look at it before others read it."""
        return self.question.state == QuestionState.WAITING


@transaction.atomic
def ask_question(
    *, actor: Member, item: AgendaItem, text: str, key: UUID, device: str = ""
) -> Asked:
    """Store a question, or return the one that the same key has stored.

    `device` is what the cookie of somebody holds who asks without a name, else empty. Raises
    Conflict for a known key with other words.
    """
    actor = require_voice(actor, item.thread)
    item = _locked(item)
    require_readable(actor, item.thread)
    asker = _unnamed(item, device) if device else {"author": actor}
    if (known := item.questions.filter(key=key).first()) is not None:
        return _known(known, text, asker)
    _require_asking(item)
    _require_pace(item, asker)
    # Without a name also for moderators: else what is seen at once is known to be theirs.
    waits = item.looks_first and (device or not may_moderate(actor, item.thread))
    state = QuestionState.WAITING if waits else QuestionState.SHOWN
    question = Question.objects.create(item=item, key=key, text=text, state=state, **asker)
    record("question.asked", streams=_streams(question), actor=question.author, obj=question)
    return Asked(question, is_new=True)


@transaction.atomic
def support_question(*, actor: Member, question: Question, device: str = "") -> int:
    """Support a question, once; return how many do."""
    question, supporter = _supportable(actor, question, device)
    if not question.supports.filter(**supporter).exists():
        QuestionSupport.objects.create(question=question, **supporter)
    return _count(question)


@transaction.atomic
def unsupport_question(*, actor: Member, question: Question, device: str = "") -> int:
    """Take one's support back; return how many are left."""
    question, supporter = _supportable(actor, question, device)
    question.supports.filter(**supporter).delete()
    return _count(question)


@transaction.atomic
def withdraw_question(*, actor: Member, question: Question, device: str = "") -> None:
    """Take one's own question back, words and all, unless it was answered."""
    actor = require_talking(actor, question.item.thread)
    question = _stored(question)
    if not is_own(question, actor, device):
        raise Forbidden
    if question.state == QuestionState.ANSWERED or question.answer:
        raise Refused(_("Your question was answered. It stays with its answer."))
    _forget_adoptions(question)
    leave_screen(question)
    record("question.withdrawn", streams=_streams(question), actor=question.author, obj=question)
    question.delete()


def _forget_adoptions(question: Question) -> None:
    """Ask nobody any longer to make an idea of it; one that is an idea already stays."""
    adoptions = Adoption.objects.select_for_update(of=("self",)).filter(question=question)
    if any(one.reply == Reply.ACCEPTED for one in adoptions.order_by("pk")):
        raise Refused(_("Your question has become an idea. It stays where it was asked."))
    Adoption.objects.filter(question=question).delete()


def is_own(question: Question, member: Member | None, device: str) -> bool:
    """Tell whether a member, or the device that they use, has asked this."""
    if question.author_id is not None:
        return member is not None and member.pk == question.author_id
    return question.device == key_of(question.item, device)


def _locked(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("event", "thread").get(pk=item.pk)


def _stored(question: Question) -> Question:
    rows = Question.objects.select_for_update(no_key=True)
    found = rows.filter(pk=question.pk).first()
    if found is None:
        raise Conflict(_("This question is no longer there."))
    return found


def _unnamed(item: AgendaItem, device: str) -> dict[str, Any]:
    if not item.allows_anonymous:
        raise Refused(_("Questions are asked by name here."), field="unnamed")
    if not item.salt and item.is_heard:
        # Whoever is first makes it; two at once agree on one.
        AgendaItem.objects.filter(pk=item.pk, salt="").update(salt=token_hex(32))
        item.refresh_from_db(fields=["salt"])
    return {"device": key_of(item, device) or None}


def _known(known: Question, text: str, asker: dict[str, Any]) -> Asked:
    same = known.author == asker.get("author") and known.device == asker.get("device")
    if not same or known.text != text:
        raise Conflict(_("This message was already sent with other words."))
    return Asked(known, is_new=False)


def _require_heard(item: AgendaItem) -> None:
    if not item.is_heard:
        raise Forbidden(_("This part of the event is closed."))


def _require_asking(item: AgendaItem) -> None:
    _require_heard(item)
    if item.is_break or not item.takes_questions:
        raise Forbidden(_("No questions are taken here."))


def _require_pace(item: AgendaItem, asker: dict[str, Any]) -> None:
    most, seconds = settings.QUESTION_RATE
    since = timezone.now() - timedelta(seconds=seconds)
    # By name in the whole platform; a device is another one in every slot.
    asked = Question.objects.filter(created__gt=since, **asker)
    if asked.count() >= most:
        raise TooFast(_("That was quick. Please wait a moment; your text is kept."), wait=seconds)


def _streams(question: Question) -> list[str]:
    event = question.item.event
    return event.streams if question.is_open_to_all else [event.console]


def _supportable(actor: Member, question: Question, device: str) -> tuple[Question, dict[str, Any]]:
    actor = require_voice(actor, question.item.thread)
    item = AgendaItem.objects.select_related("event", "thread").get(pk=question.item_id)
    require_readable(actor, item.thread)
    _require_heard(item)
    # Before the question, as everybody who locks both.
    supporter = _unnamed(item, device) if item.allows_anonymous else {"member": actor}
    question = _stored(question)
    if question.state != QuestionState.SHOWN or question.is_counted:
        raise Refused(_("This question can no longer be supported."))
    if item.allows_anonymous and not supporter["device"]:
        raise Refused(_("Please reload the page."))
    return question, supporter


def _count(question: Question) -> int:
    count = question.supports.count()
    if count != question.support_count:
        Question.objects.filter(pk=question.pk).update(support_count=count, is_told=False)
        transaction.on_commit(partial(tell_supports, question.item_id), robust=True)
    return count
