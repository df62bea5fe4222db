"""The rates that ship: 3 comments in 10 s, 10 in a minute, 60 in an hour."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as shipped
from django.utils import timezone

from discussions.models import Comment
from ideaforge.errors import TooFast
from ideas.models import Idea
from tests.cast import JSON, Cast, post_url, say, signed_in

pytestmark = pytest.mark.django_db


def written(cast: Cast, idea: Idea, count: int, *, seconds_ago: float) -> None:
    """Store comments of the mate, all written so long ago."""
    when = timezone.now() - timedelta(seconds=seconds_ago)
    Comment.objects.bulk_create(
        Comment(thread=idea.thread, author=cast.mate, key=uuid4(), text="Früher.", created=when)
        for _number in range(count)
    )


def test_the_limits_are_those_that_ship() -> None:
    assert shipped.COMMENT_RATES == [(10, 3), (60, 10), (3600, 60)]


@pytest.mark.parametrize(("window", "most"), [(10, 3), (60, 10), (3600, 60)])
def test_one_more_than_each_rate_is_refused_with_the_time_to_wait(
    cast: Cast, idea: Idea, window: int, most: int
) -> None:
    written(cast, idea, most, seconds_ago=window - 2)
    with pytest.raises(TooFast) as refused:
        say(cast.mate, idea)
    assert (refused.value.wait, refused.value.status) == (window, 429)
    assert not Comment.objects.filter(text="Gut.").exists()


@pytest.mark.parametrize(("window", "most"), [(10, 3), (60, 10), (3600, 60)])
def test_up_to_each_rate_and_after_its_time_everything_goes(
    cast: Cast, idea: Idea, window: int, most: int
) -> None:
    written(cast, idea, most, seconds_ago=window + 2)
    written(cast, idea, min(most - 1, 2), seconds_ago=1)
    say(cast.mate, idea)
    assert Comment.objects.filter(text="Gut.").count() == 1


def test_the_rate_of_one_member_is_nobody_elses(cast: Cast, idea: Idea) -> None:
    written(cast, idea, 60, seconds_ago=1)
    say(cast.author, idea)
    assert Comment.objects.filter(author=cast.author).count() == 1


def test_comments_of_a_clock_that_ran_ahead_block_nobody(cast: Cast, idea: Idea) -> None:
    written(cast, idea, 60, seconds_ago=-25 * 3600)
    say(cast.mate, idea)
    assert Comment.objects.filter(text="Gut.").count() == 1


def test_a_known_key_is_answered_even_above_the_rate(cast: Cast, idea: Idea) -> None:
    key = uuid4()
    comment = say(cast.mate, idea, key=key)
    written(cast, idea, 60, seconds_ago=1)
    assert say(cast.mate, idea, key=key) == comment


def test_the_answer_says_how_long_to_wait_and_gives_the_words_back(cast: Cast, idea: Idea) -> None:
    written(cast, idea, 3, seconds_ago=1)
    client, form = signed_in(cast.mate), {"text": "Geduldsprobe", "key": str(uuid4())}
    page = client.post(post_url(idea), form)
    told = client.post(post_url(idea), form, headers=JSON)
    assert (page.status_code, page["Retry-After"]) == (429, "10")
    assert "Geduldsprobe" in page.content.decode()
    assert (told.status_code, told["Retry-After"], told.json()["field"]) == (429, "10", "")


def test_with_limits_off_nobody_waits(cast: Cast, idea: Idea, unhurried: None) -> None:
    written(cast, idea, 60, seconds_ago=1)
    say(cast.mate, idea)
    assert Comment.objects.count() == 61
