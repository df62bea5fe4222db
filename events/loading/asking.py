"""What the podium was asked in a slot of the demo, and what it answered."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from events.actions import answer_later, ask_question, mark_answered, pin_question, write_answer
from events.devices import key_of
from events.loading.past import Row, dated, minutes_after
from events.models import AgendaItem, Question, QuestionSupport
from members.models import Member

IN_WRITING = timedelta(days=3)  # after the slot


def ask_all(item: AgendaItem, row: Row, people: dict[str, Member], office: Member) -> None:
    """Ask, support and answer every question of a slot."""
    for place, one in enumerate(row.get("question", [])):
        asked = minutes_after(item.starts, one["minute"])
        question = _ask(item, one, people, asked, device=f"demo-{place}")
        _support(question, one, people)
        _answer(question, one, office)


def _ask(
    item: AgendaItem, row: Row, people: dict[str, Member], when: datetime, device: str
) -> Question:
    named = "author" in row
    key = uuid5(NAMESPACE_URL, f"{item.event.source}:{row['text']}")
    # Without a name somebody still has to be let in; nothing of it is stored.
    actor = people[row["author"]] if named else people["hollmann"]
    with dated(when):
        question = ask_question(
            actor=actor, item=item, text=row["text"], key=key, device="" if named else device
        ).question
    Question.objects.filter(pk=question.pk).update(created=when)
    return Question.objects.select_related("item__event", "item__thread").get(pk=question.pk)


def _support(question: Question, row: Row, people: dict[str, Member]) -> None:
    item = question.item
    if item.allows_anonymous:
        devices = [key_of(item, f"demo-support-{number}") for number in range(row["supports"])]
        rows = [QuestionSupport(question=question, device=device) for device in devices]
    else:
        rows = [QuestionSupport(question=question, member=people[key]) for key in row["supports"]]
    QuestionSupport.objects.bulk_create(rows)
    Question.objects.filter(pk=question.pk).update(support_count=len(rows))
    question.support_count = len(rows)


def _answer(question: Question, row: Row, office: Member) -> None:
    starts = question.item.starts
    answered = minutes_after(starts, row["answered"]) if "answered" in row else None
    with dated(answered or minutes_after(starts, row["minute"])):
        if answered:
            question = mark_answered(actor=office, question=question)
        if row.get("later"):
            answer_later(actor=office, question=question)
        if row.get("pinned"):
            pin_question(actor=office, question=question)
    if "answer" in row:
        answered = answered or starts + IN_WRITING
        with dated(answered):
            write_answer(actor=office, question=question, text=row["answer"].strip())
    Question.objects.filter(pk=question.pk, answered__isnull=False).update(answered=answered)
