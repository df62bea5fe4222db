"""Questions to the podium as the organisers steer them: looked at, ordered, answered."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions.event import organised
from events.models import AgendaItem, Question, QuestionState
from ideaforge.errors import Conflict, Refused
from ideaforge.text import RENDERER, render
from live.record import record
from members.models import Member
from members.telling import tell


@transaction.atomic
def set_podium(
    *, actor: Member, item: AgendaItem, takes_questions: bool, allows_anonymous: bool,
    looks_first: bool,
) -> AgendaItem:  # fmt: skip
    """Say whether and how the podium of a slot is asked."""
    event = organised(actor, item.event)
    rows = AgendaItem.objects.select_for_update(of=("self",), no_key=True).filter(event=event)
    item = rows.select_related("event", "thread").get(pk=item.pk)
    if allows_anonymous != item.allows_anonymous and item.questions.exists():
        # Supports are counted by person or by device, and not by both.
        raise Refused(
            _("Somebody has asked already, so this stays as it is for this slot."),
            field="allows_anonymous",
        )
    item.takes_questions, item.looks_first = takes_questions, looks_first
    item.allows_anonymous = allows_anonymous
    item.save(update_fields=["takes_questions", "looks_first", "allows_anonymous"])
    record("podium.changed", streams=event.streams, actor=actor, obj=item)
    return item


@transaction.atomic
def show_question(*, actor: Member, question: Question) -> Question:
    """Let everybody read a question, or put it back among the open ones."""
    question = _steered(actor, question)
    # Nobody supports it any more after the slot was closed: it is answered in writing.
    state = QuestionState.LATER if question.is_counted else QuestionState.SHOWN
    return _moved(actor, question, "question.shown", state=state, answered=None)


@transaction.atomic
def hide_question(*, actor: Member, question: Question) -> Question:
    """Take a question away from everybody but the organisers."""
    question = _steered(actor, question)
    return _moved(actor, question, "question.hidden", state=QuestionState.HIDDEN, is_pinned=False)


@transaction.atomic
def pin_question(*, actor: Member, question: Question) -> Question:
    """Say that this question is the next one; whatever was next is it no longer."""
    organised(actor, question.item.event)
    next_or_this = Q(is_pinned=True) | Q(pk=question.pk)
    rows = Question.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    related = rows.select_related("item__event").filter(next_or_this, item=question.item_id)
    found = {one.pk: one for one in related}
    for other in found.values():
        if other.is_pinned and other.pk != question.pk:
            _moved(actor, other, "question.unpinned", is_pinned=False)
    stored = found.get(question.pk)
    if stored is None or stored.state != QuestionState.SHOWN:
        raise Conflict(_("This question is not among the open ones."))
    return _moved(actor, stored, "question.pinned", is_pinned=True)


@transaction.atomic
def unpin_question(*, actor: Member, question: Question) -> Question:
    """Let a question stand among the others again."""
    return _moved(actor, _steered(actor, question), "question.unpinned", is_pinned=False)


@transaction.atomic
def mark_answered(*, actor: Member, question: Question) -> Question:
    """Say that the podium has answered a question."""
    question = _read(_steered(actor, question))
    return _moved(
        actor, question, "question.answered",
        state=QuestionState.ANSWERED, is_pinned=False, answered=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def answer_later(*, actor: Member, question: Question) -> Question:
    """Leave a question over for an answer in writing."""
    question = _read(_steered(actor, question))
    return _moved(actor, question, "question.left", state=QuestionState.LATER, is_pinned=False)


@transaction.atomic
def write_answer(*, actor: Member, question: Question, text: str) -> Question:
    """Answer a question in writing, or change that answer; who asked by name is told once."""
    question = _read(_steered(actor, question))
    is_first = not question.answer
    spoken = question.state == QuestionState.ANSWERED
    state = QuestionState.ANSWERED if spoken else QuestionState.LATER
    question = _moved(
        actor, question, "question.written", state=state, is_pinned=False, answer=text,
        answer_html=render(text), renderer=RENDERER, answered=timezone.now(),
    )  # fmt: skip
    if is_first and question.author_id != actor.pk:
        tell(members=[question.author], kind="question.answered", obj=question)
    return question


def _steered(actor: Member, question: Question) -> Question:
    organised(actor, question.item.event)
    rows = Question.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("item__event", "author").filter(pk=question.pk).first()
    if found is None:
        raise Conflict(_("This question is no longer there."))
    return found


def _read(question: Question) -> Question:
    if question.state == QuestionState.HIDDEN:
        raise Conflict(_("This question is hidden. Please show it first."))
    return question


def _moved(actor: Member, question: Question, verb: str, **fields: Any) -> Question:
    was_open = question.is_open_to_all
    changed = [name for name, value in fields.items() if getattr(question, name) != value]
    if not changed:
        return question
    for name in changed:
        setattr(question, name, fields[name])
    question.save(update_fields=changed)
    event = question.item.event
    seen = was_open or question.is_open_to_all
    streams = event.streams if seen else [event.console]
    record(verb, streams=streams, actor=actor, obj=question)
    return question
