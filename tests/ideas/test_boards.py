"""Boards: who opens, entrusts, opens and closes them, and what follows for ideas and threads."""

from typing import Any

import pytest
from django.db.models import F

from discussions.models import Admission, Audience, Thread
from ideaforge.errors import Forbidden
from ideas.access import ideas_visible_to, listed_on
from ideas.actions import change_visibility, entrust, open_topic, withdraw_idea
from ideas.models import Idea, Topic
from live.models import Stream
from live.registry import readable
from members.models import Member
from tests.cast import Cast, make_draft, make_idea, signed_in

pytestmark = pytest.mark.django_db


def moderators_of(idea: Idea) -> set[str]:
    rows = Admission.objects.filter(thread=idea.thread_id, moderates=True)
    return set(rows.values_list("member__handle", flat=True))


def test_the_office_opens_boards_and_nobody_else(cast: Cast) -> None:
    board = open_topic(actor=cast.office, name="Öffentlicher Verkehr")
    assert (board.slug, Stream.objects.get(name=board.stream).last) == ("oeffentlicher-verkehr", 0)
    for member in (cast.author, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            open_topic(actor=member, name="Meins")
        with pytest.raises(Forbidden):
            entrust(actor=member, topic=board, moderators=[member])
        with pytest.raises(Forbidden):
            change_visibility(actor=member, topic=board, visibility="closed")
    assert Topic.objects.count() == 4


def test_entrusting_gives_and_takes_the_right_to_moderate_its_threads(
    cast: Cast, idea: Idea
) -> None:
    both = make_idea(cast.author, cast.public, cast.inside)
    assert (moderators_of(idea), moderators_of(both)) == ({"moderator"}, {"moderator"})
    entrust(actor=cast.office, topic=cast.public, moderators=[cast.mate])
    assert moderators_of(idea) == {"mate"}
    assert moderators_of(both) == {"mate", "moderator"}, "the other board is still theirs"


def test_an_author_who_moderates_keeps_their_idea_after_the_office_took_the_board(
    cast: Cast,
) -> None:
    idea = make_idea(cast.moderator, cast.closed)
    entrust(actor=cast.office, topic=cast.closed, moderators=[])
    assert moderators_of(idea) == set()
    assert idea.thread_id in readable("thread", cast.moderator, {idea.thread_id})


def test_a_former_moderator_of_a_closed_board_reads_nothing_more_and_is_cut_off(
    cast: Cast, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = make_idea(cast.author, cast.inside)
    change_visibility(actor=cast.office, topic=cast.inside, visibility="closed")
    told: list[int] = []
    monkeypatch.setattr("ideas.actions.board.recheck", lambda *, members: told.extend(members))
    assert readable("thread", cast.moderator, {idea.thread_id}) == {idea.thread_id}
    with django_capture_on_commit_callbacks(execute=True):
        entrust(actor=cast.office, topic=cast.inside, moderators=[])
    assert readable("thread", cast.moderator, {idea.thread_id}) == set()
    assert readable("topic", cast.moderator, {cast.inside.pk}) == set()
    assert told == [cast.moderator.pk]


@pytest.mark.parametrize(
    ("visibility", "audience"),
    [("public", Audience.PUBLIC), ("members", Audience.MEMBERS), ("closed", Audience.ADMITTED)],
)
def test_visibility_of_a_board_is_that_of_its_ideas(
    cast: Cast, idea: Idea, visibility: str, audience: str,
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []
    monkeypatch.setattr("ideas.actions.board.recheck", lambda *, streams: told.extend(streams))
    with django_capture_on_commit_callbacks(execute=True):
        change_visibility(actor=cast.office, topic=cast.public, visibility=visibility)
    assert Thread.objects.get(pk=idea.thread_id).audience == audience
    assert told == [cast.public.stream, idea.thread.stream]


def test_an_idea_is_as_open_as_the_least_open_of_its_boards(cast: Cast) -> None:
    mixed = make_idea(cast.moderator, cast.public, cast.inside, title="Gemischt")
    strict = make_idea(cast.moderator, cast.public, cast.closed, title="Streng")
    assert Thread.objects.get(pk=mixed.thread_id).audience == Audience.MEMBERS
    assert Thread.objects.get(pk=strict.thread_id).audience == Audience.ADMITTED
    change_visibility(actor=cast.office, topic=cast.inside, visibility="public")
    assert Thread.objects.get(pk=mixed.thread_id).audience == Audience.PUBLIC
    change_visibility(actor=cast.office, topic=cast.public, visibility="members")
    assert Thread.objects.get(pk=mixed.thread_id).audience == Audience.MEMBERS
    assert Thread.objects.get(pk=strict.thread_id).audience == Audience.ADMITTED


def test_the_more_open_board_never_lists_a_mixed_idea_whoever_looks(cast: Cast) -> None:
    make_idea(cast.author, cast.public, cast.inside, title="Kanarienvogel")
    plain = make_idea(cast.author, cast.public, title="Deich")
    assert list(listed_on(cast.public)) == [plain]
    for member in (None, cast.guest, cast.author, cast.moderator, cast.office):
        page = signed_in(member).get("/themen/klimaschutz/").content.decode()
        assert ("Deich" in page, "Kanarienvogel" in page) == (True, False)
    page = signed_in(cast.mate).get("/themen/kooperation/").content.decode()
    assert "Kanarienvogel" in page


def test_an_edit_never_takes_an_idea_off_a_board_that_its_author_cannot_see_any_more(
    cast: Cast,
) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside)
    change_visibility(actor=cast.office, topic=cast.inside, visibility="closed")
    form = {"title": "Deich", "text": "Neu.", "topics": [cast.public.pk], "version": idea.version}
    answer = signed_in(cast.author).post(f"/ideen/{idea.pk}/bearbeiten/", form)
    assert (answer.status_code, Idea.objects.get().text) == (303, "Neu.")
    assert set(idea.placements.values_list("tag", flat=True)) == {cast.public.pk, cast.inside.pk}
    assert Thread.objects.get(pk=idea.thread_id).audience == Audience.ADMITTED
    assert signed_in(None).get(idea.get_absolute_url()).status_code == 404


def test_ideas_keep_the_audience_of_their_threads(cast: Cast) -> None:
    ideas = [make_idea(cast.author, cast.public), make_idea(cast.author, cast.public, cast.inside)]
    make_draft(cast.moderator, cast.closed)
    withdraw_idea(actor=cast.author, idea=make_idea(cast.author, cast.public))
    for visibility in ("closed", "members", "public"):
        change_visibility(actor=cast.office, topic=cast.public, visibility=visibility)
        assert not Idea.objects.exclude(audience=F("thread__audience")).exists()
        audiences = Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).order_by("pk")
        expected = {"closed": ["admitted"] * 2, "members": ["members"] * 2,
                    "public": ["public", "members"]}  # fmt: skip
        assert list(audiences.values_list("audience", flat=True)) == expected[visibility]


def test_opening_a_board_does_not_publish_what_is_withdrawn(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.inside)
    withdraw_idea(actor=cast.author, idea=idea)
    change_visibility(actor=cast.office, topic=cast.inside, visibility="public")
    assert Thread.objects.get(pk=idea.thread_id).audience == Audience.ADMITTED
    assert list(ideas_visible_to(None)) == []


def test_a_board_page_names_its_moderators_and_offers_tools_to_them_only(
    cast: Cast, idea: Idea
) -> None:
    for member in (None, cast.mate, cast.moderator, cast.office):
        page = signed_in(member).get("/themen/klimaschutz/").content.decode()
        assert "Moderator" in page
        assert ('id="board-actions"' in page) == (member in (cast.moderator, cast.office))


def test_the_role_follows_what_is_entrusted(cast: Cast) -> None:
    entrust(actor=cast.office, topic=cast.public, moderators=[cast.mate, cast.office])
    roles = dict(Member.objects.values_list("handle", "role"))
    assert (roles["mate"], roles["office"], roles["moderator"]) == (
        "moderator", "office", "moderator",
    )  # fmt: skip
    assert 'href="/moderation/"' in signed_in(cast.mate).get("/").content.decode()
    for board in (cast.public, cast.inside, cast.closed):
        entrust(actor=cast.office, topic=board, moderators=[])
    roles = dict(Member.objects.values_list("handle", "role"))
    assert (roles["mate"], roles["office"], roles["moderator"]) == ("member", "office", "member")
