"""Many curators at once: six pins at most, one featured idea, never an error of the tables."""

from functools import partial

import pytest

from ideaforge.errors import Conflict, Refused
from ideas.actions import (
    Content,
    Face,
    archive_board,
    edit_board,
    edit_idea,
    feature_idea,
    make_section,
    pin_idea,
    save_draft,
    withdraw_idea,
)
from ideas.actions.pins import PINS
from ideas.models import Idea, IdeaTopic, Section, Topic
from live.models import Entry
from tests.cast import Cast, at_once, make_cast, make_idea

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]
MANY = 50


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


def make_many(cast: Cast, count: int = MANY) -> list[Idea]:
    return [make_idea(cast.author, cast.public, title=f"Idee {n}") for n in range(count)]


def test_fifty_pins_at_once_are_six(cast: Cast) -> None:
    ideas = make_many(cast)
    pin = partial(pin_idea, actor=cast.moderator, topic=cast.public)
    results = at_once(partial(pin, idea=idea) for idea in ideas)
    assert sum(one is None for one in results) == PINS, results
    assert all(one is None or type(one) is Refused for one in results), results
    pins = IdeaTopic.objects.filter(pin__isnull=False).order_by("pin")
    assert list(pins.values_list("pin", flat=True)) == list(range(1, PINS + 1))


def test_fifty_features_at_once_are_one(cast: Cast) -> None:
    ideas = make_many(cast)
    feature = partial(feature_idea, actor=cast.moderator, topic=cast.public, because="Läuft.")
    results = at_once(partial(feature, idea=idea) for idea in ideas)
    assert results == [None] * MANY
    last = Entry.objects.filter(activity__verb="feature.set").latest("n").activity.object_id
    featured = IdeaTopic.objects.filter(is_featured=True)
    assert list(featured.values_list("content_object", flat=True)) == [last]
    verbs = Entry.objects.filter(stream=cast.public.stream, activity__verb="feature.taken")
    assert verbs.count() == MANY - 1


def test_two_edits_at_once_are_one_and_a_conflict(cast: Cast) -> None:
    edit = partial(edit_board, actor=cast.moderator, topic=cast.public, version=1)
    results = at_once(partial(edit, face=Face(f"Text {n}", "blue")) for n in range(10))
    assert sum(type(one) is Conflict for one in results) == 9, results
    assert Topic.objects.get(pk=cast.public.pk).version == 2


def test_a_section_name_is_given_once(cast: Cast) -> None:
    make = partial(make_section, actor=cast.moderator, topic=cast.public, name="Reif")
    results = at_once([make] * 10)
    assert sum(type(one) is Refused for one in results) == 9, results
    assert Section.objects.count() == 1


def test_what_is_withdrawn_at_the_same_moment_keeps_no_place(cast: Cast) -> None:
    for idea in make_many(cast, 5):
        at_once(
            [
                partial(pin_idea, actor=cast.moderator, topic=cast.public, idea=idea),
                partial(
                    feature_idea, actor=cast.office, topic=cast.public, idea=idea, because="Läuft."
                ),
                partial(withdraw_idea, actor=cast.author, idea=idea),
            ]
        )
    kept = IdeaTopic.objects.exclude(pin=None, is_featured=False)
    assert not kept.exists()


def test_an_edit_of_a_featured_idea_never_brings_an_old_feature_back(cast: Cast) -> None:
    first, second = make_many(cast, 2)
    for turn in range(6):
        feature_idea(actor=cast.moderator, topic=cast.public, idea=first, because=f"Nr. {turn}")
        stored = Idea.objects.get(pk=first.pk)
        boards = [cast.public, cast.inside] if turn % 2 == 0 else [cast.inside, cast.public]
        results = at_once(
            [
                partial(
                    edit_idea, actor=cast.author, idea=stored, version=stored.version,
                    content=Content("Deich", f"Text {turn}", boards),
                ),
                partial(
                    feature_idea, actor=cast.moderator, topic=cast.public, idea=second,
                    because=f"Nr. {turn}",
                ),
            ]
        )  # fmt: skip
        assert not [one for one in results if isinstance(one, Exception)], results
        featured = IdeaTopic.objects.get(is_featured=True)
        assert featured.content_object_id == second.pk


def test_after_the_board_was_archived_no_draft_comes(cast: Cast) -> None:
    content = Content("Deich", "Ein Vorschlag.", [cast.public])
    write = partial(save_draft, author=cast.author, content=content)
    archive = partial(archive_board, actor=cast.moderator, topic=cast.public, reason="Fertig.")
    results = at_once([*[write] * 4, archive])
    assert all(isinstance(one, Idea | Refused | None) for one in results), results
    with pytest.raises(Refused):
        write()
