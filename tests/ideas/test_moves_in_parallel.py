"""Many at once: an offer is settled once, a tag is merged once, a topic is merged once."""

from datetime import date
from functools import partial

import pytest

from ideaforge.errors import Conflict, Refused
from ideas.actions import (
    accept_offer,
    begin_topic,
    decline_offer,
    merge_tags,
    merge_topics,
    move_idea,
    order_topic,
    rename_topic,
    withdraw_offer,
)
from ideas.models import FormerTag, FormerTopic, Idea, MoveOffer, Tag, Topic
from ideas.tasks import weekly_letters
from live.models import Activity, Entry
from members.models import Notice
from tests.cast import Cast, at_once, make_board, make_cast, make_idea

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]
MANY = 50
MONDAY = date(2026, 11, 23)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


def make_offer(cast: Cast, idea: Idea) -> MoveOffer:
    board = make_board("Bildung", moderators=[cast.mate])
    return move_idea(
        actor=cast.moderator, idea=idea, source=cast.public, target=board, reason="Passt."
    )


def test_fifty_answers_to_one_offer_settle_it_once(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    offer = make_offer(cast, idea)
    works = [
        partial(accept_offer, actor=cast.mate, offer=offer, answer="Gern."),
        partial(decline_offer, actor=cast.mate, offer=offer, answer="Nein."),
        partial(withdraw_offer, actor=cast.moderator, offer=offer),
    ]
    results = at_once(works[n % 3] for n in range(MANY))
    assert sum(isinstance(one, MoveOffer) for one in results) == 1, results
    assert sum(type(one) is Conflict for one in results) == MANY - 1, results
    offer.refresh_from_db()
    verbs = Activity.objects.filter(verb__startswith="offer.").exclude(verb="offer.made")
    assert [verb.verb for verb in verbs] == [f"offer.{offer.state}"]
    on = "Bildung" if offer.state == "accepted" else "Klimaschutz"
    assert list(idea.placements.values_list("tag__name", flat=True)) == [on]


def test_fifty_offers_of_one_idea_are_one(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    boards = [make_board(f"Brett {n}") for n in range(5)]
    offer = partial(move_idea, actor=cast.moderator, idea=idea, source=cast.public, reason="x")
    results = at_once(partial(offer, target=boards[n % 5]) for n in range(MANY))
    assert sum(isinstance(one, MoveOffer) for one in results) == 1, results
    assert sum(type(one) is Refused for one in results) == MANY - 1, results
    assert MoveOffer.objects.count() == 1


def test_merges_of_tags_at_once_lose_no_use(cast: Cast) -> None:
    names = ["a", "b", "c", "d"]
    for n in range(8):
        make_idea(cast.author, cast.public, title=f"Idee {n}", tags=[names[n % 4]])
    tags = {tag.name: tag for tag in Tag.objects.all()}
    pairs = [(x, y) for x in names for y in names if x != y]
    results = at_once(
        partial(merge_tags, actor=cast.moderator, tag=tags[x], into=tags[y], reason="x")
        for x, y in pairs * 2
    )
    assert sum(isinstance(one, Tag) for one in results) == 3, results
    assert all(isinstance(one, Tag) or type(one) is Conflict for one in results), results
    [left] = Tag.objects.all()
    assert left.uses.count() == 8
    assert set(FormerTag.objects.values_list("key", "tag")) == {
        (name, left.pk) for name in names if name != left.name
    }


def test_ideas_that_are_written_while_their_tag_is_merged_get_the_one_of_today(
    cast: Cast,
) -> None:
    make_idea(cast.author, cast.public, tags=["alt", "neu"])
    old, new = (Tag.objects.get(key=key) for key in ("alt", "neu"))
    merge = partial(merge_tags, actor=cast.moderator, tag=old, into=new, reason="x")
    write = [partial(make_idea, cast.author, cast.public, title=f"I {n}", tags=["alt"])
             for n in range(10)]  # fmt: skip
    results = at_once([*write[:5], merge, *write[5:]])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert (Tag.objects.count(), new.uses.count()) == (1, 11)


def test_topics_merged_with_each_other_at_once_leave_one(cast: Cast) -> None:
    boards = [make_board(f"Brett {n}") for n in range(3)]
    for n in range(6):
        make_idea(cast.author, boards[n % 3], title=f"Idee {n}")
    merge = partial(merge_topics, actor=cast.office, reason="x")
    pairs = [(x, y) for x in boards for y in boards if x != y]
    results = at_once(partial(merge, topic=x, into=y) for x, y in pairs * 2)
    assert sum(isinstance(one, Topic) for one in results) == 2, results
    assert all(isinstance(one, Topic | Refused) for one in results), results
    [into] = set(FormerTopic.objects.values_list("topic", flat=True))
    assert Topic.objects.get(pk=into).placements.count() == 6


def test_ideas_that_are_published_while_their_board_is_merged_stand_on_a_board(
    cast: Cast,
) -> None:
    side = make_board("Wetter")
    merge = partial(merge_topics, actor=cast.office, topic=side, into=cast.public, reason="x")
    write = [partial(make_idea, cast.author, side, title=f"I {n}") for n in range(8)]
    results = at_once([*write[:4], merge, *write[4:]])
    assert all(isinstance(one, Idea | Topic | Refused) for one in results), results
    assert not side.placements.exists()
    published = sum(isinstance(one, Idea) for one in results)
    assert cast.public.placements.filter(content_object__state="published").count() == published


def test_fifty_steps_at_once_keep_an_order_without_gaps(cast: Cast) -> None:
    topics = [begin_topic(actor=cast.office, name=f"T{n}", reason="x") for n in range(4)]
    move = partial(order_topic, actor=cast.office)
    results = at_once(
        partial(move, topic=topics[n % 4], move="up" if n % 3 else "down") for n in range(MANY)
    )
    assert results == [None] * MANY
    positions = Topic.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, 8))


def test_two_who_rename_at_once_do_not_undo_each_other(cast: Cast) -> None:
    rename = partial(
        rename_topic, actor=cast.office, topic=cast.public, before="Klimaschutz", reason="x"
    )
    results = at_once(partial(rename, name=name) for name in ("Klima", "Wetter") * 5)
    assert sum(isinstance(one, Topic) for one in results) == 1, results
    assert sum(type(one) is Conflict for one in results) == 9, results
    assert FormerTopic.objects.get().topic == cast.public


def test_workers_at_once_write_each_weekly_letter_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideas.tasks.timezone.localdate", lambda: MONDAY)
    at_once([weekly_letters.func] * 8)
    assert Notice.objects.filter(kind="week", member=cast.moderator).count() == 3


def test_a_move_stands_once_in_each_stream(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    mine = make_board("Wetter", moderators=[cast.moderator])
    move = partial(
        move_idea, actor=cast.moderator, idea=idea, source=cast.public, target=mine, reason="x"
    )
    results = at_once([move] * 10)
    assert sum(isinstance(one, MoveOffer) for one in results) == 1, results
    left = Entry.objects.filter(activity__verb="idea.left")
    assert list(left.values_list("stream", flat=True)) == [cast.public.stream]
