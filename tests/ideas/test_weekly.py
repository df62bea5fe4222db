"""The weekly overview: new, unanswered, supported, overdue; and a letter on Mondays, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from discussions.actions import hide_comment
from ideas import tasks
from ideas.actions import archive_board, set_stage, support_idea
from ideas.models import Idea, StageChange, Topic
from ideas.weekly import OVERDUE, counts_of, week_of
from live.daily import daily_tasks
from members.models import Notice
from members.tasks import tidy_up
from members.telling import letters
from tests.cast import Cast, make_board, make_idea, make_members, make_pilot, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
URL = "/themen/klimaschutz/wochenblick/"


def aged(idea: Idea, days: float) -> Idea:
    """Let an idea be published so many days ago."""
    Idea.objects.filter(pk=idea.pk).update(published=timezone.now() - timedelta(days=days))
    return Idea.objects.get(pk=idea.pk)


def titles(ideas: Any) -> list[str]:
    return [idea.title for idea in ideas]


def test_what_is_new_and_what_nobody_has_answered(cast: Cast) -> None:
    for title, days in [("Neu", 6.9), ("Alt", 7.1), ("Gefragt", 30), ("Selbst", 20)]:
        idea = aged(make_idea(cast.author, cast.public, title=title), days)
        if title == "Gefragt":
            say(cast.mate, idea)
        if title == "Selbst":
            say(cast.author, idea)
    make_idea(cast.author, cast.inside, title="Anderswo")
    week = week_of(cast.public)
    assert (titles(week.new), titles(week.unanswered)) == (["Neu"], ["Selbst", "Alt"])
    assert (week.counts.new, week.counts.unanswered) == (1, 2)


def test_an_answer_that_was_hidden_is_none(cast: Cast) -> None:
    idea = aged(make_idea(cast.author, cast.public), 8)
    comment = say(cast.mate, idea)
    assert titles(week_of(cast.public).unanswered) == []
    hide_comment(actor=cast.moderator, comment=comment)
    assert titles(week_of(cast.public).unanswered) == ["Deich"]


def test_what_has_supporters_and_stands_still(cast: Cast) -> None:
    members = make_members(3)
    made = {
        title: make(cast.author, cast.public, title=title)
        for title, make in [
            ("Idee", make_idea),
            ("Ohne", make_idea),
            ("Steht", make_pilot),
            ("Geht", make_pilot),
            ("Fertig", make_pilot),
        ]
    }
    for title, count in [("Idee", 2), ("Steht", 3), ("Geht", 1), ("Fertig", 1)]:
        for member in members[:count]:
            support_idea(member=member, idea=made[title])
    set_stage(actor=cast.author, idea=made["Geht"], stage="P2", reason="x", before="P1")
    set_stage(actor=cast.author, idea=made["Fertig"], stage="P5", reason="x", before="P1")
    for idea in made.values():
        aged(idea, 100)
    StageChange.objects.filter(plan=made["Fertig"].pk).update(
        created=timezone.now() - timedelta(days=90)
    )
    assert titles(week_of(cast.public).supported) == ["Steht", "Idee"]


@pytest.mark.parametrize("stage", list(OVERDUE))
def test_a_stage_is_overdue_after_its_time(cast: Cast, stage: str) -> None:
    pilot = make_pilot(cast.author, cast.public)
    most = OVERDUE[stage].days  # type: ignore[index]
    if stage == "P1":
        aged(pilot, most - 1)
    else:
        aged(pilot, 3000)
        set_stage(actor=cast.author, idea=pilot, stage=stage, reason="x", before="P1")
    for days, found in ((most - 1, []), (most + 1, ["Deich"])):
        when = timezone.now() - timedelta(days=days)
        StageChange.objects.update(created=when)
        if stage == "P1":
            aged(pilot, days)
        week = week_of(cast.public)
        assert (titles(week.overdue), week.counts.overdue) == (found, len(found))


def test_resting_and_transferred_pilots_are_never_overdue(cast: Cast) -> None:
    for stage in ("P5", "paused", "ended"):
        pilot = aged(make_pilot(cast.author, cast.public, title=stage), 3000)
        set_stage(actor=cast.author, idea=pilot, stage=stage, reason="x", before="P1")
    StageChange.objects.update(created=timezone.now() - timedelta(days=2000))
    assert titles(week_of(cast.public).overdue) == []


def test_the_page_is_the_moderators_and_tells_when_there_is_nothing(cast: Cast) -> None:
    readers = (cast.guest, cast.mate, cast.author, cast.moderator, cast.office)
    assert [signed_in(one).get(URL).status_code for one in readers] == [404, 404, 404, 200, 200]
    page = signed_in(cast.moderator).get(URL).content.decode()
    assert page.count('class="empty quiet"') == 4
    board = signed_in(cast.moderator).get("/themen/klimaschutz/").content.decode()
    assert URL in board
    aged(make_idea(cast.author, cast.public, title="Alt"), 8)
    assert "Alt" in signed_in(cast.moderator).get(URL).content.decode()


def test_counts_of_many_boards_cost_as_much_as_of_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    boards = [make_board(f"Brett {n}") for n in range(10)]
    for board in boards:
        aged(make_idea(cast.author, board, cast.public), 8)
    with django_assert_num_queries(3):
        counts = counts_of([board.pk for board in (*boards, cast.public)])
    assert [counts[board.pk].unanswered for board in boards] == [1] * 10
    assert counts[cast.public.pk].unanswered == 10


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The day on which the task runs; notices are made then."""
    day = [MONDAY]

    def now() -> datetime:
        return day[0]

    monkeypatch.setattr("django.utils.timezone.now", now)
    monkeypatch.setattr(Notice._meta.get_field("created"), "default", now)
    monkeypatch.setattr(Notice._meta.get_field("created"), "_get_default", now)
    return day


def week_notices() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="week").order_by("pk")
    names = dict(Topic.objects.values_list("pk", "name"))
    return [(row.member.handle, names[row.object_id]) for row in rows]


def test_letters_go_out_on_mondays_once_a_week_and_board(cast: Cast, today: list[datetime]) -> None:
    archive_board(actor=cast.office, topic=cast.closed, reason="x")
    two = [("moderator", "Klimaschutz"), ("moderator", "Kooperation")]
    for days, expected in ((-1, []), (0, two), (0, two), (1, two), (6, two), (7, two * 2)):
        today[0] = MONDAY + timedelta(days=days)
        tasks.weekly_letters.func()
        assert week_notices() == expected, days
    cast.public.moderators.add(cast.mate)
    tasks.weekly_letters.func()
    assert week_notices() == [*two, *two, ("mate", "Klimaschutz")]


def test_the_letter_says_what_waits_today_to_who_looks_after_the_board(
    cast: Cast, today: list[datetime]
) -> None:
    tasks.weekly_letters.func()
    today[0] = MONDAY + timedelta(days=7)
    tasks.weekly_letters.func()
    notices = list(Notice.objects.filter(object_id=cast.public.pk).order_by("pk"))
    [(last, letter)] = letters(notices)
    assert (last, letter.url) == (notices[1], URL)
    assert letter.words == "Dort wartet nichts auf Sie, und nichts Neues ist hinzugekommen."
    aged(make_idea(cast.author, cast.public), 8)
    [(_last, letter)] = letters(notices)
    assert "1 Idee hat seit einer Woche keine Antwort." in letter.words
    cast.public.moderators.clear()
    assert letters(notices) == []


def test_the_scheduler_knows_the_daily_tasks() -> None:
    assert {tidy_up, tasks.weekly_letters} <= set(daily_tasks())
