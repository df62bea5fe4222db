"""Topics by the office: opened, ordered, renamed, entrusted, merged; old addresses lead on."""

from typing import Any

import pytest
from django.db.models import F

from discussions.models import Admission, Audience, Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.access import ideas_visible_to, topics_visible_to
from ideas.actions import (
    archive_board,
    begin_topic,
    change_visibility,
    edit_idea,
    feature_idea,
    merge_topics,
    move_idea,
    order_topic,
    pin_idea,
    rename_topic,
)
from ideas.actions.write import content_of
from ideas.models import FormerTopic, Idea, MoveOffer, Topic
from live.frames import replay
from live.registry import readable
from members.models import Member, Notice, Role
from moderation.models import Act
from tests.cast import Cast, make_board, make_draft, make_idea, make_member, pins_of, say, signed_in
from tests.ideas.test_moves import deeds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
OFFICE = "/themen/verwalten/"


def merge(cast: Cast, topic: Topic, into: Topic) -> Topic:
    return merge_topics(actor=cast.office, topic=topic, into=into, reason="Gehört zusammen.")


def rename(cast: Cast, topic: Topic, name: str) -> Topic:
    before = Topic.objects.get(pk=topic.pk).name
    return rename_topic(actor=cast.office, topic=topic, name=name, before=before, reason="Klarer.")


def order() -> list[str]:
    return list(topics_visible_to(None).values_list("name", flat=True))


def test_a_topic_is_opened_as_the_last_one_with_its_moderators(
    cast: Cast, events: list[str]
) -> None:
    topic = begin_topic(
        actor=cast.office, name="Wasser", reason="Gefragt.", moderators=[cast.mate],
        hue="cyan", glyph="place", visibility="public", description="Alles, was fließt.",
    )  # fmt: skip
    assert events == ["topic.opened", "board.entrusted"]
    assert (topic.slug, topic.position, list(topic.moderators.all())) == ("wasser", 1, [cast.mate])
    assert order()[-1] == "Wasser"
    opened = Act.objects.get(activity__verb="topic.opened")
    assert (opened.topic, opened.why, opened.after) == (topic, "Gefragt.", "Wasser")


def test_names_are_taken_once_and_addresses_never_twice(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        begin_topic(actor=cast.office, name="KLIMASCHUTZ", reason="x")
    assert refused.value.field == "name"
    rename(cast, cast.public, "Klima")
    again = begin_topic(actor=cast.office, name="Klimaschutz", reason="x")
    page = begin_topic(actor=cast.office, name="Schlagworte", reason="x")
    assert (again.slug, page.slug) == ("klimaschutz-2", "schlagworte-2")


def test_topics_change_places_and_stop_at_the_ends(cast: Cast, events: list[str]) -> None:
    a, b, c = (begin_topic(actor=cast.office, name=name, reason="x") for name in "ABC")
    archive_board(actor=cast.office, topic=b, reason="x")
    versions = dict(Topic.objects.values_list("pk", "version"))
    events.clear()
    order_topic(actor=cast.office, topic=c, move="up")
    assert [name for name in order() if name in "ABC"] == ["C", "A", "B"]
    order_topic(actor=cast.office, topic=b, move="up")
    order_topic(actor=cast.office, topic=a, move="down")
    assert events == ["topic.ordered"]
    changed = {pk for pk, version in Topic.objects.values_list("pk", "version")
               if version > versions[pk]}  # fmt: skip
    assert {a.pk, c.pk} <= changed


def test_the_new_order_is_what_the_next_page_shows(cast: Cast) -> None:
    client, topic = signed_in(cast.office), make_board("Bildung")
    client.post(f"{OFFICE}{topic.pk}/ordnen/", {"move": "up"})
    answer = client.post(f"{OFFICE}{cast.public.pk}/ordnen/", {"move": "up"})
    assert (answer.status_code, answer["Location"]) == (303, f"{OFFICE}#topic-{cast.public.pk}")
    page = client.get("/themen/").content.decode()
    places = [page.index(f">{name}</a>") for name in order()]
    assert places == sorted(places)
    assert client.post(f"{OFFICE}{topic.pk}/ordnen/", {"move": "x"}).status_code == 400


def test_a_renamed_topic_is_found_at_all_its_addresses(cast: Cast, idea: Idea) -> None:
    rename(cast, cast.public, "Klima")
    rename(cast, cast.public, "Wetter & Klima")
    client = signed_in(None)
    for old in ("klimaschutz", "klima"):
        answer = client.get(f"/themen/{old}/?seite=1")
        assert (answer.status_code, answer["Location"]) == (301, "/themen/wetter-klima/?seite=1")
        assert answer["Cache-Control"] == "no-cache"
        filtered = client.get(f"/ideen/?thema={old}&sort=neu", follow=True)
        assert "Deich" in filtered.content.decode()
        assert filtered.redirect_chain[-1][0] == "/ideen/?thema=wetter-klima&sort=neu"
    moderator = signed_in(cast.moderator)
    assert moderator.get("/themen/klima/gestalten/").status_code == 200
    assert moderator.post(f"/themen/klima/anpinnen/{idea.pk}/", {"move": "pin"}).status_code == 303
    assert pins_of(Topic.objects.get(pk=cast.public.pk)) == [idea]


def test_renamed_back_it_has_its_first_address(cast: Cast) -> None:
    rename(cast, cast.public, "Klima")
    rename(cast, cast.public, "Klimaschutz")
    client = signed_in(None)
    assert client.get("/themen/klimaschutz/").status_code == 200
    assert client.get("/themen/klima/")["Location"] == "/themen/klimaschutz/"
    with pytest.raises(Conflict):
        rename_topic(actor=cast.office, topic=cast.public, name="x", before="Klima", reason="x")


def test_an_old_address_says_nothing_to_those_who_may_not_read(cast: Cast) -> None:
    rename(cast, cast.closed, "Geheim")
    assert signed_in(cast.mate).get("/themen/vertrauliches/").status_code == 404
    assert signed_in(cast.moderator).get("/themen/vertrauliches/").status_code == 301


def test_pages_that_are_open_are_made_anew_when_a_topic_is_renamed(cast: Cast) -> None:
    make_idea(cast.author, cast.public, cast.inside)
    rename(cast, cast.public, "Klima")
    for topic in (cast.public, cast.inside):
        last = (replay(topic.stream, 0)["de"].frames or [])[-1]
        assert '"ev":"reset"' in last.text


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
    assert deeds(events) == ["offer.withdrawn", "topic.merged"]
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


def test_only_the_office(cast: Cast) -> None:
    for member in (cast.author, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            begin_topic(actor=member, name="x", reason="x")
        with pytest.raises(Forbidden):
            order_topic(actor=member, topic=cast.public, move="up")
        with pytest.raises(Forbidden):
            rename_topic(
                actor=member, topic=cast.public, name="x", before="Klimaschutz", reason="x"
            )
        with pytest.raises(Forbidden):
            merge_topics(actor=member, topic=cast.public, into=cast.inside, reason="x")
    assert FormerTopic.objects.count() == 0


PAGES = ("", "neu/", "{pk}/umbenennen/", "{pk}/moderation/", "{pk}/zusammenlegen/")


def test_the_pages_are_the_offices(cast: Cast) -> None:
    for page in PAGES:
        url = OFFICE + page.format(pk=cast.public.pk)
        found = {one.handle: signed_in(one).get(url).status_code
                 for one in (cast.guest, cast.mate, cast.moderator, cast.office)}  # fmt: skip
        assert found == {"guest": 404, "mate": 404, "moderator": 404, "office": 200}, page
    assert signed_in(cast.office).get(f"{OFFICE}999/umbenennen/").status_code == 404


def test_opening_by_form_tells_what_is_wrong_at_its_place(cast: Cast) -> None:
    client = signed_in(cast.office)
    form = {"name": "Klimaschutz", "visibility": "members", "hue": "cyan", "glyph": "place",
            "moderators": "Mate", "reason": "Gefragt."}  # fmt: skip
    for wrong, field in [
        ({}, "name"), ({"name": ""}, "name"), ({"name": "x" * 61}, "name"),
        ({"name": "Neu", "moderators": "Niemand"}, "moderators"),
        ({"name": "Neu", "reason": ""}, "reason"), ({"name": "Neu", "glyph": "x"}, "glyph"),
        ({"name": "Neu", "hue": "x"}, "hue"), ({"name": "Neu", "visibility": ""}, "visibility"),
    ]:  # fmt: skip
        answer = client.post(f"{OFFICE}neu/", form | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    answer = client.post(f"{OFFICE}neu/", form | {"name": "Wasser"})
    topic = Topic.objects.get(name="Wasser")
    assert (answer.status_code, answer["Location"]) == (303, f"{OFFICE}#topic-{topic.pk}")
    assert list(topic.moderators.all()) == [cast.mate]
    assert "Wasser" in client.get(OFFICE).content.decode()


def test_renaming_entrusting_and_merging_by_form(cast: Cast, idea: Idea) -> None:
    client, on = signed_in(cast.office), f"{OFFICE}{cast.public.pk}/"
    name = {"name": "Klima", "before": "Klimaschutz", "reason": "Kürzer."}
    assert client.post(f"{on}umbenennen/", name | {"name": "Kooperation"}).status_code == 400
    assert client.post(f"{on}umbenennen/", name).status_code == 303
    assert client.post(f"{on}umbenennen/", name | {"name": "Wetter"}).status_code == 409
    page = client.get(f"{on}moderation/").content.decode()
    assert "Moderator (moderator)" in page
    people = {"moderators": "mate, Moderator", "reason": "Zu zweit."}
    assert client.post(f"{on}moderation/", people).status_code == 303
    assert set(cast.public.moderators.all()) == {cast.mate, cast.moderator}
    choice = client.get(f"{on}zusammenlegen/", {"into": "kooperation"})
    numbers = choice.context["numbers"]
    assert (numbers.moved, numbers.both, numbers.becomes_stricter) == (1, 0, False)
    for wrong in ({"into": "gibt-es-nicht"}, {"into": "klima"}, {"into": ""}):
        assert client.get(f"{on}zusammenlegen/", wrong).status_code == 400
    form = {"into": "kooperation", "reason": "Zusammen."}
    answer = client.post(f"{on}zusammenlegen/", form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["sure"])
    assert client.post(f"{on}zusammenlegen/", form | {"sure": "on"}).status_code == 303
    assert client.get("/themen/klimaschutz/")["Location"] == "/themen/kooperation/"
    assert signed_in(None).get("/themen/klimaschutz/").status_code == 404


def test_curators_find_their_tools_on_the_page_of_topics(cast: Cast) -> None:
    def tools(member: Member | None) -> tuple[bool, bool]:
        page = signed_in(member).get("/themen/").content.decode()
        return "/themen/schlagworte/" in page, OFFICE in page

    assert [tools(one) for one in (None, cast.guest, cast.mate)] == [(False, False)] * 3
    assert (tools(cast.moderator), tools(cast.office)) == ((True, False), (True, True))
