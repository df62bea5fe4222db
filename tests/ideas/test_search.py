"""The search: German stems, also inside compounds, on either database."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.actions import Content, edit_idea, support_idea
from ideas.models import Idea
from ideas.search import by_relevance, matching, similar
from ideas.words import WORD, fold, stems
from tests.cast import Cast, make_idea, make_members, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(cast: Cast) -> dict[str, Idea]:
    """Three ideas, by their first word."""
    texts = {
        "Bürgerbeteiligung am Klimarat": "Alle reden mit, auch über Straßen.",
        "Wärme aus dem Klärwerk": "Eine Idee für 3.500 Häuser in Emden.",
        "E-Bike für den Bauhof": 'Sogenannte "Lastenräder" mit 50 % Zuschuss.',
    }
    return {
        title.split()[0]: make_idea(cast.author, cast.public, title=title, text=text)
        for title, text in texts.items()
    }


def found(query: str) -> set[str]:
    return {idea.title.split()[0] for idea in matching(Idea.objects.all(), query)}


@pytest.mark.parametrize(
    ("query", "first_words"),
    [
        ("beteiligung", {"Bürgerbeteiligung"}),
        ("Beteiligungen", {"Bürgerbeteiligung"}),
        ("BETEILIGUNG klima", {"Bürgerbeteiligung"}),
        ("beteiligung wärme", set()),
        ("klärwerke", {"Wärme"}),
        ("klarwerk", {"Wärme"}),
        ("kla\u0308rwerk", {"Wärme"}),
        ("strasse", {"Bürgerbeteiligung"}),
        ("Straße", {"Bürgerbeteiligung"}),
        ("Lastenrädern", {"E-Bike"}),
        ("3500", set()),
        ("500", {"Wärme"}),
        ("e-bike", {"E-Bike"}),
        ("am", {"Bürgerbeteiligung"}),
        ("die und das Klima", {"Bürgerbeteiligung"}),
        ("nirgendwo", set()),
        ("", {"Bürgerbeteiligung", "Wärme", "E-Bike"}),
        ("!!!", set()),
    ],
)
def test_what_a_query_finds(ideas: dict[str, Idea], query: str, first_words: set[str]) -> None:
    assert found(query) == first_words


@pytest.mark.parametrize(
    "query",
    ['NEAR("klima" "rat")', "klimarat OR wärme", "klimarat*", '"', "'; DROP TABLE", "body:klima",
     "klima AND", "NOT klima", "{a b}", "-klima", "50 %", "_", "%", "\\", "^klima", "⑴ klima"],
)  # fmt: skip
def test_signs_and_operators_of_the_index_are_plain_words(
    ideas: dict[str, Idea], query: str
) -> None:
    words = [fold(word) for word in WORD.findall(query)]
    expected = {"Bürgerbeteiligung"} if words in (["klimarat"], ["klima"]) else None
    assert found(query) == expected or expected is None
    assert found("klimarat OR wärme") == set()


def test_no_letter_folds_to_a_quote_that_could_end_the_phrase() -> None:
    letters = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    assert [one for one in letters if one.isalnum() and '"' in fold(one)] == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60))
def test_no_query_breaks_the_search(ideas: dict[str, Idea], query: str) -> None:
    assert found(query) <= set(ideas)
    assert len(similar(Idea.objects.all(), query)) <= 5


def test_hits_in_the_title_come_first(cast: Cast) -> None:
    inside = make_idea(cast.author, cast.public, title="Sturm", text="Der Deich hielt.")
    title = make_idea(cast.author, cast.public, title="Deich", text="Er ist alt.")
    make_idea(cast.author, cast.public, title="Rad", text="Ein Weg.")
    hits = by_relevance(matching(Idea.objects.all(), "deich"), "deich")
    assert list(hits) == [title, inside]


def test_an_edit_changes_what_is_found(cast: Cast, ideas: dict[str, Idea]) -> None:
    idea = ideas["Wärme"]
    content = Content("Kälte aus dem Fluss", "Umgekehrt.", [cast.public])
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    assert (found("klärwerk"), found("fluss")) == (set(), {"Kälte"})


def test_what_one_may_not_read_is_not_found(cast: Cast) -> None:
    make_idea(cast.author, cast.inside, title="Kanarienvogel")
    for member, hits in ((None, 0), (cast.guest, 0), (cast.mate, 1)):
        page = signed_in(member).get("/ideen/?suche=kanarien").content.decode()
        assert page.count(">Kanarienvogel<") == hits
        hints = signed_in(member).get("/ideen/aehnlich/?titel=Kanarienvogel").content.decode()
        assert ("Kanarienvogel" in hints) == bool(hits)


def test_similar_ideas_share_most_words_and_are_five_at_most(cast: Cast) -> None:
    author, supporters = cast.author, make_members(2)
    close = make_idea(author, cast.public, title="Wärme aus dem Klärwerk")
    for number in range(6):
        make_idea(author, cast.public, title=f"Wärme {number}")
    make_idea(author, cast.public, title="Radweg")
    loved = make_idea(author, cast.public, title="Wärme für alle")
    for member in supporters:
        support_idea(member=member, idea=loved)
    hits = list(similar(Idea.objects.all(), "Wärme vom Klärwerk"))
    assert (hits[0], hits[1], len(hits)) == (close, loved, 5)
    assert list(similar(Idea.objects.all(), "für den am")) == []


def test_stems_leave_filler_words_out_where_others_tell_more() -> None:
    assert stems("die Bürger und die Häuser") == ["burg", "haus"]
    assert stems("die") == ["die"]
    assert stems("Rad rad RAD") == ["rad"]
    assert len(stems(" ".join(f"wort{number}" for number in range(20)))) == 8
