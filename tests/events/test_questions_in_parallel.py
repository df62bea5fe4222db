"""Many at once: supports are counted exactly, a question is stored once, one is next."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from events.actions import (
    Asked,
    ask_question,
    close_podium,
    hide_question,
    pin_question,
    support_question,
    unsupport_question,
)
from events.models import AgendaItem, Question, QuestionSupport
from ideaforge.errors import TooFast
from live.models import Activity
from tests.cast import Cast, at_once, make_cast, make_members
from tests.events.podia import again, ask, on_air, stored

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def test_fifty_members_support_one_question(cast: Cast, item: AgendaItem) -> None:
    question, crowd = ask(cast.author, item), make_members(MANY)
    at_once(partial(support_question, actor=one, question=question) for one in crowd)
    assert (again(question).support_count, QuestionSupport.objects.count()) == (MANY, MANY)
    at_once(partial(unsupport_question, actor=one, question=question) for one in crowd)
    assert (again(question).support_count, QuestionSupport.objects.count()) == (0, 0)


def test_one_member_supports_twenty_times(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item)
    results = at_once([partial(support_question, actor=cast.mate, question=question)] * 20)
    assert results == [1] * 20
    assert again(question).support_count == 1


def test_one_device_supports_twenty_times_and_the_salt_is_made_once(cast: Cast) -> None:
    item = on_air(cast, allows_anonymous=True)
    question, crowd = ask(cast.author, item), make_members(20)
    assert stored(item).salt == "", "nobody has needed it yet"
    works = [
        partial(support_question, actor=one, question=question, device=device)
        for one in crowd for device in ("a", "b")
    ]  # fmt: skip
    results = at_once(works)
    assert set(results) <= {1, 2}, results
    assert (again(question).support_count, QuestionSupport.objects.count()) == (2, 2)


def test_a_question_that_is_sent_twenty_times_is_stored_once(cast: Cast, item: AgendaItem) -> None:
    send = partial(ask_question, actor=cast.author, item=item, text="Was?", key=uuid4())
    results = at_once([send] * 20)
    assert sum(isinstance(one, Asked) and one.is_new for one in results) == 1, results
    assert all(isinstance(one, Asked) for one in results), results
    assert Question.objects.count() == 1
    assert Activity.objects.filter(verb="question.asked").count() == 1


def test_the_rate_holds_at_once_too(cast: Cast, item: AgendaItem) -> None:
    results = at_once(
        partial(ask_question, actor=cast.author, item=item, text=f"{n}?", key=uuid4())
        for n in range(12)
    )
    assert sum(isinstance(one, TooFast) for one in results) == 9, results
    assert Question.objects.count() == 3


def test_one_is_next_however_many_are_pinned_at_once(
    cast: Cast, item: AgendaItem, settings: Any
) -> None:
    settings.QUESTION_RATE = (1_000, 60)
    questions = [ask(cast.author, item, f"{n}?") for n in range(10)]
    works = [partial(pin_question, actor=who, question=one)
             for one in questions for who in (cast.moderator, cast.office)]  # fmt: skip
    results = at_once(works)
    assert all(isinstance(one, Question) for one in results), results
    assert Question.objects.filter(is_pinned=True).count() == 1


def test_a_question_that_is_hidden_or_closed_meanwhile_counts_exactly(
    cast: Cast, item: AgendaItem
) -> None:
    first, second = ask(cast.author, item, "A?"), ask(cast.author, item, "B?")
    crowd = make_members(20)
    works: list[Any] = [
        partial(support_question, actor=one, question=question)
        for one in crowd for question in (first, second)
    ]  # fmt: skip
    works.insert(8, partial(hide_question, actor=cast.moderator, question=first))
    works.insert(20, partial(close_podium, item=item))
    at_once(works)
    for question in (first, second):
        found = again(question)
        assert found.support_count == found.supports.count()
        assert found.is_counted
