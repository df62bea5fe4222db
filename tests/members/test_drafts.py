"""Unsent words: kept with a version, so that a late save never overwrites a newer one."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from ideaforge.errors import Conflict, Refused
from members.actions import DRAFTS_PER_MEMBER, drop_draft, keep_draft
from members.models import Draft, Member
from members.queries import draft_for, latest_draft
from members.tasks import tidy_up
from tests.cast import JSON, Cast, at_once, make_idea, make_member, signed_in

pytestmark = pytest.mark.django_db
NEW = "idea-new-6f1c0f5e-3c1f-4a83-9a5a-0c6b6f3c1f4a"


def keep(member: Member, text: str, version: int, place: str = "thread-7") -> Draft:
    return keep_draft(actor=member, place=place, fields={"text": text}, version=version)


def test_a_newer_version_replaces_an_older_one_never_the_other_way(cast: Cast) -> None:
    keep(cast.mate, "eins", 1)
    keep(cast.mate, "drei", 3)
    for late in (1, 2, 3):
        with pytest.raises(Conflict):
            keep(cast.mate, "zu spät", late)
    assert Draft.objects.get().fields == {"text": "drei"}


def test_drafts_are_everybodys_own(cast: Cast) -> None:
    keep(cast.mate, "meins", 5)
    keep(cast.author, "deins", 1)
    kept = draft_for(cast.author, "thread-7")
    assert kept is not None
    assert kept.fields == {"text": "deins"}
    drop_draft(actor=cast.author, place="thread-7")
    assert Draft.objects.get().member == cast.mate


def test_a_draft_needs_a_place(cast: Cast) -> None:
    with pytest.raises(Refused):
        drop_draft(actor=cast.mate, place="")


def test_the_oldest_of_too_many_goes(cast: Cast) -> None:
    for number in range(DRAFTS_PER_MEMBER + 1):
        keep(cast.mate, str(number), 1, f"thread-{number}")
    places = set(Draft.objects.values_list("place", flat=True))
    assert len(places) == DRAFTS_PER_MEMBER
    assert "thread-0" not in places


def post(cast: Cast, **changes: Any) -> Any:
    form = {"place": "idea-7", "version": "1", "fields": '{"text": "Halb"}'} | changes
    return signed_in(cast.mate).post("/konto/entwuerfe/", form, headers=JSON)


def test_the_page_keeps_words_and_learns_of_a_newer_version(cast: Cast) -> None:
    assert post(cast, version="4").json() == {"version": 4}
    assert post(cast, version="4", fields='{"text": "Anders"}').status_code == 409
    assert Draft.objects.get().fields == {"text": "Halb"}
    assert post(cast, version="5", fields='{"text": ""}').json() == {"version": 5}
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "konto"}, {"place": ""}, {"place": "thread-7\n"}, {"place": "x" * 200},
        {"place": "x" * 100 + "thread-7"}, {"place": "thread-7" + "0" * 90},
        {"version": "0"}, {"version": "x"}, {"version": "9" * 40}, {"fields": "kein JSON"},
        {"fields": "[]"}, {"fields": "NaN"}, {"fields": "[" * 30_000}, {"fields": ""},
        {"fields": json.dumps(dict.fromkeys(map(str, range(21)), "x"))},
    ],
)  # fmt: skip
def test_what_is_no_draft_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    assert (post(cast, **wrong).status_code, Draft.objects.count()) == (400, 0)


def test_values_of_any_type_become_words_of_bounded_length(cast: Cast) -> None:
    fields = {"a": 1, "b": None, "c": ["x"], "d" * 100: "y" * 40_000}
    assert post(cast, fields=json.dumps(fields)).status_code == 200
    kept = Draft.objects.get().fields
    assert kept == {"a": "1", "b": "None", "c": "['x']", "d" * 40: "y" * 30_000}


def test_a_new_idea_goes_on_where_it_was_left_and_the_draft_goes_with_storing(
    cast: Cast,
) -> None:
    client = signed_in(cast.mate)
    post(cast, place=NEW, fields='{"title": "Halber Deich"}')
    page = client.get("/ideen/neu/").content.decode()
    assert f'name="place" value="{NEW}"' in page
    assert "Halber Deich" in page
    assert latest_draft(cast.mate, "idea-new-") is not None
    form = {"title": "Ganzer Deich", "text": "x", "place": NEW, "save": "1"}
    assert client.post("/ideen/neu/", form).status_code == 303
    assert Draft.objects.count() == 0


def test_what_was_refused_keeps_its_draft(cast: Cast) -> None:
    post(cast, place=NEW)
    client = signed_in(cast.mate)
    assert client.post("/ideen/neu/", {"title": "", "place": NEW, "save": "1"}).status_code == 400
    lacks_topic = {"title": "Deich", "text": "x", "place": NEW, "publish": "1"}
    assert client.post("/ideen/neu/", lacks_topic).status_code == 400
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("place", ["\x00", "idea-new-\x00", "x" * 300, "\u202e"])
def test_a_wrong_place_does_no_harm(cast: Cast, place: str) -> None:
    form = {"title": "Deich", "text": "x", "place": place, "save": "1"}
    assert signed_in(cast.mate).post("/ideen/neu/", form).status_code in {303, 400}


def test_an_edit_drops_its_draft(cast: Cast) -> None:
    idea = make_idea(cast.mate, cast.public)
    post(cast, place=f"idea-{idea.pk}")
    form = {"title": "Neu", "text": "x", "topics": [cast.public.pk], "version": idea.version}
    answer = signed_in(cast.mate).post(f"/ideen/{idea.pk}/bearbeiten/", form | {"save": "1"})
    assert (answer.status_code, Draft.objects.count()) == (303, 0)


def test_drafts_nobody_came_back_to_are_thrown_away_after_ninety_days(cast: Cast) -> None:
    for days, place in ((89, "thread-1"), (91, "thread-2")):
        keep(cast.mate, "x", 1, place)
        saved = timezone.now() - timedelta(days=days)
        Draft.objects.filter(place=place).update(saved=saved)
    tidy_up.call()
    assert list(Draft.objects.values_list("place", flat=True)) == ["thread-1"]


@pytest.mark.django_db(transaction=True)
def test_saves_that_overtake_each_other_leave_the_newest() -> None:
    member = make_member("mate")
    keep(member, "0", 1)
    at_once(partial(keep, member, str(version), version) for version in range(2, 12))
    assert (Draft.objects.get().version, Draft.objects.get().fields) == (11, {"text": "11"})
