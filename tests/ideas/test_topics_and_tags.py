"""Topics one to three in their order, tags that are one whatever their capitals, slugs."""

from typing import Any

import pytest
from django.http import QueryDict

from ideas.actions import Content, edit_idea
from ideas.forms import IdeaForm
from ideas.models import Idea, Tag
from members.models import Municipality
from tests.cast import Cast, make_board, make_draft, make_idea, signed_in

pytestmark = pytest.mark.django_db


def errors_of(cast: Cast, **fields: Any) -> dict[str, Any]:
    data = QueryDict(mutable=True)
    data.update({"title": "Deich"})
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return dict(IdeaForm(data, member=cast.author).errors)


def test_one_to_three_topics(cast: Cast) -> None:
    boards = [make_board(f"Thema {number}") for number in range(4)]
    keys = [board.pk for board in boards]
    assert errors_of(cast, topics=keys[:3]) == {}
    assert errors_of(cast, topics=keys) == {"topics": ["Bitte wählen Sie höchstens drei Themen."]}


def test_a_board_one_may_not_see_cannot_be_chosen(cast: Cast) -> None:
    assert list(errors_of(cast, topics=[cast.closed.pk])) == ["topics"]
    for wrong in ("x", "-1", "99999999999999999999999", "\x00"):
        assert list(errors_of(cast, topics=[wrong])) == ["topics"]


def test_the_first_topic_leads_and_an_edit_can_change_the_order(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, cast.inside)
    content = Content(idea.title, idea.text, [cast.inside, cast.public])
    edited = edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    order = edited.placements.order_by("pk").values_list("tag__slug", flat=True)
    assert list(order) == ["kooperation", "klimaschutz"]


def test_at_most_eight_tags_of_fifty_characters(cast: Cast) -> None:
    eight = ", ".join(f"#{letter * 50}" for letter in "abcdefgh")
    assert errors_of(cast, tags=eight) == {}
    assert list(errors_of(cast, tags=eight + ", i")) == ["tags"]
    assert list(errors_of(cast, tags="a" * 51)) == ["tags"]


def test_tags_are_one_whatever_their_capitals_and_composition(cast: Cast) -> None:
    for spelling in ("Müll", "müll", "MÜLL"):
        make_idea(cast.author, cast.public, tags=[spelling])
    assert list(Tag.objects.values_list("name", "slug", "key")) == [("Müll", "muell", "müll")]
    assert Tag.objects.get().uses.count() == 3


def test_different_tags_with_the_same_slug_stay_apart(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Müll", "Muell", "日本", "中国"])
    slugs = dict(Tag.objects.values_list("name", "slug"))
    assert len(set(slugs.values())) == 4
    assert {slugs["Müll"], slugs["Muell"]} == {"muell", "muell-1"}


@pytest.mark.parametrize("tag", ["ß" * 50, "ﬃ" * 50, "🦭" * 50, "İ" * 50])
def test_tags_that_grow_in_lower_case_fit_too(cast: Cast, tag: str) -> None:
    idea = make_idea(cast.author, cast.public, tags=[tag])
    make_idea(cast.author, cast.public, tags=[tag])
    assert list(idea.tag_uses.values_list("tag__name", flat=True)) == [tag]
    assert Tag.objects.count() == 1


def test_an_edit_gives_exactly_the_new_tags(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, tags=["Rad", "Weg"])
    content = Content(idea.title, idea.text, [cast.public], tags=["weg", "Fuß"])
    edited = edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    assert set(edited.tag_uses.values_list("tag__name", flat=True)) == {"Weg", "Fuß"}


def test_a_municipality_is_chosen_by_key_or_by_a_name_that_is_the_only_one(cast: Cast) -> None:
    rows = [("01051001", "Neuenkirchen"), ("03358016", "Neuenkirchen"), ("05314000", "Bonn")]
    for ags, name in rows:
        Municipality.objects.create(ags=ags, name=name, kind="Gemeinde", land=ags[:2])
    assert errors_of(cast, municipality="Bonn") == {}
    assert errors_of(cast, municipality="Bonn, Stadt (05314000)") == {}
    assert errors_of(cast, municipality="Neuenkirchen (03358016)") == {}
    for wrong in ("Neuenkirchen", "Bielefeld", "bonn)", "()", "(", "💥", "Bonn\u202e"):
        assert list(errors_of(cast, municipality=wrong)) == ["municipality"], wrong


def test_the_slug_follows_the_title_and_old_addresses_lead_on(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, title="Müll & Straße")
    client, old = signed_in(None), idea.get_absolute_url()
    assert old == f"/ideen/{idea.pk}-muell-strasse/"
    content = Content("Abfall", idea.text, [cast.public])
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    for path in (f"{old}?ab=1", f"/ideen/{idea.pk}/?ab=1", f"/ideen/{idea.pk}-x/?ab=1"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, f"/ideen/{idea.pk}-abfall/?ab=1")


def test_an_address_does_not_tell_the_title_of_what_one_may_not_see(cast: Cast) -> None:
    draft = make_draft(cast.author, cast.public, title="Geheim")
    assert signed_in(cast.mate).get(f"/ideen/{draft.pk}/").status_code == 404
    assert signed_in(cast.author).get(f"/ideen/{draft.pk}/").status_code == 301


def test_ideas_keep_their_number_when_their_title_has_no_letters(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, title="日本")
    assert signed_in(None).get(idea.get_absolute_url()).status_code == 200
    assert Idea.objects.get().get_absolute_url() == f"/ideen/{idea.pk}-x/"
