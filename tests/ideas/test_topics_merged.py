"""Merging topics: every idea moves once, addresses lead on, the stricter readers win."""

from typing import Any

import pytest
from django.db.models import F

from discussions.models import Admission, Audience, Thread
from ideaforge.errors import Conflict, Refused
from ideas.access import ideas_visible_to, topics_visible_to
from ideas.actions import (
    archive_board,
    begin_topic,
    change_visibility,
    edit_idea,
    feature_idea,
    move_idea,
    pin_idea,
)
from ideas.actions.write import content_of
from ideas.models import Idea, MoveOffer
from live.frames import replay
from live.registry import readable
from members.models import Notice, Role
from moderation.models import Act
from tests.cast import Cast, make_board, make_draft, make_idea, make_member, pins_of, say, signed_in
from tests.ideas.office import merge, rename

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_merging_moves_every_idea_once(cast: Cast, events: list[str]) -> None:
    side = make_board("Wetter", moderators=[cast.mate])
    one = make_idea(cast.author, side, title="A")
    both = make_idea(cast.author, side, cast.public, title="B")
    draft = make_draft(cast.author, cast.inside, side, title="C")
    pin_idea(actor=cast.moderator, topic=cast.public, idea=both)
    pin_idea(actor=cast.mate, topic=side, idea=both)
    feature_idea(actor=cast.mate, topic=side, idea=one, because="Läuft.")
    events.clear()
    into = merge(cast, side, cast.public)
    assert events == ["topic.merged"]
    boards = {
        idea.title: list(idea.placements.order_by("pk").values_list("tag__name", flat=True))
        for idea in (one, both, draft)
    }
    assert boards == {"A": ["Klimaschutz"], "B": ["Klimaschutz"],
                      "C": ["Kooperation", "Klimaschutz"]}  # fmt: skip
    assert [idea.title for idea in pins_of(into)] == ["B"]
    assert not into.placements.filter(is_featured=True).exists()
    assert not side.placements.exists()


def test_the_address_of_a_merged_topic_leads_on_for_ever(cast: Cast) -> None:
    first, second = make_board("Wetter"), make_board("Klimaanpassung")
    rename(cast, first, "Witterung")
    merge(cast, first, second)
    merge(cast, second, cast.public)
    client = signed_in(None)
    for old in ("wetter", "witterung", "klimaanpassung"):
        answer = client.get(f"/themen/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, "/themen/klimaschutz/")
    assert "Witterung" not in client.get("/themen/").content.decode()
    assert {first, second}.isdisjoint(topics_visible_to(cast.office))
    # The name is free again, the address is not.
    assert begin_topic(actor=cast.office, name="Wetter", reason="x").slug == "wetter-2"


@pytest.mark.parametrize(
    ("visibility", "audience", "readers"),
    [
        ("public", Audience.PUBLIC, {"author", "mate", "moderator", "office", "guest"}),
        ("members", Audience.MEMBERS, {"author", "mate", "moderator", "office"}),
        ("closed", Audience.ADMITTED, {"author", "moderator", "office"}),
    ],
)
def test_the_stricter_visibility_wins(
    cast: Cast, visibility: str, audience: str, readers: set[str]
) -> None:
    side = make_board("Wetter", moderators=[cast.mate])
    idea = make_idea(cast.author, side, title="A")
    mine = make_idea(cast.author, cast.public, title="B")
    change_visibility(actor=cast.office, topic=side, visibility=visibility)
    into = merge(cast, side, cast.public)
    assert into.visibility == visibility
    assert not Idea.objects.exclude(audience=F("thread__audience")).exists()
    assert set(Idea.objects.values_list("audience", flat=True)) == {audience}
    for one in (idea, mine):
        url, everybody = one.get_absolute_url(), ("author", "mate", "moderator", "office", "guest")
        pages = {name: signed_in(getattr(cast, name)).get(url) for name in everybody}
        found = {name for name, page in pages.items() if page.status_code == 200}
        assert found == readers


def test_merging_into_a_stricter_board_closes_what_moves(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, title="A")
    side = make_board("Wetter")
    mixed = make_idea(cast.author, cast.public, side, title="B")
    into = merge(cast, cast.public, cast.closed)
    assert into.visibility == "closed"
    assert list(ideas_visible_to(cast.mate)) == []
    assert set(ideas_visible_to(cast.moderator)) == {idea, mixed}
    # The other board of an idea no longer lists it, and hears of it.
    last = (replay(side.stream, 0)["de"].frames or [])[-1]
    assert '"ev":"reset"' in last.text


def test_the_moderators_of_the_topic_that_stays_moderate(cast: Cast) -> None:
    side = make_board("Wetter", moderators=[cast.mate])
    idea = make_idea(cast.author, side)
    merge(cast, side, cast.public)
    moderators = Admission.objects.filter(thread=idea.thread_id, moderates=True)
    assert list(moderators.values_list("member__handle", flat=True)) == ["moderator"]
    assert not cast.mate.curated_topics.exists()
    thread = Thread.objects.get(pk=idea.thread_id)
    assert thread.echoes == [cast.public.stream]
    say(cast.mate, idea, "Weiter.")
    assert '"ev":"frame"' in (replay(cast.public.stream, 0)["de"].frames or [])[-1].text


def test_open_pages_of_a_merged_topic_are_told_and_lead_on(
    cast: Cast, idea: Idea, django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    told: dict[str, list[Any]] = {}
    monkeypatch.setattr("ideas.actions.topic_merge.recheck", lambda **names: told.update(names))
    side = make_board("Wetter", visibility="members", moderators=[cast.mate])
    with django_capture_on_commit_callbacks(execute=True):
        merge(cast, side, cast.public)
    assert '"ev":"reset"' in (replay(side.stream, 0)["de"].frames or [])[-1].text
    # Its stream is for those who may read the board that it leads to, and for nobody else.
    assert readable("topic", cast.author, {side.pk}) == {side.pk}
    assert readable("topic", None, {side.pk, cast.public.pk}) == set()
    assert told["members"] == [cast.mate.pk]
    assert {side.stream, cast.public.stream, idea.thread.stream} <= set(told["streams"])


def test_open_offers_from_and_to_a_merged_topic_are_taken_back(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    other = make_member("other", role=Role.MODERATOR)
    side = make_board("Wetter", moderators=[other])
    move_idea(actor=cast.moderator, idea=idea, source=cast.public, target=side, reason="Passt.")
    events.clear()
    merge(cast, side, make_board("Wasser"))
    assert events == ["offer.withdrawn", "topic.merged"]
    offer = MoveOffer.objects.get()
    assert (offer.state, "Wasser" in offer.answer) == ("withdrawn", True)
    assert Notice.objects.filter(member=cast.moderator, kind="offer.answered").count() == 1


def test_who_wrote_meanwhile_is_asked_and_puts_nothing_on_a_merged_board(
    cast: Cast, idea: Idea
) -> None:
    content, side = content_of(idea), make_board("Wetter")
    merge(cast, cast.public, side)
    with pytest.raises(Conflict):
        edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    with pytest.raises(Refused) as refused:
        make_draft(cast.author, cast.public)
    assert refused.value.field == "topics"
    form = {"title": "B", "text": "x", "topics": [cast.public.pk], "publish": "1"}
    answer = signed_in(cast.author).post("/ideen/neu/", form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["topics"])


def test_a_topic_is_not_merged_with_itself_nor_into_the_archive_nor_twice(cast: Cast) -> None:
    old = make_board("Wetter")
    archive_board(actor=cast.office, topic=old, reason="x")
    for into in (cast.public, old):
        with pytest.raises(Refused):
            merge(cast, cast.public, into)
    merge(cast, cast.inside, cast.public)
    with pytest.raises(Conflict):
        merge(cast, cast.inside, cast.public)
    with pytest.raises(Refused):
        merge(cast, cast.public, cast.inside)


def test_a_merge_is_accounted_for(cast: Cast, idea: Idea) -> None:
    side = make_board("Wetter")
    make_idea(cast.author, side)
    merge(cast, side, cast.public)
    act = Act.objects.get(activity__verb="topic.merged")
    assert (act.topic, act.why) == (cast.public, "Gehört zusammen.")
    assert act.before == "Wetter (1, alle) + Klimaschutz (1, alle)"
    assert act.after == "Klimaschutz (2, alle)"


def test_hundreds_of_ideas_are_merged_in_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    counts: list[int] = []
    for more in (1, 25):
        side = make_board(f"Wetter {more}")
        for number in range(more):
            make_idea(cast.author, side, title=f"A {number}")
        count = counts[0] if counts else 60
        with django_assert_num_queries(count, exact=bool(counts)) as queries:
            merge(cast, side, cast.public)
        counts.append(len(queries))
