"""The demo's events once they are loaded: as promised, once, and as if they had happened so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from discussions.models import Comment, Thread
from events.access import events_visible_to
from events.models import (
    SEATED,
    Adoption,
    AgendaItem,
    Event,
    Phase,
    Poll,
    PollState,
    Question,
    QuestionState,
    Registration,
    RegistrationStep,
    Standing,
    Vote,
)
from ideas.models import Idea
from live.clock import strike
from live.models import Activity, Entry, Stream
from members.models import Member, Notice
from tests.cast import signed_in
from tests.events.demo_events import event_of, load, load_at

pytestmark = pytest.mark.django_db
TABLES = (Event, AgendaItem, Registration, RegistrationStep, Comment, Question, Poll, Vote,
          Adoption, Idea, Activity, Member, Notice)  # fmt: skip


def test_a_second_run_adds_nothing() -> None:
    assert "7 events; 7 new" in load()
    before = [model._default_manager.count() for model in TABLES]
    assert "7 events; 0 new" in load()
    assert [model._default_manager.count() for model in TABLES] == before
    assert before[0] == 7
    assert min(before) > 0


def test_three_are_over_one_runs_and_three_are_to_come() -> None:
    load()
    phases = {event.source: event.phase for event in Event.objects.all()}
    assert phases == {
        "demo:forum-speyer": Phase.OVER, "demo:lounge-niebuell": Phase.OVER,
        "demo:lounge-zittau": Phase.OVER, "demo:forum-jena": Phase.RUNNING,
        "demo:lounge-nagold": Phase.OPEN, "demo:lounge-telgte": Phase.OPEN,
        "demo:kamin-quedlinburg": Phase.FULL,
    }  # fmt: skip


def test_everybody_finds_two_lounges_to_register_for_and_one_of_them_is_nearly_full() -> None:
    load()
    shown = events_visible_to(None).filter(starts__gt=timezone.now())
    left = {event.source: event.seats_left for event in shown if event.takes_registrations}
    assert left == {"demo:lounge-nagold": 4, "demo:lounge-telgte": 31}
    assert all(event.guests_register for event in shown)


def test_half_a_year_lies_between_the_two_forums_and_both_take_two_days() -> None:
    load()
    then, today = event_of("forum-speyer"), event_of("forum-jena")
    assert 150 < (today.starts - then.starts).days < 220
    for event in (then, today):
        days = {one.starts.astimezone(event.tz).date() for one in event.items.all()}
        assert len(days) >= 2


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_slot_is_on_air_now_whatever_the_hour(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    now = datetime(2027, 6, 9, hour, 58, tzinfo=UTC)
    load_at(monkeypatch, now)
    event = event_of("forum-jena")
    item = event.items.get(air="on")
    assert item.starts < now < item.ends
    assert event.starts < now < event.ends
    assert event.items.filter(starts__gt=now, air="planned").count() >= 5
    assert event.items.filter(air="over").count() == 2
    assert item.questions.filter(state=QuestionState.SHOWN).count() >= 3
    assert item.polls.get().state == PollState.OPEN
    assert item.thread.comment_count >= 5
    assert not item.thread.is_closed


def test_the_night_in_which_the_clocks_change_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    load_at(monkeypatch, datetime(2027, 10, 31, 1, 20, tzinfo=UTC))
    assert event_of("forum-jena").items.filter(air="on").count() == 1


def test_nobody_is_invited_between_christmas_and_epiphany(monkeypatch: pytest.MonkeyPatch) -> None:
    load_at(monkeypatch, datetime(2026, 12, 2, 12, tzinfo=UTC))
    days = [event.starts.astimezone(event.tz) for event in Event.objects.all()]
    assert not [
        day for day in days if (day.month, day.day) >= (12, 20) or (day.month == 1 and day.day <= 6)
    ]


def test_everything_stands_at_its_time_and_nothing_in_the_future() -> None:
    load()
    now = timezone.now()
    assert not Comment.objects.filter(created__gt=now).exists()
    assert not Question.objects.filter(Q(created__gt=now) | Q(answered__gt=now)).exists()
    assert not Poll.objects.filter(Q(opened__gt=now) | Q(closed__gt=now)).exists()
    assert not Activity.objects.filter(created__gt=now).exists()
    assert not Registration.objects.filter(created__gt=now).exists()
    assert not Idea.objects.filter(published__gt=now).exists()
    assert not Question.objects.filter(answered__lt=F("created")).exists()
    assert not Poll.objects.filter(closed__lte=F("opened")).exists()
    words = Comment.objects.filter(thread__agendaitem__isnull=False)
    assert not words.filter(created__lt=F("thread__agendaitem__went_on")).exists()
    assert not words.filter(created__gt=F("thread__agendaitem__went_off")).exists()
    fresh = Activity.objects.filter(created__gt=timezone.now() - timedelta(minutes=3))
    # Boards are opened when the demo is loaded; of events nothing is as young as that.
    assert set(fresh.values_list("model", flat=True)) <= {"ideas.topic"}
    assert Activity.objects.filter(model="events.event").exists()


def test_what_is_over_is_closed_so_that_the_clock_has_nothing_to_mend() -> None:
    load()
    over = AgendaItem.objects.filter(air="over")
    assert over.count() >= 10
    assert not [item for item in over.select_related("thread") if not item.thread.is_closed]
    assert not over.exclude(salt="").exists()
    assert not Vote.objects.filter(poll__state=PollState.CLOSED).exists()
    closed = Poll.objects.filter(state=PollState.CLOSED)
    assert closed.count() >= 7
    assert all(poll.result["votes"] >= 15 for poll in closed)
    assert {"single", "multiple", "scale", "cloud", "ranking"} == set(
        closed.values_list("kind", flat=True)
    )
    before = Activity.objects.count()
    strike()
    assert Activity.objects.count() == before


def test_seats_and_the_queue_are_what_the_rows_say() -> None:
    load()
    for event in Event.objects.annotate(
        seated=Count("registrations", filter=Q(registrations__standing__in=SEATED)),
        numbered=Count("registrations", filter=Q(registrations__number__isnull=False)),
    ):
        assert (event.seats_taken, event.waiting_numbers) == (event.seated, event.numbered)
    queue = event_of("kamin-quedlinburg").registrations
    assert queue.filter(standing=Standing.OFFERED, offered_until__gt=timezone.now()).count() == 2
    waiting = queue.filter(standing=Standing.WAITING).order_by("number")
    assert list(waiting.values_list("number", flat=True)) == [3, 4, 5]
    last = RegistrationStep.objects.filter(registration=OuterRef("pk")).order_by("-pk")
    ways = Registration.objects.annotate(reached=Subquery(last.values("after")[:1]))
    assert not ways.exclude(standing=F("reached")).exists()


def test_counts_are_those_of_the_rows_and_the_log_has_no_gap() -> None:
    load()
    wrong = Question.objects.annotate(rows=Count("supports")).exclude(rows=F("support_count"))
    assert list(wrong) == []
    for thread in Thread.objects.filter(agendaitem__isnull=False):
        assert thread.comment_count == thread.numbers_given == thread.comments.count()
    for stream in Stream.objects.filter(Q(name__startswith="event") | Q(name__startswith="thread")):
        numbers = Entry.objects.filter(stream=stream).order_by("n").values_list("n", flat=True)
        assert list(numbers) == list(range(1, stream.last + 1))


def test_two_contributions_became_ideas_and_nobody_is_sent_a_mail_about_it() -> None:
    load()
    born = Adoption.objects.filter(reply="accepted").select_related("idea", "comment__thread")
    assert born.count() == 2
    for adoption in born:
        assert adoption.idea is not None
        assert adoption.comment is not None
        assert adoption.idea.is_published
        assert adoption.idea.origin.startswith(adoption.item.event.title)
        assert adoption.comment.outcome == f"/ideen/{adoption.idea.pk}/"
        assert adoption.idea.published == adoption.replied
    asked = Adoption.objects.filter(reply="asked", owner__source="demo:mayor")
    assert asked.count() == 2
    assert Notice.objects.exists()
    assert not Notice.objects.filter(mailed=None).exists()


def test_of_unnamed_questions_nothing_leads_to_a_person() -> None:
    load()
    unnamed = Question.objects.filter(author=None)
    assert unnamed.count() == 3
    deeds = Activity.objects.filter(model="events.question", object_id__in=unnamed)
    assert not deeds.filter(verb="question.asked", actor__isnull=False).exists()
    assert not unnamed.filter(supports__member__isnull=False).exists()
    assert Notice.objects.exists()
    assert not Notice.objects.filter(mailed=None).exists()


def test_the_cast_opens_every_page_and_the_invited_event_is_not_everybodys() -> None:
    load()
    mayor = signed_in(Member.objects.get(source="demo:mayor"))
    landrat = signed_in(Member.objects.get(source="demo:landrat"))
    office = signed_in(Member.objects.get(source="demo:office"))
    for event in Event.objects.all():
        for address in (event.get_absolute_url(), event.session_url):
            assert mayor.get(address, follow=True).status_code == 200
        assert office.get(f"/termine/{event.pk}/teilnehmende/").status_code == 200
    closed = event_of("kamin-quedlinburg").get_absolute_url()
    assert landrat.get(closed).status_code == 404
    assert settings.DEMO
