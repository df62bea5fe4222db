"""The demo content: every reference leads somewhere, loaded whole and only once."""

import csv
from collections import Counter
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from discussions.models import Comment, Thread
from ideaforge.slugs import german_slug
from ideaforge.text import clean_line, clean_text, handles_in
from ideas.loading.demo import CONTENT, load_demo, read
from ideas.models import CostRange, Idea, PilotPlan, Stage, StageChange, Support, Topic, Visibility
from live.models import Entry, Stream
from members.demo_cast import CAST, cast
from members.models import Land, Member, Municipality
from tests.cast import signed_in

Row = dict[str, Any]
STAGES = {stage.value for stage in Stage}


def topics() -> list[Row]:
    return list(read("topics.toml")["topic"])


def ideas() -> list[Row]:
    return list(chain.from_iterable(read(f"ideas/{t['slug']}.toml")["idea"] for t in topics()))


def comments() -> list[tuple[Row, Row]]:
    return [(idea, comment) for idea in ideas() for comment in idea.get("comment", [])]


def test_it_is_as_large_as_promised() -> None:
    pilots = [idea["pilot"] for idea in ideas() if "pilot" in idea]
    reached = {p["steps"][-1]["stage"] if p.get("steps") else "P1" for p in pilots}
    assert len(read("municipalities.toml")["municipality"]) >= 40
    assert len(read("members.toml")["member"]) >= 30
    assert (len(topics()), len(ideas()), len(pilots)) == (8, 60, 20)
    assert reached == STAGES
    assert len(comments()) >= 400
    lengths = sorted(len(idea.get("comment", [])) for idea in ideas())
    assert lengths[0] <= 2
    assert lengths[-1] >= 30


def test_every_file_of_ideas_belongs_to_a_board() -> None:
    files = {path.stem for path in (CONTENT / "ideas").glob("*.toml")}
    assert files == {topic["slug"] for topic in topics()}


def test_every_reference_leads_somewhere() -> None:
    people = {row["key"] for row in read("members.toml")["member"]}
    towns = {row["ags"] for row in read("municipalities.toml")["municipality"]}
    boards = {row["slug"] for row in topics()}
    named = {row["author"] for row in ideas()} | {c["author"] for _idea, c in comments()}
    named |= set(chain.from_iterable(row.get("supports", []) for row in ideas()))
    named |= set(chain.from_iterable(row["moderators"] for row in topics()))
    named |= {p for _i, c in comments() for who in c.get("reactions", {}).values() for p in who}
    named |= {line["author"] for line in read("live.toml")["say"]}
    places = {row["municipality"] for row in [*ideas(), *read("members.toml")["member"]]
              if row.get("municipality")}  # fmt: skip
    assert named - people == set()
    assert places - towns == set()
    assert {slug for row in ideas() for slug in (*row["topics"], *row.get("pinned", []))} == boards
    assert read("live.toml")["thread"] in {row["key"] for row in ideas()}


def test_keys_are_given_once_and_answers_come_after_what_they_answer() -> None:
    assert [k for k, n in Counter(row["key"] for row in ideas()).items() if n > 1] == []
    for idea in ideas():
        ages = {c["key"]: c["days_ago"] for c in idea.get("comment", [])}
        assert len(ages) == len(idea.get("comment", []))
        for comment in idea.get("comment", []):
            assert comment["days_ago"] <= idea["days_ago"]
            if parent := comment.get("reply_to"):
                assert ages[parent] >= comment["days_ago"]


def test_nobody_supports_themselves_or_twice_and_pins_stand_on_their_boards() -> None:
    for idea in ideas():
        supports = idea.get("supports", [])
        assert len(set(supports)) == len(supports)
        assert idea["author"] not in supports
        assert set(idea.get("pinned", [])) <= set(idea["topics"])
        assert 1 <= len(idea["topics"]) <= 3
        assert len(idea.get("tags", [])) <= 8


def test_every_text_is_clean_fits_its_form_and_mentions_real_people() -> None:
    handles = {german_slug(row["name"], 70) for row in read("members.toml")["member"]}
    for idea in ideas():
        assert clean_line(idea["title"]) == idea["title"]
        assert len(idea["title"]) <= 200
        assert clean_text(idea["text"]) == idea["text"].strip()
        assert idea.get("pilot", {}).get("cost_range", "unknown") in set(CostRange)
    for _idea, comment in comments():
        assert clean_text(comment["text"]) == comment["text"].strip()
        assert handles_in(comment["text"]) <= handles


def test_municipalities_are_those_of_the_register(shared_data: Path) -> None:
    register: dict[str, Row] = {}
    for name, key in (("gemeinden", "ags"), ("kreise", "kreis_ars")):
        with (shared_data / f"gemeinden/{name}.csv").open(encoding="utf-8") as file:
            register |= {row[key]: row for row in csv.DictReader(file)}
    for town in read("municipalities.toml")["municipality"]:
        known = register[town["ags"]]
        people = int(known["einwohner"])
        is_district = len(town["ags"]) == 5
        full_name = known["name"].replace(" a.", " am ")
        assert town["name"].removeprefix("Landkreis " if is_district else "") == full_name
        assert town["land"] == known["land"]
        assert abs(town["inhabitants"] - people) <= max(0.05 * people, 100)
        assert Land(town["ags"][:2]).label == town["land"]
        if "lat" in known:
            assert abs(town["latitude"] - float(known["lat"])) < 0.01
            assert abs(town["longitude"] - float(known["lon"])) < 0.01


@pytest.mark.django_db
def test_it_loads_once_and_every_count_is_right() -> None:
    first, second = load_demo(), load_demo()
    assert (first["ideas"], first["new"]) == (60, 60 + len(comments()))
    assert second == first | {"new": 0}
    assert (Idea.objects.count(), Comment.objects.count()) == (60, len(comments()))
    assert Municipality.objects.count() == len(read("municipalities.toml")["municipality"])
    for thread in Thread.objects.all():
        assert thread.comment_count == thread.numbers_given == thread.comments.count()
    wrong = [i.title for i in Idea.objects.all() if i.support_count != i.supports.count()]
    assert wrong == []
    assert Support.objects.filter(member=F("idea__author")).count() == 0
    assert Comment.objects.filter(created__lt=F("thread__idea__created")).count() == 0
    assert Comment.objects.filter(created__lt=F("parent__created")).count() == 0


@pytest.mark.django_db
def test_the_loaded_log_has_no_gap_and_its_streams_are_known() -> None:
    load_demo()
    for stream in Stream.objects.all():
        numbers = Entry.objects.filter(stream=stream).order_by("n").values_list("n", flat=True)
        assert list(numbers) == list(range(1, stream.last + 1))
    threads = {thread.stream for thread in Thread.objects.all()}
    boards = {topic.stream for topic in Topic.objects.all()}
    assert set(Stream.objects.values_list("name", flat=True)) == threads | boards


@pytest.mark.django_db
def test_the_cast_stands_in_its_offices_and_every_board_has_a_face() -> None:
    load_demo()
    assert [one["key"] for one in cast()] == list(CAST)
    moderator = Member.objects.get(source="demo:moderator")
    curated = set(moderator.curated_topics.values_list("slug", flat=True))
    assert {"klimaschutz", "energiepolitik"} <= curated
    roles = {key: Member.objects.get(source=f"demo:{key}").role for key in CAST}
    assert (roles["office"], roles["guest"], roles["moderator"]) == ("office", "guest", "moderator")
    assert not Member.objects.exclude(password__startswith="!").exists()
    for topic in Topic.objects.all():
        assert topic.moderators.exists()
        assert topic.placements.exists()
        assert topic.visibility in set(Visibility)
        assert signed_in(Member.objects.get(source="demo:office")).get(
            topic.get_absolute_url()
        ).status_code == 200  # fmt: skip
    assert PilotPlan.objects.filter(stage=F("reached")).exists()
    assert StageChange.objects.filter(reason="").count() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("unhurried")
def test_the_demo_talks_live(events: list[str]) -> None:
    call_command("demo", stdout=StringIO())
    events.clear()
    out = StringIO()
    call_command("demo", live=True, scene="idea", pause=0, count=5, stdout=out)
    assert events == ["comment.posted"] * 5
    said = [line["text"].strip() for line in read("live.toml")["say"][:5]]
    assert [c.text for c in Comment.objects.order_by("-pk")[:5]][::-1] == said


@pytest.mark.django_db
def test_where_there_is_nothing_to_play_in_the_command_says_so() -> None:
    with pytest.raises(CommandError, match="load the demo first"):
        call_command("demo", live=True, pause=0, count=1, stdout=StringIO())
    with pytest.raises(CommandError, match="idea"):
        call_command("demo", live=True, scene="nowhere", stdout=StringIO())


@pytest.mark.django_db
def test_into_a_used_database_it_goes_only_when_asked(settings: Any) -> None:
    Member.objects.create_user("x@x.de", name="X", handle="x")
    call_command("demo", if_empty=True, stdout=StringIO())
    assert Idea.objects.count() == 0
    settings.DEMO = False
    with pytest.raises(CommandError, match="IDEAFORGE_DEMO=1"):
        call_command("demo")
