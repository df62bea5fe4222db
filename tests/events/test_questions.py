"""Questions to the podium: asked once, supported once, by whom and when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussions.actions import close_thread
from events.actions import (
    answer_later,
    ask_question,
    hide_question,
    mark_answered,
    show_question,
    support_question,
    unsupport_question,
)
from events.models import AgendaItem, Question
from ideaforge.errors import Conflict, Forbidden, Refused, TooFast
from live.models import Activity
from tests.cast import Cast
from tests.events.podia import again, ask, closed, on_air, over, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def state_of(question: Question) -> str:
    return again(question).state


def test_a_question_is_stored_with_its_author_and_logged(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    events.clear()
    question = ask(cast.author, item, "Was kostet das?")
    assert (question.author, question.device, question.state) == (cast.author, None, "shown")
    assert events == ["question.asked"]
    entries = Activity.objects.latest("pk").entries
    assert set(entries.values_list("stream", flat=True)) == set(item.event.streams)


def test_the_same_key_stores_once_and_other_words_are_a_conflict(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    key = uuid4()
    first = ask_question(actor=cast.author, item=item, text="Was?", key=key)
    events.clear()
    second = ask_question(actor=cast.author, item=item, text="Was?", key=key)
    assert (first.is_new, second.is_new, second.question) == (True, False, first.question)
    for who, text in ((cast.author, "Wann?"), (cast.mate, "Was?")):
        with pytest.raises(Conflict):
            ask_question(actor=who, item=item, text=text, key=key)
    assert (Question.objects.count(), events) == (1, [])


def test_who_may_ask(cast: Cast, item: AgendaItem) -> None:
    with pytest.raises(Forbidden):
        ask(cast.guest, item)
    cast.author.silent_until = timezone.now() + timedelta(days=1)
    cast.author.save()
    with pytest.raises(Forbidden):
        ask(cast.author, item)
    inside = on_air(cast, audience="invited")
    with pytest.raises(Forbidden):
        ask(cast.mate, inside)
    assert not Question.objects.exists()
    ask(cast.moderator, inside)


def test_when_one_can_ask(cast: Cast, item: AgendaItem) -> None:
    ask(cast.author, over(item, minutes=5))  # late words of bad Wi-Fi
    for late in (over(item, minutes=11), closed(over(item, minutes=1))):
        with pytest.raises(Forbidden):
            ask(cast.author, late)
    AgendaItem.objects.update(air="planned")
    with pytest.raises(Forbidden):
        ask(cast.author, stored(item))
    for rule in ({"takes_questions": False}, {"is_break": True}):
        with pytest.raises(Forbidden):
            ask(cast.author, on_air(cast, **rule))
    assert Question.objects.count() == 1


def test_a_locked_discussion_takes_no_questions_and_no_supports(
    cast: Cast, item: AgendaItem
) -> None:
    question = ask(cast.author, item)
    close_thread(actor=cast.moderator, thread=item.thread, because="Kurz Luft holen.")
    with pytest.raises(Forbidden):
        ask(cast.author, item)
    with pytest.raises(Forbidden):
        support_question(actor=cast.mate, question=question)


def test_three_questions_a_minute(cast: Cast, item: AgendaItem) -> None:
    for number in range(3):
        ask(cast.author, item, f"Frage {number}")
    with pytest.raises(TooFast):
        ask(cast.author, on_air(cast))
    ask(cast.mate, item)
    Question.objects.update(created=timezone.now() - timedelta(seconds=61))
    ask(cast.author, item)


def test_one_support_each_and_back(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item)
    assert support_question(actor=cast.mate, question=question) == 1
    assert support_question(actor=cast.mate, question=question) == 1
    assert support_question(actor=cast.office, question=question) == 2
    assert unsupport_question(actor=cast.mate, question=question) == 1
    assert unsupport_question(actor=cast.mate, question=question) == 1
    assert again(question).support_count == 1
    with pytest.raises(Forbidden):
        support_question(actor=cast.guest, question=question)


def test_only_what_is_open_can_be_supported(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item)
    for deed in (hide_question, mark_answered, answer_later):
        show_question(actor=cast.moderator, question=question)
        deed(actor=cast.moderator, question=question)
        with pytest.raises(Refused):
            support_question(actor=cast.mate, question=question)
    assert again(question).support_count == 0
