"""Undoing that two tags were merged: every idea has its own word again, and no word is lost."""

import pytest

from ideaforge.errors import Conflict, Forbidden
from ideas.actions import Content, edit_idea, merge_tags, part_tags
from ideas.models import FormerTag, Idea, Tag
from ideas.tags import parts_of
from moderation.models import Act
from tests.cast import Cast, make_idea, signed_in

pytestmark = pytest.mark.django_db
LIMIT = 8  # tags of an idea


def tag(name: str) -> Tag:
    found: Tag = Tag.objects.get(name=name)
    return found


def tags_of(*ideas: Idea) -> list[set[str]]:
    return [set(idea.tag_uses.values_list("tag__name", flat=True)) for idea in ideas]


def tagged(cast: Cast, *words: list[str]) -> list[Idea]:
    return [make_idea(cast.author, cast.public, tags=tags) for tags in words]


def merge(cast: Cast, name: str, into: str) -> FormerTag:
    merge_tags(actor=cast.moderator, tag=tag(name), into=tag(into), reason="Dasselbe.")
    return FormerTag.objects.get(name=name)


def words_of(cast: Cast, idea: Idea, *words: str) -> None:
    idea = Idea.objects.get(pk=idea.pk)
    content = Content(idea.title, idea.text, [cast.public], list(words))
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)


def test_each_idea_has_its_own_word_again(cast: Cast, events: list[str]) -> None:
    ideas = tagged(cast, ["Müll"], ["Abfall"], ["Müll", "Abfall", "Rad"])
    before = tags_of(*ideas)
    former = merge(cast, "Müll", "Abfall")
    assert tags_of(*ideas) == [{"Abfall"}, {"Abfall"}, {"Abfall", "Rad"}]
    events.clear()
    parted = part_tags(actor=cast.moderator, former=former)
    assert (tags_of(*ideas), events) == (before, ["tag.parted"])
    assert (parted.name, parted.key, parted.slug) == ("Müll", "müll", "muell")
    assert not FormerTag.objects.exists()
    act = Act.objects.get(activity__verb="tag.parted")
    assert (act.before, act.after) == ("Abfall (3)", "Müll (2) + Abfall (2)")


def test_what_its_author_changed_since_is_left_as_it_is(cast: Cast) -> None:
    dropped, later = tagged(cast, ["Müll"], ["Rad"])
    make_idea(cast.author, cast.public, tags=["Abfall"])
    former = merge(cast, "Müll", "Abfall")
    words_of(cast, dropped, "Rad")
    words_of(cast, later, "müll")
    part_tags(actor=cast.moderator, former=former)
    assert tags_of(dropped, later) == [{"Rad"}, {"Abfall"}]


def test_an_idea_without_room_keeps_the_other_word_alone(cast: Cast) -> None:
    others = [f"Wort {number}" for number in range(LIMIT - 1)]
    full, free = tagged(cast, ["Müll", "Abfall"], ["Müll", "Abfall"])
    former = merge(cast, "Müll", "Abfall")
    words_of(cast, full, "Abfall", *others)
    part_tags(actor=cast.moderator, former=former)
    assert tags_of(full, free) == [{"Abfall", *others}, {"Müll", "Abfall"}]


def test_merges_are_undone_from_the_latest_back(cast: Cast) -> None:
    ideas = tagged(cast, ["Unrat"], ["Müll"], ["Abfall"], ["Unrat", "Abfall"])
    before = tags_of(*ideas)
    first = merge(cast, "Unrat", "Müll")
    second = merge(cast, "Müll", "Abfall")
    assert parts_of(tag("Abfall")) == [second]
    with pytest.raises(Conflict):
        part_tags(actor=cast.moderator, former=first)
    part_tags(actor=cast.moderator, former=second)
    assert parts_of(tag("Müll")) == [first]
    part_tags(actor=cast.moderator, former=first)
    assert (tags_of(*ideas), FormerTag.objects.count()) == (before, 0)
    with pytest.raises(Conflict):
        part_tags(actor=cast.moderator, former=first)


def test_only_curators_part_tags(cast: Cast) -> None:
    tagged(cast, ["Müll"], ["Abfall"])
    former = merge(cast, "Müll", "Abfall")
    for member in (cast.author, cast.mate, cast.guest):
        with pytest.raises(Forbidden):
            part_tags(actor=member, former=former)
    assert Tag.objects.count() == 1


def test_the_page_of_the_tag_offers_it(cast: Cast) -> None:
    tagged(cast, ["Müll"], ["Abfall"])
    merge(cast, "Müll", "Abfall")
    client, on = signed_in(cast.moderator), f"/themen/schlagworte/{tag('Abfall').pk}/"
    assert 'name="part" value="müll"' in client.get(on).content.decode()
    assert client.post(f"{on}trennen/", {"part": "rad"}).status_code == 404
    answer = client.post(f"{on}trennen/", {"part": "müll"})
    assert (answer.status_code, answer["Location"]) == (
        303, f"/themen/schlagworte/{tag('Müll').pk}/",
    )  # fmt: skip
    assert "trennen" not in client.get(on).content.decode()
