"""Two editors of one idea: the second sees both texts, and nothing is overwritten."""

import pytest

from ideaforge.errors import Conflict, Forbidden
from ideas.actions import Content, edit_idea, withdraw_idea
from ideas.models import Idea
from tests.cast import Cast, make_draft, make_pilot, signed_in

pytestmark = pytest.mark.django_db


def form_of(idea: Idea, cast: Cast, **changes: object) -> dict[str, object]:
    """Return the filled form of an idea as a browser would send it."""
    words = {"title": idea.title, "text": idea.text, "topics": [cast.public.pk], "save": "1"}
    return words | {"version": idea.version} | changes


def test_an_edit_is_stored_rendered_and_told(cast: Cast, idea: Idea, events: list[str]) -> None:
    events.clear()
    content = Content("Neuer Deich", "Er hält **viel** aus.", [cast.public])
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    stored = Idea.objects.get()
    assert (stored.title, stored.html) == (
        "Neuer Deich", "<p>Er hält <strong>viel</strong> aus.</p>\n",
    )  # fmt: skip
    assert (stored.lead, stored.version) == ("Er hält viel aus.", idea.version + 1)
    assert stored.edited is not None
    assert events == ["idea.edited"]


def test_editing_a_draft_tells_nobody(cast: Cast, events: list[str]) -> None:
    draft = make_draft(cast.author, cast.public)
    edit_idea(actor=cast.author, idea=draft, content=Content("Neu", ""), version=draft.version)
    assert (events, Idea.objects.get().edited) == ([], None)


def test_the_author_edits_the_office_edits_what_is_out_nobody_else_does(
    cast: Cast, idea: Idea
) -> None:
    content, draft = Content("Neu", "Neu.", [cast.public]), make_draft(cast.author, cast.public)
    for member in (cast.mate, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            edit_idea(actor=member, idea=idea, content=content, version=idea.version)
    with pytest.raises(Forbidden):
        edit_idea(actor=cast.office, idea=draft, content=content, version=draft.version)
    edited = edit_idea(actor=cast.office, idea=idea, content=content, version=idea.version)
    withdrawn = withdraw_idea(actor=cast.author, idea=edited)
    with pytest.raises(Forbidden):
        edit_idea(actor=cast.office, idea=idea, content=content, version=withdrawn.version)


def test_an_old_version_is_a_conflict_and_changes_nothing(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    first = Content("Erster", "Erster Text.", [cast.public])
    second = Content("Zweiter", "Zweiter Text.", [cast.inside], tags=["neu"])
    edit_idea(actor=cast.author, idea=idea, content=first, version=idea.version)
    events.clear()
    with pytest.raises(Conflict):
        edit_idea(actor=cast.office, idea=idea, content=second, version=idea.version)
    stored = Idea.objects.get()
    assert (stored.title, stored.text) == ("Erster", "Erster Text.")
    assert list(stored.topics.values_list("slug", flat=True)) == ["klimaschutz"]
    assert (stored.tag_uses.count(), events) == (0, [])


def test_the_conflict_page_shows_both_and_saves_on_the_second_try(cast: Cast, idea: Idea) -> None:
    office, url = signed_in(cast.office), f"/ideen/{idea.pk}/bearbeiten/"
    author = signed_in(cast.author)
    sent = author.post(url, form_of(idea, cast, text="Der Rat hat zugestimmt."))
    assert sent.status_code == 303
    answer = office.post(url, form_of(idea, cast, text="Die Kosten sind unklar."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Der Rat hat zugestimmt." in page
    assert "Die Kosten sind unklar." in page
    assert Idea.objects.get().text == "Der Rat hat zugestimmt."
    now = Idea.objects.get().version
    assert f'name="version" value="{now}"' in page
    again = form_of(idea, cast, text="Zugestimmt, Kosten unklar.", version=now)
    assert office.post(url, again).status_code == 303
    assert Idea.objects.get().text == "Zugestimmt, Kosten unklar."


def test_a_conflict_over_a_plan_shows_its_fields_too(cast: Cast) -> None:
    idea = make_pilot(cast.author, cast.public)
    url, plan = f"/ideen/{idea.pk}/bearbeiten/", {"need": "Bedarf.", "cost_range": "unknown"}
    first = form_of(idea, cast, goal="Ziel des Ersten.", **plan)
    second = form_of(idea, cast, goal="Ziel des Zweiten.", **plan)
    assert signed_in(cast.author).post(url, first).status_code == 303
    answer = signed_in(cast.author).post(url, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ziel des Ersten." in page
    assert "Ziel des Zweiten." in page


@pytest.mark.parametrize("version", ["", "0", "x", "999999999999999999999999"])
def test_without_a_right_version_nothing_is_overwritten(
    cast: Cast, idea: Idea, version: str
) -> None:
    form = form_of(idea, cast, text="Überschrieben.", version=version)
    answer = signed_in(cast.author).post(f"/ideen/{idea.pk}/bearbeiten/", form)
    assert answer.status_code in {400, 409}
    assert "Überschrieben." in answer.content.decode()
    assert Idea.objects.get().text == "Er ist alt."


def test_publishing_what_is_incomplete_keeps_the_words_and_makes_no_second_idea(
    cast: Cast,
) -> None:
    client = signed_in(cast.author)
    form = {"title": "Deich", "text": "Er ist alt.", "publish": "1"}
    refused = client.post("/ideen/neu/", form)
    assert refused.status_code == 400
    assert "Er ist alt." in refused.content.decode()
    done = client.post("/ideen/neu/", form | {"topics": [cast.public.pk]})
    assert done.status_code == 303
    assert list(Idea.objects.values_list("state", flat=True)) == ["published"]
