"""Questions as organisers steer them: looked at first, ordered, answered, left over."""

import pytest

from events.actions import (
    answer_later,
    close_podium,
    hide_question,
    mark_answered,
    pin_question,
    set_podium,
    show_question,
    support_question,
    withdraw_question,
    write_answer,
)
from events.actions.closing import close_podiums
from events.models import AgendaItem, Question, QuestionState
from ideaforge.errors import Conflict, Forbidden, Refused
from live.models import Activity
from members.models import Notice
from members.telling import letters
from tests.cast import Cast
from tests.events.podia import again, ask, on_air, over, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def state_of(question: Question) -> str:
    return again(question).state


def test_looked_at_first_unless_an_organiser_asks(cast: Cast) -> None:
    item = on_air(cast, looks_first=True)
    question = ask(cast.author, item)
    assert question.state == QuestionState.WAITING
    entries = Activity.objects.latest("pk").entries
    assert list(entries.values_list("stream", flat=True)) == [item.event.console]
    assert ask(cast.moderator, item).state == QuestionState.SHOWN
    show_question(actor=cast.moderator, question=question)
    assert state_of(question) == "shown"


def test_only_organisers_steer(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item)
    deeds = [show_question, hide_question, pin_question, mark_answered, answer_later]
    for who in (cast.author, cast.guest):
        for deed in deeds:
            with pytest.raises(Forbidden):
                deed(actor=who, question=question)
        with pytest.raises(Forbidden):
            write_answer(actor=who, question=question, text="Nein.")
        with pytest.raises(Forbidden):
            set_podium(actor=who, item=item, takes_questions=False, allows_anonymous=False,
                       looks_first=False)  # fmt: skip
    assert again(question).state == "shown"


def test_one_is_next_and_answering_ends_it(cast: Cast, item: AgendaItem, events: list[str]) -> None:
    first, second = ask(cast.author, item), ask(cast.mate, item)
    pin_question(actor=cast.moderator, question=first)
    events.clear()
    pin_question(actor=cast.moderator, question=second)
    assert events == ["question.unpinned", "question.pinned"]
    assert [again(one).is_pinned for one in (first, second)] == [False, True]
    assert list(item.questions.all()) == [second, first]
    mark_answered(actor=cast.moderator, question=second)
    assert (again(second).is_pinned, state_of(second)) == (False, "answered")
    with pytest.raises(Conflict):
        pin_question(actor=cast.moderator, question=second)
    events.clear()
    mark_answered(actor=cast.moderator, question=show_question(actor=cast.office, question=second))
    hide_question(actor=cast.moderator, question=hide_question(actor=cast.office, question=first))
    assert events == ["question.shown", "question.answered", "question.hidden"], "each once"


def test_a_written_answer_is_told_to_the_author_once(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item, "Was kostet das?")
    write_answer(actor=cast.moderator, question=question, text="Nichts. <b>")
    write_answer(actor=cast.moderator, question=question, text="**Wenig**.")
    found = again(question)
    assert (found.state, found.answer) == ("later", "**Wenig**.")
    assert "<strong>Wenig</strong>" in found.answer_html
    [(_notice, letter)] = letters(list(Notice.objects.filter(member=cast.author)))
    assert "Was kostet das?" in letter.words
    assert "Wenig" in letter.words
    assert letter.url.endswith(f"/live/{item.pk}/fragen/#question-{question.pk}")
    hide_question(actor=cast.moderator, question=question)
    assert letters(list(Notice.objects.filter(member=cast.author))) == []


def test_ones_own_question_is_withdrawn_words_and_all(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    question = ask(cast.author, item)
    support_question(actor=cast.mate, question=question)
    for other in (cast.mate, cast.moderator):
        with pytest.raises(Forbidden):
            withdraw_question(actor=other, question=question)
    events.clear()
    withdraw_question(actor=cast.author, question=question)
    assert (Question.objects.count(), events) == (0, ["question.withdrawn"])
    answered = ask(cast.author, item)
    mark_answered(actor=cast.moderator, question=answered)
    with pytest.raises(Refused):
        withdraw_question(actor=cast.author, question=answered)


def test_when_the_slot_is_over_the_rest_is_answered_in_writing(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    rest, done, hidden = (ask(who, item) for who in (cast.author, cast.mate, cast.office))
    mark_answered(actor=cast.moderator, question=done)
    hide_question(actor=cast.moderator, question=hidden)
    pin_question(actor=cast.moderator, question=rest)
    over(item, minutes=9)
    events.clear()
    close_podiums()
    assert (state_of(rest), events) == ("shown", [])
    over(item)
    close_podiums()
    close_podiums()
    assert [state_of(one) for one in (rest, done, hidden)] == ["later", "answered", "hidden"]
    assert events == ["podium.closed"]
    show_question(actor=cast.moderator, question=hidden)
    assert state_of(hidden) == "later"


def test_nothing_is_supported_any_more_after_a_slot_was_closed(
    cast: Cast, item: AgendaItem
) -> None:
    question = ask(cast.author, item)
    close_podium(item=item)
    Question.objects.update(state="shown")
    with pytest.raises(Refused):
        support_question(actor=cast.mate, question=question)


def test_the_rules_change_but_not_the_promise_of_a_name(cast: Cast, item: AgendaItem) -> None:
    rules = {"takes_questions": True, "looks_first": True, "allows_anonymous": True}
    assert set_podium(actor=cast.moderator, item=item, **rules).allows_anonymous
    ask(cast.author, item)
    with pytest.raises(Refused) as refused:
        set_podium(actor=cast.moderator, item=item, **rules | {"allows_anonymous": False})
    assert refused.value.field == "allows_anonymous"
    set_podium(actor=cast.moderator, item=item, **rules | {"takes_questions": False})
    assert not stored(item).takes_questions
