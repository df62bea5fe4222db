"""Topics by the office: opened, ordered, renamed, entrusted, merged; old addresses lead on."""

import pytest

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    archive_board,
    begin_topic,
    merge_topics,
    order_topic,
    rename_topic,
)
from ideas.models import FormerTopic, Idea, Topic
from live.frames import replay
from members.models import Member
from moderation.models import Act
from tests.cast import Cast, make_board, make_idea, pins_of, signed_in
from tests.ideas.office import OFFICE, order, rename

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


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
