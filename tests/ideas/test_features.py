"""The featured idea of a board: one at most, with a line why, before all others."""

from typing import Any

import pytest

from ideaforge.errors import Forbidden, Refused
from ideas.actions import (
    Content,
    edit_idea,
    feature_idea,
    pin_idea,
    publish_idea,
    unfeature_idea,
    withdraw_idea,
)
from ideas.models import Idea, IdeaTopic
from ideas.queries import front_of
from ideas.sections import others_on
from moderation.models import Act
from tests.cast import (
    JSON,
    Cast,
    make_board,
    make_draft,
    make_idea,
    make_member,
    pins_of,
    signed_in,
)

pytestmark = pytest.mark.django_db
BOARD = "/themen/klimaschutz/"


def featured(cast: Cast) -> list[tuple[str, str]]:
    return [(idea.title, idea.why) for idea in front_of(cast.public) if idea.leads]  # type: ignore[attr-defined]


def feature(cast: Cast, idea: Idea, because: str = "Läuft.") -> None:
    feature_idea(actor=cast.moderator, topic=cast.public, idea=idea, because=because)


def test_featuring_another_idea_gives_the_first_its_place_back(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    other = make_idea(cast.author, cast.public, title="Wehr")
    events.clear()
    feature(cast, idea)
    feature(cast, other, "Läuft länger.")
    assert featured(cast) == [("Wehr", "Läuft länger.")]
    assert list(others_on(cast.public)) == [idea]
    assert events == ["feature.set", "feature.taken", "feature.set"]


def test_the_same_line_again_changes_nothing_and_another_one_does(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    feature(cast, idea)
    events.clear()
    feature(cast, idea)
    assert events == []
    feature(cast, idea, "Läuft länger.")
    assert (featured(cast), events) == ([("Deich", "Läuft länger.")], ["feature.set"])


def test_no_longer_featured_it_stands_where_it_stood(cast: Cast, idea: Idea) -> None:
    pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    feature(cast, idea)
    assert pins_of(cast.public) == []
    for _time in range(2):
        unfeature_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    assert (featured(cast), pins_of(cast.public)) == ([], [idea])


def test_every_deed_answers_for_itself_in_the_log_of_the_board(cast: Cast, idea: Idea) -> None:
    feature(cast, idea, "Läuft.")
    pin_idea(actor=cast.moderator, topic=cast.public, idea=idea, reason="Gefragt.")
    unfeature_idea(actor=cast.moderator, topic=cast.public, idea=idea, reason="Vorbei.")
    acts = Act.objects.order_by("activity").filter(topic=cast.public, thread=idea.thread_id)
    rows = acts.values_list("activity__verb", "why", "before", "after")
    assert list(rows) == [
        ("feature.set", "Läuft.", "", "Läuft."),
        ("pin.set", "Gefragt.", "", "Platz 1"),
        ("feature.taken", "Vorbei.", "Läuft.", ""),
    ]


@pytest.mark.parametrize("leave", ["withdrawn", "elsewhere"])
def test_an_idea_that_leaves_the_board_is_featured_no_more(
    cast: Cast, idea: Idea, leave: str
) -> None:
    feature(cast, idea)
    if leave == "withdrawn":
        withdraw_idea(actor=cast.author, idea=idea)
        publish_idea(author=cast.author, idea=idea)
    else:
        for board in (cast.inside, cast.public):
            stored = Idea.objects.get(pk=idea.pk)
            content = Content("Deich", "Neu.", [board])
            edit_idea(actor=cast.author, idea=stored, content=content, version=stored.version)
    assert featured(cast) == []
    assert not IdeaTopic.objects.filter(is_featured=True).exists()


def test_an_edit_keeps_the_idea_featured(cast: Cast, idea: Idea) -> None:
    feature(cast, idea)
    content = Content("Deich", "Neu.", [cast.inside, cast.public])
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    placement = IdeaTopic.objects.get(tag=cast.public)
    assert (placement.is_featured, placement.featured_because) == (True, "Läuft.")


def test_each_board_features_for_itself(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside)
    for board in (cast.public, cast.inside):
        feature_idea(actor=cast.moderator, topic=board, idea=idea, because=f"Für {board.name}.")
    lines = IdeaTopic.objects.filter(is_featured=True).values_list("featured_because", flat=True)
    assert set(lines) == {"Für Klimaschutz.", "Für Kooperation."}


def test_only_the_boards_moderator_and_the_office_feature(cast: Cast, idea: Idea) -> None:
    elsewhere = make_member("elsewhere", role="moderator")
    make_board("Bildung", moderators=[elsewhere])
    for member in (cast.author, cast.mate, cast.guest, elsewhere):
        with pytest.raises(Forbidden):
            feature_idea(actor=member, topic=cast.public, idea=idea, because="Meins.")
        with pytest.raises(Forbidden):
            unfeature_idea(actor=member, topic=cast.public, idea=idea)
    feature_idea(actor=cast.office, topic=cast.public, idea=idea, because="Läuft.")
    assert featured(cast) == [("Deich", "Läuft.")]


def test_what_is_no_idea_of_the_board_or_has_no_line_is_refused(cast: Cast, idea: Idea) -> None:
    for wrong in (make_idea(cast.author, cast.inside), make_draft(cast.author, cast.public)):
        with pytest.raises(Refused):
            feature(cast, wrong)
    with pytest.raises(Refused) as refused:
        feature(cast, idea, "")
    assert refused.value.field == "because"


def test_featuring_by_form(cast: Cast, idea: Idea) -> None:
    client, url = signed_in(cast.moderator), f"{BOARD}einordnen/{idea.pk}/hervorheben/"
    answer = client.post(url, {"because": "Läuft.", "deed": "feature"})
    assert (answer.status_code, answer["Location"]) == (303, BOARD)
    for member in (None, cast.mate, cast.moderator):
        page = signed_in(member).get(BOARD).content.decode()
        assert page.count(f'id="idea-{idea.pk}"') == 1
        assert '<p class="featured-why">Läuft.</p>' in page
    wrong = client.post(url, {"because": "x" * 201})
    assert (wrong.status_code, "x" * 201 in wrong.content.decode()) == (400, True)
    assert client.post(url, {"deed": "take"}).status_code == 303
    assert featured(cast) == []


def test_featuring_by_script_answers_with_what_the_board_shows_now(cast: Cast, idea: Idea) -> None:
    client, url = signed_in(cast.moderator), f"{BOARD}einordnen/{idea.pk}/hervorheben/"
    body: dict[str, Any] = client.post(url, {"because": "Läuft."}, headers=JSON).json()
    assert body["said"] == "Deich: hervorgehoben"
    assert f'id="idea-{idea.pk}"' in body["also"][0]["html"]
    body = client.post(url, {"deed": "take"}, headers=JSON).json()
    assert body["said"] == "Deich: nicht mehr hervorgehoben"
    assert f'id="idea-{idea.pk}"' not in body["also"][0]["html"]


def test_whoever_does_not_curate_gets_no_page_to_arrange(cast: Cast, idea: Idea) -> None:
    url = f"{BOARD}einordnen/{idea.pk}/"
    assert signed_in(cast.moderator).get(url).status_code == 200
    assert signed_in(cast.mate).get(url).status_code == 403
    elsewhere = make_idea(cast.author, cast.inside)
    assert signed_in(cast.moderator).get(f"{BOARD}einordnen/{elsewhere.pk}/").status_code == 404
