"""The demo content and the import: complete, plausible, and loaded once however often it is run."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from discussions.models import Comment
from ideas.actions import open_topic
from ideas.loading.demo import load_demo, read
from ideas.models import Idea, PilotPlan, Topic
from live.models import Entry, Stream
from members.models import Member
from tests.promises.shared import shared

pytestmark = pytest.mark.django_db


def test_the_demo_is_as_large_as_promised_and_loads_once() -> None:
    load_demo()
    assert load_demo()["new"] == 0
    stages = Counter(PilotPlan.objects.values_list("stage", flat=True))
    assert Topic.objects.count() == 8
    assert Idea.objects.count() == 60
    assert sum(stages.values()) == 20
    assert set(stages) == {"P1", "P2", "P3", "P4", "P5", "paused", "ended"}
    assert Comment.objects.count() >= 400
    assert Member.objects.filter(source__startswith="demo:").count() == 31
    assert all(topic.placements.exists() for topic in Topic.objects.all())


def test_loaded_streams_have_no_gap() -> None:
    load_demo()
    for stream in Stream.objects.filter(name__startswith="thread-"):
        numbers = list(
            Entry.objects.filter(stream=stream).order_by("n").values_list("n", flat=True)
        )
        assert numbers == list(range(1, stream.last + 1))


def test_municipalities_are_as_the_register_has_them() -> None:
    with shared("gemeinden/gemeinden.csv").open(encoding="utf-8") as file:
        register = {row["ags"]: row for row in csv.DictReader(file)}
    towns = [row for row in read("municipalities.toml")["municipality"] if len(row["ags"]) == 8]
    assert len(towns) >= 40
    for town in towns:
        known = register[town["ags"]]
        # The register abbreviates: Murnau a.Staffelsee.
        assert (town["name"][:6], town["land"]) == (known["name"][:6], known["land"])
        assert abs(town["inhabitants"] - int(known["einwohner"])) <= 0.05 * int(known["einwohner"])
        assert abs(town["latitude"] - float(known["lat"])) < 0.01
        assert abs(town["longitude"] - float(known["lon"])) < 0.01


def run_import(*arguments: str) -> str:
    out, err = StringIO(), StringIO()
    call_command("import_ideas", *arguments, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_the_bonn_data_goes_in_completely_and_once(tmp_path: Path) -> None:
    open_topic(actor=None, name="Stadtentwicklung")
    files = [
        "--ideas", str(shared("bonn_raddialog/ideas.csv")),
        "--comments", str(shared("bonn_raddialog/comments.csv")),
        "--rejects", str(tmp_path / "rejects.csv"),
    ]  # fmt: skip
    assert "4714 of them new" in run_import(*files)
    assert (Idea.objects.count(), Comment.objects.count()) == (2393, 2321)
    assert Comment.objects.filter(parent__isnull=False).count() == 286
    assert not Member.objects.filter(is_active=True).exists()
    assert "nothing new" in run_import(*files)
    assert not (tmp_path / "rejects.csv").exists()


def test_a_refused_row_is_reported_and_the_rest_goes_in(tmp_path: Path) -> None:
    open_topic(actor=None, name="Stadtentwicklung")
    ideas = tmp_path / "ideas.csv"
    ideas.write_text(
        "idea_id,title,text,author,tags,created\n"
        "a,Gut,Text,wer,Rad,2017-09-13\n"
        "b,,ohne Titel,wer,,2017-09-13\n"
        "c,Falscher Tag,Text,wer,,neulich\n"
        "a,Doppelt,Text,wer,,2017-09-13\n",
        encoding="utf-8",
    )
    comments = tmp_path / "comments.csv"
    comments.write_text(
        "comment_id,idea_id,parent_id,author,text,created\n"
        "2,a,1,wer,Antwort vor dem Beitrag,2017-09-15\n"
        "1,a,,wer,Beitrag,2017-09-14\n"
        "3,x,,wer,zu keiner Idee,2017-09-14\n"
        "4,a,5,wer,im Kreis,2017-09-14\n"
        "5,a,4,wer,im Kreis,2017-09-14\n",
        encoding="utf-8",
    )
    told = run_import("--ideas", str(ideas), "--comments", str(comments), "--origin", "test")
    assert (Idea.objects.count(), Comment.objects.count()) == (1, 2)
    for line in ("line 3: the title is empty", "line 4: created", "stands twice", "no idea x"):
        assert line in told
    with (tmp_path / "ideas.rejects.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 1 + 6
