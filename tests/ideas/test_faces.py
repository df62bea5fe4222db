"""The face of a board: what it says, in which colour, what it asks for and until when; archive."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    Face,
    archive_board,
    change_visibility,
    edit_board,
    publish_idea,
    reopen_board,
    withdraw_idea,
)
from ideas.models import Cover, Hue, Topic
from moderation.models import Act
from tests.cast import Cast, make_draft, make_idea, signed_in

pytestmark = pytest.mark.django_db
BOARD, EDIT = "/themen/klimaschutz/", "/themen/klimaschutz/gestalten/"
TODAY = "ideas.models.topics.timezone.localdate"


def fields(version: int, **more: object) -> dict[str, object]:
    return {"description": "Neu.", "hue": "plum", "version": version, **more}


def edit(cast: Cast, face: Face, reason: str = "") -> Topic:
    topic = Topic.objects.get(pk=cast.public.pk)
    return edit_board(
        actor=cast.moderator, topic=topic, face=face, version=topic.version, reason=reason
    )


def test_the_face_is_changed_by_form_and_the_log_says_what(cast: Cast, events: list[str]) -> None:
    client = signed_in(cast.moderator)
    until = timezone.localdate() + timedelta(days=3)
    form = fields(1, cover="waves", wanted="Drei Orte", wanted_until=until, reason="Es eilt.")
    events.clear()
    assert client.post(EDIT, form)["Location"] == BOARD
    topic = Topic.objects.get(pk=cast.public.pk)
    assert (topic.description, topic.hue, topic.cover) == ("Neu.", "plum", "waves")
    assert (topic.wanted, topic.wanted_until, topic.version) == ("Drei Orte", until, 2)
    assert events == ["look.changed"]
    act = Act.objects.get(activity__verb="look.changed")
    assert (act.topic, act.why) == (topic, "Es eilt.")
    assert act.before.startswith("Beschreibung: – · Farbe: Blau")
    assert act.after.startswith("Beschreibung: Neu. · Farbe: Pflaume")
    page = signed_in(None).get(BOARD).content.decode()
    assert ("hue-plum" in page, 'class="cover"' in page, "Drei Orte" in page) == (True,) * 3


def test_without_a_change_nothing_is_recorded(cast: Cast, events: list[str]) -> None:
    events.clear()
    topic = edit(cast, Face("", "blue"))
    assert (topic.version, events) == (1, [])
    edit(cast, Face("Neu.", "blue"))
    assert events == ["board.edited"]


def test_long_words_are_cut_in_the_log_and_nowhere_else(cast: Cast) -> None:
    edit(cast, Face("ü" * 600, "blue"))
    assert len(Act.objects.get(activity__verb="board.edited").after) == 500
    assert Topic.objects.get(pk=cast.public.pk).description == "ü" * 600


@pytest.mark.parametrize("cover", [cover.value for cover in Cover if cover.value])
def test_every_cover_is_drawn(cast: Cast, cover: str) -> None:
    edit(cast, Face("", "blue", cover=cover))
    page = signed_in(None).get(BOARD).content.decode()
    drawing = page.partition('class="cover"')[2].partition("</svg>")[0]
    assert drawing.count("<path") >= 2


def test_two_curators_at_once_lose_no_word(cast: Cast) -> None:
    first, second = signed_in(cast.moderator), signed_in(cast.office)
    assert first.post(EDIT, fields(1, description="Vom ersten.")).status_code == 303
    answer = second.post(EDIT, fields(1, description="Vom zweiten.", wanted="Zwei Orte"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Vom <del>ersten." in page, "<ins>zweiten." in page) == (True, True)
    assert ("Vom ersten." in page, "Vom zweiten." in page, "Zwei Orte" in page) == (True,) * 3
    assert Topic.objects.get(pk=cast.public.pk).description == "Vom ersten."
    assert second.post(EDIT, fields(2, description="Von beiden.")).status_code == 303
    with pytest.raises(Conflict):
        edit_board(actor=cast.moderator, topic=cast.public, face=Face("x", "blue"), version=1)


def test_what_is_wrong_is_said_at_its_field(cast: Cast) -> None:
    client = signed_in(cast.moderator)
    yesterday = timezone.localdate() - timedelta(days=1)
    for field, wrong in [
        ("description", "x" * 601), ("wanted", "x" * 201), ("hue", "red"), ("cover", "photo"),
        ("wanted_until", yesterday), ("wanted_until", "31.02.2027"), ("reason", "x" * 501),
    ]:  # fmt: skip
        answer = client.post(EDIT, fields(1, **{field: wrong}))
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == [field]
        assert 'class="error"' in answer.content.decode()
    assert Topic.objects.get(pk=cast.public.pk).version == 1


def test_an_end_that_has_passed_by_itself_does_not_stop_another_change(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Topic.objects.filter(pk=cast.public.pk).update(wanted="Orte", wanted_until=yesterday)
    form = fields(1, wanted="Orte", wanted_until=yesterday)
    assert signed_in(cast.moderator).post(EDIT, form).status_code == 303


def test_what_was_wanted_is_gone_everywhere_after_its_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    edit(cast, Face("Worum es geht.", "blue", wanted="Drei Orte", wanted_until=today))
    paths = ("/", "/themen/", BOARD)

    def asks() -> list[bool]:
        return ["Drei Orte" in signed_in(None).get(path).content.decode() for path in paths]

    assert asks() == [True, True, True], "on the last day, and kept from now on"
    monkeypatch.setattr(TODAY, lambda: today + timedelta(days=1))
    assert asks() == [False, False, False]


def test_only_curators_change_the_face_and_the_archive(cast: Cast) -> None:
    for member in (cast.author, cast.mate, cast.guest):
        with pytest.raises(Forbidden):
            edit_board(actor=member, topic=cast.public, face=Face("x", "blue"), version=1)
        for act in (archive_board, reopen_board):
            with pytest.raises(Forbidden):
                act(actor=member, topic=cast.public, reason="x")
        for path in (EDIT, f"{BOARD}rechte/", f"{BOARD}archiv/", f"{BOARD}abschnitte/"):
            assert signed_in(member).get(path).status_code == 403
    assert signed_in(cast.mate).get("/themen/vertrauliches/gestalten/").status_code == 404


def test_an_archived_board_is_read_and_takes_no_new_ideas(cast: Cast, events: list[str]) -> None:
    idea, draft = make_idea(cast.author, cast.public), make_draft(cast.author, cast.public)
    events.clear()
    for _time in range(2):
        archive_board(actor=cast.moderator, topic=cast.public, reason="Es ist getan.")
    assert events == ["board.archived"]
    assert Act.objects.latest("activity").why == "Es ist getan."
    page = signed_in(None).get(BOARD).content.decode()
    assert ("Im Archiv seit" in page, "Es ist getan." in page, "Deich" in page) == (True,) * 3
    assert "post-here" not in page
    with pytest.raises(Refused, match=r"Archiv.*Es ist getan\.") as refused:
        make_draft(cast.author, cast.public)
    assert refused.value.field == "topics"
    with pytest.raises(Refused, match="Archiv"):
        publish_idea(author=cast.author, idea=draft)
    withdraw_idea(actor=cast.author, idea=idea)
    with pytest.raises(Refused):
        publish_idea(author=cast.author, idea=idea)


def test_publishing_again_by_form_says_why_not(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    withdraw_idea(actor=cast.author, idea=idea)
    archive_board(actor=cast.moderator, topic=cast.public, reason="Es ist getan.")
    client = signed_in(cast.author)
    page = client.post(f"/ideen/{idea.pk}/veroeffentlichen/", follow=True).content.decode()
    assert "nimmt keine neuen Ideen auf: Es ist getan." in page


def test_a_board_that_was_closed_meanwhile_does_not_stop_publishing_again(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside)
    withdraw_idea(actor=cast.author, idea=idea)
    change_visibility(actor=cast.office, topic=cast.inside, visibility="closed")
    assert publish_idea(author=cast.author, idea=idea).audience == "admitted"


def test_archived_boards_stand_at_the_end_of_all_topics_and_not_on_home(cast: Cast) -> None:
    archive_board(actor=cast.office, topic=cast.public, reason="Es ist getan.")
    client = signed_in(cast.mate)
    page = client.get("/themen/").content.decode()
    assert page.index("/themen/kooperation/") < page.index('id="archive"') < page.index(BOARD)
    assert BOARD not in client.get("/").content.decode()
    reopen_board(actor=cast.office, topic=cast.public, reason="Es geht weiter.")
    assert BOARD in client.get("/").content.decode()
    assert 'id="archive"' not in client.get("/themen/").content.decode()


def test_the_archive_by_form_asks_for_a_reason(cast: Cast) -> None:
    client, url = signed_in(cast.moderator), f"{BOARD}archiv/"
    for words in ("", "   ", "x" * 301):
        answer = client.post(url, {"reason": words, "deed": "archive"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["reason"])
    assert client.post(url, {"reason": "Fertig.", "deed": "archive"}).status_code == 303
    assert Topic.objects.get(pk=cast.public.pk).archived_because == "Fertig."
    assert client.post(url, {"reason": "Weiter.", "deed": "reopen"}).status_code == 303
    topic = Topic.objects.get(pk=cast.public.pk)
    assert (topic.archived, topic.archived_because) == (None, "")
    for act in (archive_board, reopen_board):
        with pytest.raises(Refused):
            act(actor=cast.moderator, topic=topic, reason="")


def offered(client: Client, path: str = "/ideen/neu/") -> list[str]:
    form: Any = client.get(path).context["form"]
    return [str(choice.choice_label) for choice in form["topics"]]


def test_the_form_offers_what_takes_ideas_and_where_the_idea_stands(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    archive_board(actor=cast.office, topic=cast.public, reason="Fertig.")
    client, path = signed_in(cast.author), f"/ideen/{idea.pk}/bearbeiten/"
    assert offered(client) == ["Kooperation"]
    assert offered(client, path) == ["Klimaschutz", "Kooperation"]
    form = {"title": "Deich", "text": "Neu.", "topics": [cast.public.pk], "version": idea.version}
    assert client.post(path, form).status_code == 303, "what stands there can be edited"
    fresh = {"title": "Wehr", "text": "Neu.", "topics": [cast.public.pk], "publish": "1"}
    answer = client.post("/ideen/neu/", fresh)
    assert answer.status_code == 400
    assert answer.context["form"].errors["topics"] == [
        "Das Thema „Klimaschutz“ liegt im Archiv und nimmt keine neuen Ideen auf: Fertig."
    ]


def test_every_colour_has_a_name(cast: Cast) -> None:
    page = signed_in(cast.moderator).get(EDIT).content.decode()
    assert all(f"hue-{hue.value}" in page for hue in Hue)
