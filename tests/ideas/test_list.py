"""The list: filters that combine and stand in the address, sorts, pages, honest emptiness."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from discussions.models import Thread
from ideas.models import Idea
from members.models import Municipality
from tests.cast import Cast, make_draft, make_idea, make_pilot, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(cast: Cast) -> list[Idea]:
    """Three ideas with different ages, activities and supports."""
    bonn = Municipality.objects.create(ags="05314000", name="Bonn", kind="Stadt", land="05")
    emden = Municipality.objects.create(ags="03402000", name="Emden", kind="Stadt", land="03")
    rows = [
        make_idea(cast.author, cast.public, title="Radweg", municipality=bonn, tags=["Rad"]),
        make_pilot(cast.author, cast.public, title="Deich", municipality=emden, tags=["Rad"]),
        make_idea(cast.mate, cast.inside, title="Klärwerk", municipality=bonn, text="Mit Rad."),
    ]
    now = timezone.now()
    for number, idea in enumerate(rows):
        activity = now - timedelta(hours=[1, 3, 2][number])
        Idea.objects.filter(pk=idea.pk).update(
            published=now - timedelta(days=number), support_count=[1, 5, 3][number]
        )
        Thread.objects.filter(pk=idea.thread_id).update(last_activity=activity)
    return rows


def titles(cast: Cast, **query: str) -> list[str]:
    page = signed_in(cast.mate).get("/ideen/", query).content.decode()
    return re.findall(r"<h3><a [^>]+>([^<]+)</a></h3>", page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["Radweg", "Deich", "Klärwerk"]),
        ({"sort": "aktiv"}, ["Radweg", "Klärwerk", "Deich"]),
        ({"sort": "unterstuetzt"}, ["Deich", "Klärwerk", "Radweg"]),
        ({"thema": "klimaschutz"}, ["Radweg", "Deich"]),
        ({"tag": "rad"}, ["Radweg", "Deich"]),
        ({"art": "pilot"}, ["Deich"]),
        ({"art": "idee"}, ["Radweg", "Klärwerk"]),
        ({"phase": "P1"}, ["Deich"]),
        ({"phase": "P2"}, []),
        ({"land": "05"}, ["Radweg", "Klärwerk"]),
        ({"kommune": "03402000"}, ["Deich"]),
        ({"meine": "on"}, ["Klärwerk"]),
        ({"suche": "rad", "sort": "neu"}, ["Radweg", "Klärwerk"]),
        ({"suche": "rad"}, ["Radweg", "Klärwerk"]),
        ({"tag": "rad", "land": "05", "thema": "klimaschutz", "art": "idee"}, ["Radweg"]),
        ({"suche": "rad", "meine": "on", "land": "05"}, ["Klärwerk"]),
        ({"suche": "rad", "kommune": "03402000"}, []),
    ],
)
def test_filters_combine(
    cast: Cast, ideas: list[Idea], query: dict[str, str], shown: list[str]
) -> None:
    assert titles(cast, **query) == shown


@pytest.mark.parametrize(
    "name", ["thema", "tag", "art", "phase", "land", "kommune", "sort", "seite", "suche"]
)
@pytest.mark.parametrize("value", ["x", "💥", "9" * 40, "\x00", "' OR 1=1", "-1", "\u202e"])
def test_a_wrong_filter_is_no_error(cast: Cast, ideas: list[Idea], name: str, value: str) -> None:
    answer = signed_in(cast.mate).get("/ideen/", {name: value})
    assert answer.status_code == 200
    if name != "suche":
        assert len(answer.context["page"].object_list) == 3


def test_mine_lists_my_drafts_and_nobody_elses(cast: Cast, ideas: list[Idea]) -> None:
    make_draft(cast.mate, title="Mein Entwurf")
    make_draft(cast.author, title="Fremder Entwurf")
    page = signed_in(cast.mate).get("/ideen/?meine=on").content.decode()
    assert ("Mein Entwurf" in page, "Fremder Entwurf" in page) == (True, False)
    assert "Mein Entwurf" not in signed_in(cast.mate).get("/ideen/").content.decode()
    assert signed_in(None).get("/ideen/?meine=on").status_code == 200


def test_each_filter_can_be_taken_away_alone(cast: Cast, ideas: list[Idea]) -> None:
    query = {"suche": "rad", "land": "05", "seite": "1"}
    chips = signed_in(cast.mate).get("/ideen/", query).context["chosen"]
    assert chips == [
        {"label": "rad", "without": "?land=05"},
        {"label": "Nordrhein-Westfalen", "without": "?suche=rad"},
    ]


def test_pages_hold_24_and_count_all(cast: Cast) -> None:
    for number in range(26):
        make_idea(cast.author, cast.public, title=f"Idee {number:02d}")
    first = signed_in(None).get("/ideen/?thema=klimaschutz")
    second = signed_in(None).get("/ideen/?thema=klimaschutz&seite=2")
    beyond = signed_in(None).get("/ideen/?seite=99")
    assert [len(one.context["cards"]) for one in (first, second, beyond)] == [24, 2, 2]
    assert first.context["total"] == 26
    assert "thema=klimaschutz&amp;seite=2" in first.content.decode()


def test_an_empty_list_says_so_and_counts_nothing(cast: Cast) -> None:
    answer = signed_in(None).get("/ideen/?suche=nirgendwo")
    assert (answer.context["total"], answer.context["cards"]) == (0, [])
    assert 'class="empty' in answer.content.decode()
