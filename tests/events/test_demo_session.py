"""`manage.py demo --live` plays a session in the forum that runs today."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from discussions.models import Comment
from events.loading.demo import read_scene
from events.models import Event, Poll, Question, Vote
from tests.events.demo_events import event_of, load
from tests.events.sessions import on_air

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def play(count: int, **options: object) -> list[str]:
    out = StringIO()
    call_command("demo", live=True, pause=0, count=count, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def loaded(settings: object) -> None:
    settings.QUESTION_RATE = (1_000, 60)  # type: ignore[attr-defined]
    load()


def test_people_talk_ask_support_and_vote(events: list[str]) -> None:
    events.clear()
    said = play(12, scene="session")
    assert len(said) == 13
    # Supports and votes leave no deed of their own: pages are told the numbers.
    assert events.count("comment.posted") == 5
    assert events.count("question.asked") == 1
    assert "question.answered" in events
    item = event_of("forum-jena").items.get(air="on")
    newest = item.questions.get(text=read_scene()["step"][3]["text"])
    assert newest.support_count == 7
    assert Vote.objects.filter(poll__item=item).count() == 14 + 9


def test_a_poll_closes_the_next_slot_takes_over_and_a_new_poll_opens() -> None:
    steps = read_scene()["step"]
    event = event_of("forum-jena")
    before = on_air(event)
    open_before = Poll.objects.get(state="open")
    play(1 + next(n for n, step in enumerate(steps) if step["do"] == "open_poll"), scene="session")
    open_before.refresh_from_db()
    assert open_before.state == "closed"
    assert open_before.result["votes"] > 20
    assert on_air(event) != before
    assert Poll.objects.get(state="open").item.title == on_air(event)[0]


def test_from_the_beginning_again_nothing_is_refused_and_no_question_stands_twice() -> None:
    rounds = 2 * (len(read_scene()["step"]) + 1)
    said = play(rounds, scene="session")
    assert len(said) == rounds + 1
    refused = [
        line for line in said if line.split(":")[0] in {s["do"] for s in read_scene()["step"]}
    ]
    assert refused == []
    texts = list(Question.objects.values_list("text", flat=True))
    assert len(texts) == len(set(texts))


def test_both_scenes_go_on_side_by_side_and_without_a_forum_the_old_one_alone() -> None:
    before = Comment.objects.count()
    assert len(play(3)) == 1 + 3 + 3
    assert Comment.objects.count() > before + 3
    yesterday = timezone.now() - timedelta(days=1)
    running = Event.objects.filter(source="demo:forum-jena")
    running.update(starts=yesterday - timedelta(hours=9), ends=yesterday)
    assert len(play(3)) == 1 + 3
