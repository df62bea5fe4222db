"""Locks that end and slow discussions: who is held up, for how long, and what the page says."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussions.actions import close_thread, reopen_thread, slow_thread
from discussions.models import Comment, Thread
from ideaforge.errors import Forbidden, Refused, TooFast
from ideas.models import Idea
from tests.cast import JSON, Cast, post_url, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def page(idea: Idea) -> str:
    return signed_in(None).get(idea.get_absolute_url()).content.decode()


def test_a_lock_says_why_and_until_when_and_ends_by_itself(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    until = timezone.now() + timedelta(hours=2)
    events.clear()
    close_thread(actor=cast.moderator, thread=idea.thread, because="Zur Ruhe.", until=until)
    assert events == ["thread.closed"]
    assert "geschlossen: Zur Ruhe." in page(idea)
    assert f"bis {timezone.localtime(until):%d.%m.%Y %H:%M}" in page(idea)
    with pytest.raises(Forbidden, match="Zur Ruhe"):
        say(cast.mate, idea)
    Thread.objects.update(closed_until=timezone.now())
    assert "Zur Ruhe." not in page(idea)
    say(cast.mate, idea)


def test_only_its_moderators_lock_reopen_and_slow_a_discussion(cast: Cast, idea: Idea) -> None:
    for member in (cast.author, cast.mate, cast.guest):
        with pytest.raises(Forbidden):
            close_thread(actor=member, thread=idea.thread, because="Schluss.")
        with pytest.raises(Forbidden):
            slow_thread(actor=member, thread=idea.thread, minutes=5)
        with pytest.raises(Forbidden):
            reopen_thread(actor=member, thread=idea.thread)
    with pytest.raises(Refused):
        close_thread(actor=cast.moderator, thread=idea.thread, because="")
    thread = Thread.objects.get(pk=idea.thread_id)
    assert (thread.closed_because, thread.slow_minutes) == ("", 0)


def test_a_slow_discussion_takes_one_contribution_in_so_many_minutes(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    slow_thread(actor=cast.moderator, thread=idea.thread, minutes=5)
    say(cast.mate, idea, "Eins.")
    with pytest.raises(TooFast) as refused:
        say(cast.mate, idea, "Zwei.")
    assert 290 < refused.value.wait <= 301
    say(cast.author, idea, "Andere sind frei.")
    say(cast.moderator, idea, "Eins.")
    say(cast.moderator, idea, "Die Moderation auch.")
    assert "ein Beitrag in 5 Minuten" in page(idea)
    Comment.objects.update(created=timezone.now() - timedelta(minutes=5))
    say(cast.mate, idea, "Zwei.")
    slow_thread(actor=cast.moderator, thread=idea.thread, minutes=0)
    say(cast.mate, idea, "Drei.")
    assert "verlangsamt" not in page(idea)
    assert events.count("thread.slowed") == 2


def test_the_browser_hears_how_long_to_wait_and_the_same_key_is_not_held_up(
    cast: Cast, idea: Idea
) -> None:
    slow_thread(actor=cast.moderator, thread=idea.thread, minutes=3)
    client, first = signed_in(cast.mate), {"text": "Eins.", "key": str(uuid4())}
    assert client.post(post_url(idea), first, headers=JSON).status_code == 201
    assert client.post(post_url(idea), first, headers=JSON).status_code == 200
    second = client.post(post_url(idea), {"text": "Zwei.", "key": str(uuid4())}, headers=JSON)
    assert second.status_code == 429
    assert 170 < int(second["Retry-After"]) <= 181
    assert "in 3 Minuten" in second.json()["error"]


@pytest.mark.parametrize("minutes", [-1, 61])
def test_slow_is_at_most_an_hour(cast: Cast, idea: Idea, minutes: int) -> None:
    with pytest.raises(Refused):
        slow_thread(actor=cast.moderator, thread=idea.thread, minutes=minutes)


def test_nothing_changed_is_nothing_recorded(cast: Cast, idea: Idea, events: list[str]) -> None:
    events.clear()
    reopen_thread(actor=cast.moderator, thread=idea.thread)
    slow_thread(actor=cast.moderator, thread=idea.thread, minutes=0)
    assert events == []
