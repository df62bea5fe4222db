"""Importing: each refused row with its line and reason, everything else as it was, once."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from discussions.models import Comment
from ideas.actions import open_topic
from ideas.models import Idea, Topic
from members.models import Member, Municipality
from tests.content.conftest import COMMENT_HEAD, IDEA_HEAD, Load, import_files

pytestmark = pytest.mark.django_db
GOOD = "a,Radweg,Text,nutzer1,Rad|Weg,2017-09-13 10:00\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b,,Text,wer,,2017-09-13", "the title is empty"),
        ("b,\u200b,Text,wer,,2017-09-13", "the title is empty"),
        (f"b,{'x' * 251},Text,wer,,2017-09-13", "title has 251 characters, at most 250 go in"),
        (f"b,T,{'x' * 20_001},wer,,2017-09-13", "text has 20001 characters, at most 20000 go in"),
        ("b,T\x07,Text,wer,,2017-09-13", "title: "),
        ("b,T\u202e,Text,wer,,2017-09-13", "title: "),
        ("b,T,a\x00b,wer,,2017-09-13", "text: "),
        ("b,T,Text,wer,,neulich", "created: 'neulich' is no date"),
        ("b,T,Text,wer,,", "created: '' is no date"),
        ("b,T,Text,wer,,0001-01-01", "created: '0001-01-01' is no date"),
        ("b,T,Text,wer,,9999-12-31T23:59:59-14:00", "created: "),
        (f"b,T,Text,wer,{'x' * 51},2017-09-13", "tags has 51 characters, at most 50 go in"),
        (",T,Text,wer,,2017-09-13", "idea_id is empty"),
        ("a,T,Text,wer,,2017-09-13", "idea_id a stands twice in the file"),
        ("b", "the title is empty"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_rest_goes_in(
    load: Load, row: str, reason: str, tmp_path: Path
) -> None:
    told = load(GOOD + row + "\n" + "c,Deich,Text,wer,,2017-09-14\n")
    assert f"ideas.csv, line 3: {reason}" in told
    assert "1 rows did not go in" in told
    assert set(Idea.objects.values_list("title", flat=True)) == {"Radweg", "Deich"}
    with (tmp_path / "ideas.rejects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "line", "reason", "row"]
    assert [one[:2] for one in rows[1:]] == [["ideas.csv", "3"]]
    assert rows[1][2].startswith(reason)


def test_what_goes_in_is_as_it_was(load: Load) -> None:
    Municipality.objects.create(ags="05314000", name="Bonn", kind="Stadt", land="05")
    load(GOOD, "1,a,,nutzer2,**Gut.**,2017-09-14T08:00:00+00:00\n")
    idea, comment = Idea.objects.get(), Comment.objects.get()
    assert (idea.title, idea.author.name, idea.source) == ("Radweg", "nutzer1", "probe:a")
    assert idea.created == datetime(2017, 9, 13, 8, 0, tzinfo=UTC)
    assert idea.published == idea.created
    assert list(idea.tag_uses.order_by("pk").values_list("tag__name", flat=True)) == ["Rad", "Weg"]
    assert (comment.created, comment.html) == (
        datetime(2017, 9, 14, 8, 0, tzinfo=UTC), "<p><strong>Gut.</strong></p>\n",
    )  # fmt: skip
    assert [m.has_usable_password() or m.is_active for m in Member.objects.all()] == [False] * 2


def test_answers_may_stand_before_what_they_answer(load: Load) -> None:
    told = load(GOOD, "3,a,2,x,drei,2017-09-14\n2,a,1,x,zwei,2017-09-15\n1,a,,x,eins,2017-09-16\n")
    assert "nothing" not in told
    placed = Comment.objects.order_by("place").values_list("text", "parent__text")
    assert list(placed) == [("eins", None), ("zwei", "eins"), ("drei", "zwei")]


def test_comments_without_an_idea_orphans_and_circles_are_refused_by_name(load: Load) -> None:
    other = "b,Deich,Text,wer,,2017-09-13\n"
    rows = [
        "1,x,,w,zu keiner Idee,2017-09-14", "2,a,9,w,auf nichts,2017-09-14",
        "3,a,4,w,im Kreis,2017-09-14", "4,a,3,w,im Kreis,2017-09-14",
        "5,a,5,w,auf sich selbst,2017-09-14", "6,a,,w,,2017-09-14", "7,a,,w,gut,2017-09-14",
        "8,b,7,w,in anderem Faden,2017-09-14", "7,a,,w,doppelt,2017-09-14",
        "9,a,2,w,auf Verwaistes,2017-09-14",
    ]  # fmt: skip
    told = load(GOOD + other, "\n".join(rows) + "\n")
    assert list(Comment.objects.values_list("text", flat=True)) == ["gut"]
    for line, reason in [
        (2, "there is no idea x"), (3, "the answered comment 9 is missing"),
        (4, "the answered comment 4 is missing"), (5, "the answered comment 3 is missing"),
        (6, "the answered comment 5 is missing"), (7, "the text is empty"),
        (9, "the answered comment 7 is missing"), (10, "comment_id 7 stands twice"),
        (11, "the answered comment 2 is missing"),
    ]:  # fmt: skip
        assert f"comments.csv, line {line}: {reason}" in told
    assert "9 rows did not go in" in told


def test_a_later_run_adds_what_is_new_and_nothing_else(load: Load) -> None:
    first = "1,a,,x,eins,2017-09-14\n"
    load(GOOD, first)
    told = load(GOOD + "b,Deich,T,x,,2017-09-15\n", first + "2,a,1,x,zwei,2017-09-15\n")
    assert "2 ideas and 2 comments read, 2 of them new." in told
    assert "nothing new" in load(GOOD, first)
    assert (Idea.objects.count(), Comment.objects.count()) == (2, 2)
    assert Comment.objects.get(text="zwei").parent == Comment.objects.get(text="eins")
    assert Idea.objects.get(title="Radweg").thread.comment_count == 2


def test_names_that_look_alike_are_different_people(load: Load) -> None:
    names = ["Müller", "Mueller", "MÜLLER", "日本", "中国", "", "x" * 100, "x" * 99 + "y"]
    rows = [f"{place},T{place},Text,{name},,2017-09-13" for place, name in enumerate(names)]
    told = load("\n".join(rows) + "\n")
    assert "8 of them new" in told
    assert Member.objects.count() == 8
    assert "nothing new" in load("\n".join(rows) + "\n")


def test_cells_that_look_like_formulas_are_words_and_harmless_in_the_rejects(
    load: Load, tmp_path: Path
) -> None:
    load('=1,"=HYPERLINK(""http://evil.example"")",@SUM(1),+1,,2017-09-13\n=2,,-2,=cmd|x,,x\n')
    assert Idea.objects.get().title == '=HYPERLINK("http://evil.example")'
    with (tmp_path / "ideas.rejects.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"}] == []


def test_markup_of_the_import_is_as_safe_as_that_of_members(load: Load) -> None:
    load("a,<script>,<script>alert(1)</script>,wer,,2017-09-13\n")
    assert "<script" not in Idea.objects.get().html


def test_an_unknown_or_ambiguous_town_is_left_open(load: Load, tmp_path: Path) -> None:
    Municipality.objects.create(ags="05314000", name="Bonn", kind="Stadt", land="05")
    for ags in ("01051001", "03358016"):
        Municipality.objects.create(ags=ags, name="Neuenkirchen", kind="Stadt", land=ags[:2])
    path = tmp_path / "towns.csv"
    towns = ["Bonn", "Neuenkirchen", "Atlantis", "", "a\x00b"]
    rows = [f"{n},T,Text,wer,,2017-09-13,{town}" for n, town in enumerate(towns)]
    path.write_text(f"{IDEA_HEAD},city\n" + "\n".join(rows), encoding="utf-8")
    told = import_files(path, None, origin="towns")
    found = Idea.objects.order_by("source").values_list("municipality__name", flat=True)
    assert list(found) == ["Bonn", None, None, None]
    assert "line 6: city: " in told


@pytest.mark.parametrize("supports", ["-1", "1.5", "viele", "9999999"])
def test_supports_must_be_a_number(board: Topic, tmp_path: Path, supports: str) -> None:
    path = tmp_path / "ideas.csv"
    rows = f"a,T,Text,w,,2017-09-13,{supports}\nb,T,Text,w,,2017-09-13,12\n"
    path.write_text(f"{IDEA_HEAD},supports\n{rows}", encoding="utf-8")
    assert f"line 2: supports: {supports!r} is no number" in import_files(path, None)
    assert (Idea.objects.get().support_count, Idea.objects.get().supports_elsewhere) == (12, 12)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "has no column"), (b"\x89PNG\r\n\x1a\n\x00\x00", "cannot be read"),
        (b"idea_id;title\n", "has no column"), (IDEA_HEAD.encode("utf-16"), "cannot be"),
        (COMMENT_HEAD.encode(), "has no column title, tags"), (None, "cannot be read"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_one_sentence(
    board: Topic, tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "ideas.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        import_files(path, None)
    assert Idea.objects.count() == 0


@pytest.mark.parametrize("map_", ["[1]", "x", '{"Rad": ["x"]}', '{"Rad": 1}', "null"])
def test_a_wrong_map_of_topics_is_one_sentence(load: Load, tmp_path: Path, map_: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(map_, encoding="utf-8")
    with pytest.raises(CommandError):
        load(GOOD, topics=path)


def test_tags_choose_boards_and_the_star_takes_the_rest(load: Load, tmp_path: Path) -> None:
    open_topic(actor=None, name="Klimaschutz")
    path = tmp_path / "map.json"
    path.write_text('{"Rad": "klimaschutz", "*": "stadtentwicklung"}', encoding="utf-8")
    load(GOOD + "b,Deich,Text,wer,Meer,2017-09-13\n", topics=path)
    boards = Idea.objects.order_by("source").values_list("placements__tag__slug", flat=True)
    assert list(boards) == ["klimaschutz", "stadtentwicklung"]


def test_without_a_board_there_is_nowhere_to_import_to(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no board yet"):
        call_command("import_ideas", ideas=tmp_path / "ideas.csv")
