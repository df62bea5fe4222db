"""Fifty merges at once, overlapping ones, and talk at the same time."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest

from discussions.actions import post_comment
from discussions.models import Comment, Thread
from ideaforge.errors import Refused
from ideas.actions import (
    entrust,
    support_idea,
)
from ideas.models import Idea, Merge, State
from live.models import Activity
from members.models import Member
from tests.cast import (
    Cast,
    at_once,
    make_cast,
    make_idea,
    make_members,
    say,
)
from tests.ideas.merging import count, merge, part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def team(transactional_db: None) -> tuple[Cast, list[Member]]:
    """The cast, and ten who moderate the public board, seen by every thread."""
    cast, members = make_cast(), make_members(10)
    entrust(actor=None, topic=cast.public, moderators=[cast.moderator, *members])
    return cast, members


def sentences(results: list[object]) -> bool:
    """Tell whether all that did not win got a sentence."""
    return all(isinstance(one, Merge | Refused) for one in results)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_merges_of_the_same_two_one_wins(team: tuple[Cast, list[Member]]) -> None:
    cast, members = team
    a, b = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    say(cast.mate, a, "a")
    say(cast.mate, b, "b")
    works = [
        partial(merge, cast, *((a, b) if number % 2 else (b, a)), actor=members[number % 10])
        for number in range(50)
    ]
    results = at_once(works)
    assert sentences(results), results
    assert sum(isinstance(one, Merge) for one in results) == 1
    merged = Merge.objects.get()
    assert merged.kept.thread.comments.count() == 2
    undone = at_once([partial(part, cast, merged, actor=one) for one in members])
    assert sentences(undone), undone
    assert sum(isinstance(one, Merge) for one in undone) == 1
    assert Idea.objects.filter(state=State.PUBLISHED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_overlapping_merges_in_parallel_never_end_in_a_circle(
    team: tuple[Cast, list[Member]],
) -> None:
    cast, members = team
    ideas = [make_idea(cast.author, cast.public, title=title) for title in "ABCD"]
    for idea in ideas:
        say(cast.mate, idea, idea.title)
    pairs = [(one, other) for one in ideas for other in ideas if one != other]
    works = [
        partial(merge, cast, *pairs[number % 12], actor=members[number % 10])
        for number in range(50)
    ]
    results = at_once(works)
    assert sentences(results), results
    assert Merge.objects.count() == 3
    [last] = Idea.objects.filter(state=State.PUBLISHED)
    assert last.thread.comments.count() == 4
    assert Thread.objects.get(pk=last.thread_id).comment_count == 4


@pytest.mark.django_db(transaction=True)
def test_talk_supports_and_merges_at_once_lose_nothing(team: tuple[Cast, list[Member]]) -> None:
    cast, members = team
    a, b = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    for one in members:
        support_idea(member=one, idea=b)

    def talk(member: Member, number: int) -> object:
        thread = (a, b)[number % 2].thread
        return post_comment(author=member, thread=thread, text="Gut.", key=uuid4())

    works: list[Callable[[], object]] = [partial(merge, cast, a, b)]
    works += [partial(talk, one, number) for number, one in enumerate(members * 3)]
    results = at_once(works)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Comment.objects.filter(thread=a.thread_id).count() == 30
    places = [*Comment.objects.values_list("place", flat=True)]
    assert len(set(places)) == 30
    assert Thread.objects.get(pk=a.thread_id).comment_count == 30
    assert count(a) == 10
    assert Activity.objects.filter(verb="comment.posted").count() == 30
