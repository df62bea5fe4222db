"""Many hands on one screen: it shows one whole choice, and what was hidden does not stay there."""

from collections.abc import Callable
from functools import partial

import pytest

from discussions.actions import hide_comment, show_comment
from discussions.models import Comment
from events.actions import (
    hide_question,
    put_on_air,
    show_on_screen,
    show_question,
    withdraw_question,
)
from events.models import AgendaItem, Question, Screen, Shows, Spotlight
from ideaforge.errors import Conflict, Refused
from live.models import Activity, Entry, Stream
from tests.cast import Cast, at_once, make_cast, make_members, say
from tests.events.podia import ask, on_air, poll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]
MANY = 40
Works = list[Callable[[], object]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air that the moderator organises."""
    return on_air(cast)


def test_many_choices_at_once_leave_one_whole_choice(cast: Cast, item: AgendaItem) -> None:
    comment, question = say(cast.author, item), ask(cast.mate, item)
    asked = poll(cast.moderator, item)
    show = partial(show_on_screen, actor=cast.moderator, event=item.event)
    works: Works = [
        partial(show, shows=Shows.COMMENT, chosen=comment),
        partial(show, shows=Shows.QUESTION, chosen=question),
        partial(show, shows=Shows.POLL, chosen=asked), partial(show, shows=Shows.CODE),
    ]  # fmt: skip
    results = at_once(works * (MANY // 4))
    assert all(isinstance(one, Screen) for one in results), results
    screen = Screen.objects.get()
    chosen = [screen.comment_id, screen.question_id, screen.poll_id]
    assert len([one for one in chosen if one is not None]) == (screen.shows != "code")
    assert (Spotlight.objects.count(), Screen.objects.count()) == (2, 1)


def test_the_same_tap_many_times_at_once_is_one_deed(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item)
    show = partial(show_on_screen, actor=cast.moderator, event=item.event, shows=Shows.COMMENT)
    results = at_once([partial(show, chosen=comment)] * 20)
    assert all(isinstance(one, Screen) for one in results), results
    assert Activity.objects.filter(verb="screen.changed").count() == 1
    assert Spotlight.objects.count() == 1


def test_hiding_and_showing_at_once_end_without_a_deadlock_and_without_the_words(
    cast: Cast, item: AgendaItem
) -> None:
    comment = say(cast.author, item)
    show = partial(show_on_screen, actor=cast.moderator, event=item.event)
    works: Works = [
        partial(show, shows=Shows.COMMENT, chosen=comment), partial(show, shows=Shows.CODE),
        partial(hide_comment, actor=cast.moderator, comment=comment),
        partial(show_comment, actor=cast.office, comment=comment),
        partial(put_on_air, actor=cast.moderator, item=item),
    ]  # fmt: skip
    results = at_once(works * 8)
    refused = [one for one in results if isinstance(one, Exception)]
    assert all(type(one) is Refused for one in refused), refused
    hide_comment(actor=cast.moderator, comment=Comment.objects.get(pk=comment.pk))
    assert Screen.objects.get().stands in {Shows.SLOT, Shows.CODE}


def test_withdrawing_and_showing_at_once_leave_no_question(cast: Cast, item: AgendaItem) -> None:
    members = make_members(10)
    show = partial(show_on_screen, actor=cast.moderator, event=item.event)
    works: Works = []
    for member in members:
        question = ask(member, item)
        works += [
            partial(show, shows=Shows.QUESTION, chosen=question),
            partial(withdraw_question, actor=member, question=question),
            partial(show, shows=Shows.QUESTIONS),
        ]
    results = at_once(works)
    refused = [one for one in results if isinstance(one, Exception)]
    assert all(type(one) is Conflict for one in refused), refused
    assert (Question.objects.count(), Spotlight.objects.count()) == (0, 0)
    assert Screen.objects.get().question_id is None


def test_hiding_questions_and_showing_them_at_once(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item)
    show = partial(show_on_screen, actor=cast.moderator, event=item.event)
    works: Works = [
        partial(show, shows=Shows.QUESTION, chosen=question), partial(show, shows=Shows.NOTHING),
        partial(hide_question, actor=cast.moderator, question=question),
        partial(show_question, actor=cast.office, question=question),
    ]  # fmt: skip
    results = at_once(works * 10)
    refused = [one for one in results if isinstance(one, Exception)]
    assert all(type(one) is Refused for one in refused), refused
    for name in item.event.streams:
        numbers = Entry.objects.filter(stream=name).values_list("n", flat=True)
        assert sorted(numbers) == list(range(1, Stream.objects.get(name=name).last + 1))
