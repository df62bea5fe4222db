"""Many at once: one row per key, every number once, every count right, on either database."""

from functools import partial
from uuid import uuid4

import pytest

from discussions.actions import Posted, delete_comment, post_comment, react
from discussions.models import Comment, Reaction, Thread
from ideaforge.errors import Refused
from ideas.models import Idea
from live.models import Entry
from tests.cast import Cast, at_once, make_cast, make_idea, make_members, say

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unhurried"),
]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """An idea, seen by every thread."""
    return make_idea(cast.author, cast.public)


def test_twenty_equal_posts_at_once_are_one_comment(cast: Cast, idea: Idea) -> None:
    post = partial(post_comment, author=cast.mate, thread=idea.thread, text="Gut.", key=uuid4())
    results = at_once([post] * 20)
    posted = [one for one in results if isinstance(one, Posted)]
    assert len(posted) == 20, results
    assert sum(one.is_new for one in posted) == 1
    assert len({(one.comment.pk, one.n) for one in posted}) == 1
    assert Comment.objects.count() == 1
    assert Thread.objects.get(pk=idea.thread_id).comment_count == 1


def test_different_keys_are_different_comments(cast: Cast, idea: Idea) -> None:
    """The control: without the common key the same words are stored as often as they are sent."""
    at_once(
        partial(post_comment, author=cast.mate, thread=idea.thread, text="Gut.", key=uuid4())
        for _number in range(5)
    )
    assert Comment.objects.count() == 5


def test_ten_members_at_once_get_ten_places_and_numbers_without_a_gap(
    cast: Cast, idea: Idea
) -> None:
    results = at_once(
        partial(post_comment, author=member, thread=idea.thread, text="Gut.", key=uuid4())
        for member in make_members(10)
    )
    assert [one for one in results if not isinstance(one, Posted)] == []
    places = Comment.objects.order_by("place").values_list("place", flat=True)
    assert list(places) == [f"{number:06d}" for number in range(1, 11)]
    numbers = Entry.objects.filter(stream=idea.thread.stream).order_by("n")
    assert list(numbers.values_list("n", flat=True)) == list(range(1, 12))
    assert Thread.objects.get(pk=idea.thread_id).comment_count == 10


def test_ten_reactions_at_once_are_counted_ten_times(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    results = at_once(
        partial(react, actor=member, comment=comment, kind="agree") for member in make_members(10)
    )
    assert [one for one in results if not isinstance(one, int)] == []
    comment.refresh_from_db()
    assert (comment.reactions, Reaction.objects.count()) == ({"agree": 10}, 10)


def test_an_answer_never_hangs_on_what_goes_at_the_same_moment(cast: Cast, idea: Idea) -> None:
    for _round in range(5):
        parent = say(cast.mate, idea)
        answered, _deleted = at_once(
            [
                partial(say, cast.author, idea, "Antwort", parent=parent),
                partial(delete_comment, actor=cast.mate, comment=parent),
            ]
        )
        parent.refresh_from_db()
        assert isinstance(answered, Comment | Refused)
        assert parent.stub == isinstance(answered, Comment)
