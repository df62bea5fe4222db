"""Who puts ideas on a board, who reads it, and whose first words are looked at first."""

import pytest

from discussions.models import Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.access import topics_open_to
from ideas.actions import Content, Rights, change_visibility, edit_idea, set_posting
from ideas.models import Topic, Visibility
from live.models import Entry
from members.models import Member
from moderation.models import Act
from tests.cast import Cast, make_draft, make_idea, make_member, signed_in

pytestmark = pytest.mark.django_db
RIGHTS = "/themen/klimaschutz/rechte/"


def invite(cast: Cast, *members: Member, **more: bool) -> None:
    topic = Topic.objects.get(pk=cast.public.pk)
    rights = Rights("invited", members, **more)
    set_posting(actor=cast.moderator, topic=topic, rights=rights, version=topic.version)


def open_to(member: Member | None) -> set[str]:
    return set(topics_open_to(member).values_list("name", flat=True))


def test_only_those_who_are_invited_put_ideas_there_and_who_curates_it(cast: Cast) -> None:
    assert open_to(cast.author) == {"Klimaschutz", "Kooperation"}
    invite(cast, cast.mate)
    assert [open_to(one) for one in (None, cast.guest, cast.author)] == [
        set(), set(), {"Kooperation"},
    ]  # fmt: skip
    assert open_to(cast.mate) == {"Klimaschutz", "Kooperation"}
    everything = {"Klimaschutz", "Kooperation", "Vertrauliches"}
    assert (open_to(cast.moderator), open_to(cast.office)) == (everything, everything)
    for member in (cast.mate, cast.moderator, cast.office):
        make_idea(member, cast.public)
    with pytest.raises(Refused, match="eingeladene") as refused:
        make_draft(cast.author, cast.public)
    assert refused.value.field == "topics"


def test_an_idea_that_stands_there_stays_and_another_does_not_come(cast: Cast) -> None:
    here, there = make_idea(cast.author, cast.public), make_idea(cast.author, cast.inside)
    invite(cast, cast.mate)
    content = Content("Deich", "Neu.", [cast.public])
    edit_idea(actor=cast.author, idea=here, content=content, version=here.version)
    with pytest.raises(Refused):
        edit_idea(actor=cast.author, idea=there, content=content, version=there.version)


def test_the_board_offers_its_form_to_those_who_may(cast: Cast) -> None:
    def marks(member: Member | None) -> tuple[bool, bool, bool]:
        page = signed_in(member).get("/themen/klimaschutz/").content.decode()
        return ('id="takes-part"' in page, 'id="is-named"' in page, "posting-invited" in page)

    invite(cast, cast.mate)
    assert marks(None) == marks(cast.guest) == (False, False, True)
    assert marks(cast.author) == (True, False, True)
    assert marks(cast.mate) == marks(cast.moderator) == (True, True, True)
    assert signed_in(cast.author).get("/ideen/neu/?thema=klimaschutz").context["form"].initial[
        "topics"
    ] == []  # fmt: skip


def test_members_are_invited_by_name_or_handle(cast: Cast) -> None:
    make_member("doppelt-1", name="Doppelt")
    make_member("doppelt-2", name="Doppelt")
    client = signed_in(cast.moderator)

    def post(invited: str, version: int = 1) -> tuple[int, list[str]]:
        form = {"posting": "invited", "invited": invited, "version": version}
        answer = client.post(f"{RIGHTS}schreiben/", form)
        form_shown = (answer.context or {}).get("rights")
        return answer.status_code, form_shown.errors["invited"] if form_shown else []

    assert post("") == (400, ["Bitte nennen Sie mindestens ein Mitglied."])
    assert post("Niemand") == (400, ["Wir kennen kein Mitglied mit dem Namen Niemand."])
    status, [error] = post("Doppelt")
    assert (status, "@doppelt-1, @doppelt-2" in error) == (400, True)
    assert post("x" * 6_001)[0] == 400
    assert post("@doppelt-2, mate\nAUTHOR, Mate (mate)") == (303, [])
    invited = set(Topic.objects.get(pk=cast.public.pk).invited.values_list("handle", flat=True))
    assert invited == {"doppelt-2", "mate", "author"}
    page = client.get(RIGHTS).content.decode()
    assert "Author (author), Doppelt (doppelt-2), Mate (mate)" in page
    assert post("Mate", version=1)[0] == 409


def test_the_log_says_who_was_invited_and_twice_is_once(cast: Cast, events: list[str]) -> None:
    events.clear()
    for _time in range(2):
        invite(cast, cast.mate, holds_newcomers=True)
    assert events == ["board.posting"]
    act = Act.objects.get(activity__verb="board.posting")
    assert act.before == "alle Mitglieder, die es lesen dürfen"
    assert act.after.startswith("eingeladene Mitglieder · Mate (mate) · erste Beiträge")


def test_two_at_once_do_not_undo_each_other(cast: Cast) -> None:
    invite(cast, cast.mate)
    with pytest.raises(Conflict):
        set_posting(actor=cast.office, topic=cast.public, rights=Rights(), version=1)


def test_newcomers_are_looked_at_in_every_thread_of_the_board(cast: Cast) -> None:
    here, both = (
        make_idea(cast.author, cast.public),
        make_idea(cast.author, cast.public, cast.inside),
    )
    there = make_idea(cast.author, cast.inside)

    def held() -> list[bool]:
        threads = Thread.objects.in_bulk()
        return [threads[one.thread_id].holds_newcomers for one in (here, both, there)]

    def switch(topic: Topic, on: bool) -> None:
        stored = Topic.objects.get(pk=topic.pk)
        rights = Rights(holds_newcomers=on)
        set_posting(actor=cast.moderator, topic=stored, rights=rights, version=stored.version)

    switch(cast.public, True)
    assert held() == [True, True, False]
    switch(cast.inside, True)
    switch(cast.public, False)
    assert held() == [False, True, True], "the other board still wants it"
    assert Thread.objects.get(pk=make_idea(cast.author, cast.inside).thread_id).holds_newcomers


def test_moderators_open_a_board_to_members_or_everybody_and_close_none(
    cast: Cast, events: list[str]
) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside)
    events.clear()
    change_visibility(
        actor=cast.moderator, topic=cast.inside, visibility="public", reason="Reif dafür."
    )
    assert Thread.objects.get(pk=idea.thread_id).audience == "public"
    streams = Entry.objects.filter(activity__verb="reading.changed").values_list(
        "stream", flat=True
    )
    assert (events, set(streams)) == (["reading.changed"], {cast.public.stream, cast.inside.stream})
    act = Act.objects.get(activity__verb="reading.changed")
    assert (act.why, act.before, act.after) == ("Reif dafür.", "Mitglieder", "alle")
    for topic, visibility in [(cast.inside, "closed"), (cast.closed, "members")]:
        with pytest.raises(Forbidden):
            change_visibility(actor=cast.moderator, topic=topic, visibility=visibility)
        change_visibility(actor=cast.office, topic=topic, visibility=visibility)
    with pytest.raises(Forbidden):
        change_visibility(actor=cast.mate, topic=cast.public, visibility="members")


def test_the_form_offers_each_what_they_may_choose(cast: Cast) -> None:
    def offered(member: Member, path: str) -> set[str] | None:
        context = signed_in(member).get(path).context
        if not context["may_set_readers"]:
            return None
        return {choice.data["value"] for choice in context["readers"]["visibility"]}

    closed = "/themen/vertrauliches/rechte/"
    assert offered(cast.moderator, RIGHTS) == {"public", "members"}
    assert offered(cast.office, RIGHTS) == {one.value for one in Visibility}
    assert (offered(cast.moderator, closed), offered(cast.office, closed)) == (
        None, {one.value for one in Visibility},
    )  # fmt: skip
    client = signed_in(cast.moderator)
    assert client.post(f"{RIGHTS}lesen/", {"visibility": "closed"}).status_code == 400
    assert client.post(f"{RIGHTS}lesen/", {"visibility": "members"}).status_code == 303
    assert Topic.objects.get(pk=cast.public.pk).visibility == "members"
