"""Members: inviting, changing, suspending; handles, the directory, suggestions, visits."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideaforge.errors import Forbidden
from live.registry import readable
from members.actions import (
    change_member,
    free_handle,
    invite_member,
    note_visit,
    readmit_member,
    suspend_member,
)
from members.models import Member, Municipality
from tests.cast import Cast, make_idea, make_member, say, signed_in

pytestmark = pytest.mark.django_db


def test_only_the_office_invites_suspends_and_readmits(cast: Cast) -> None:
    for member in (cast.author, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            invite_member(actor=member, email="neu@x.de", name="Neu")
        with pytest.raises(Forbidden):
            suspend_member(actor=member, member=cast.mate)
        with pytest.raises(Forbidden):
            readmit_member(actor=member, member=cast.mate)
        with pytest.raises(Forbidden):
            change_member(actor=member, member=cast.mate, name="Anders")
    with pytest.raises(Forbidden):
        suspend_member(actor=cast.office, member=cast.office)
    invited = invite_member(actor=cast.office, email="Neu@X.de", name="Jörg Müller")
    assert (invited.email, invited.handle) == ("neu@x.de", "joerg-mueller")
    assert not invited.has_usable_password()


def test_handles_are_free_and_fit(db: None) -> None:
    handles = []
    for name in ("Jörg Müller", "Jörg Müller", "Joerg Mueller", "日本", "x" * 120):
        handles.append(free_handle(name))
        Member.objects.create_user(f"{handles[-1]}@x.de", name=name, handle=handles[-1])
    assert handles == ["joerg-mueller", "joerg-mueller-2", "joerg-mueller-3", "x", "x" * 70]


def test_losing_access_is_told_to_every_open_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[list[int]] = []
    monkeypatch.setattr("members.actions.recheck", lambda *, members: told.append(members))
    with django_capture_on_commit_callbacks(execute=True):
        change_member(actor=cast.office, member=cast.mate, name="Anders")
        assert told == []
        change_member(actor=cast.office, member=cast.mate, role="guest")
        suspend_member(actor=cast.office, member=cast.author)
    assert told == [[cast.mate.pk], [cast.author.pk]]


def test_a_new_name_reaches_comments_that_are_kept_rendered(cast: Cast) -> None:
    idea, client = make_idea(cast.author, cast.public), signed_in(None)
    parent = say(cast.mate, idea)
    say(cast.author, idea, parent=parent)
    assert client.get(idea.get_absolute_url()).content.decode().count(">Mate<") == 1
    change_member(actor=cast.mate, member=cast.mate, name="Matthäus")
    page = client.get(idea.get_absolute_url()).content.decode()
    assert page.count(">Matthäus<") == 1
    assert "Antwort auf Matthäus" in page
    assert "Mate" not in page


def test_the_directory_is_for_members_and_names_no_guests(cast: Cast) -> None:
    make_member("suspended", is_active=False)
    people = ["author", "mate", "moderator", "office"]
    for member in (cast.mate, cast.office):
        page = signed_in(member).get("/mitglieder/")
        assert [one.handle for one in page.context["members"]] == people
    assert list(signed_in(cast.guest).get("/mitglieder/").context["members"]) == []
    assert signed_in(cast.guest).get(cast.mate.get_absolute_url()).status_code == 404
    assert signed_in(cast.mate).get(cast.guest.get_absolute_url()).status_code == 404


def test_an_old_handle_in_the_address_leads_on(cast: Cast) -> None:
    answer = signed_in(cast.mate).get(f"/mitglieder/{cast.author.pk}-frueher/")
    assert (answer.status_code, answer["Location"]) == (301, cast.author.get_absolute_url())


def test_a_municipality_is_public_but_its_people_are_not(cast: Cast) -> None:
    bonn = Municipality.objects.create(ags="05314000", name="Bonn", kind="Stadt", land="05")
    Member.objects.filter(pk=cast.mate.pk).update(municipality=bonn, name="Kanarienvogel")
    make_idea(cast.author, cast.public, municipality=bonn, title="Deich")
    seen = {}
    for name, member in (("stranger", None), ("guest", cast.guest), ("author", cast.author)):
        page = signed_in(member).get("/kommunen/05314000-bonn/").content.decode()
        seen[name] = ("Deich" in page, "Kanarienvogel" in page)
    assert seen == {"stranger": (True, False), "guest": (True, False), "author": (True, True)}
    moved = signed_in(None).get("/kommunen/05314000-koeln/")
    assert (moved.status_code, moved["Location"]) == (301, "/kommunen/05314000-bonn/")


@pytest.mark.parametrize(
    ("ags", "name"),
    [("10042112", "Losheim am See"), ("06636", "Werra-Meißner-Kreis"), ("08235046", "Nagold")],
)
def test_a_name_of_many_words_has_a_page_too(db: None, ags: str, name: str) -> None:
    place = Municipality.objects.create(ags=ags, name=name, kind="Kreis", land=ags[:2])
    assert signed_in(None).get(place.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("typed", "handles"),
    [
        ("an", ["anna-berg", "anton"]), ("Be", ["anna-berg", "bert"]), ("berg", ["anna-berg"]),
        ("anna-b", ["anna-berg"]), ("nna", []), ("", []), ("  ", []), ("%", []), ("_", []),
    ],
)  # fmt: skip
def test_suggestions_begin_with_a_word_of_the_name(
    cast: Cast, typed: str, handles: list[str]
) -> None:
    for name, handle in (("Anna Berg", "anna-berg"), ("Bert Ohm", "bert"), ("Anton", "anton")):
        make_member(handle, name=name)
    make_member("an-gone", is_active=False)
    rows = signed_in(cast.mate).get("/mitglieder/vorschlaege/", {"q": typed}).json()
    assert [row["handle"] for row in rows] == handles
    assert signed_in(cast.guest).get("/mitglieder/vorschlaege/", {"q": "an"}).json() == []


def test_a_language_is_chosen_once_for_all_devices(cast: Cast) -> None:
    one, other = signed_in(cast.mate), signed_in(cast.mate)
    assert other.get("/")["Content-Language"] == "de"
    one.post("/sprache/", {"language": "en"})
    assert one.get("/")["Content-Language"] == other.get("/")["Content-Language"] == "en"
    assert signed_in(cast.author).get("/")["Content-Language"] == "de"
    form = {"name": "Mate", "office": "", "language": "de"}
    other.post("/konto/", form)
    assert other.get("/")["Content-Language"] == "de"
    assert Member.objects.get(pk=cast.mate.pk).language == "de"


def test_a_language_changes_no_kept_fragment_a_name_does(cast: Cast) -> None:
    versions = [cast.mate.version]
    for fields in ({"language": "en"}, {"name": "Mia"}):
        change_member(actor=cast.mate, member=cast.mate, **fields)
        versions.append(Member.objects.get(pk=cast.mate.pk).version)
    assert versions == [1, 1, 2]


def test_members_change_their_own_name_and_office_and_nothing_else(cast: Cast) -> None:
    form = {"name": "Mia Muster", "office": "Landrätin", "role": "office", "is_staff": "1",
            "is_superuser": "1", "email": "neu@x.de", "handle": "neu",
            "language": "de"}  # fmt: skip
    assert signed_in(cast.mate).post("/konto/", form).status_code == 302
    member = Member.objects.get(pk=cast.mate.pk)
    assert (member.name, member.office) == ("Mia Muster", "Landrätin")
    assert (member.role, member.is_staff, member.is_superuser) == ("member", False, False)
    assert (member.email, member.handle) == ("mate@x.de", "mate")


def test_a_members_stream_is_their_own(cast: Cast) -> None:
    both = {cast.mate.pk, cast.author.pk}
    assert readable("member", cast.mate, both) == {cast.mate.pk}
    assert readable("member", cast.office, {cast.mate.pk}) == set()
    assert readable("member", None, both) == set()


def test_half_an_hour_begins_a_new_visit(cast: Cast) -> None:
    now = timezone.now()
    for ago, begins in ((timedelta(seconds=30), False), (timedelta(minutes=20), False),
                        (timedelta(minutes=40), True)):  # fmt: skip
        cast.mate.last_seen, cast.mate.last_visit = now - ago, now - timedelta(days=3)
        since = note_visit(member=cast.mate)
        assert since == (now - ago if begins else now - timedelta(days=3))


def test_my_own_style_names_me_alone_and_is_kept_by_nobody_between(cast: Cast) -> None:
    answer = signed_in(cast.mate).get("/konto/eigenes.css")
    assert f'[data-author="{cast.mate.pk}"]' in answer.content.decode()
    assert "private" in answer["Cache-Control"]
    assert signed_in(None).get("/konto/eigenes.css").content == b""
