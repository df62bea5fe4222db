"""Free tags in order: renamed, merged, made a topic; and no word ever leads nowhere."""

from typing import Any

import pytest

from discussions.models import Admission, Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    Content,
    edit_idea,
    entrust,
    make_topic,
    merge_tags,
    rename_tag,
    rename_topic,
    save_draft,
)
from ideas.models import FormerTag, Idea, Tag, Topic
from moderation.models import Act
from tests.cast import Cast, make_board, make_idea, make_member, signed_in

pytestmark = pytest.mark.django_db
TAGS = "/themen/schlagworte/"


def tag(name: str) -> Tag:
    found: Tag = Tag.objects.get(name=name)
    return found


def tags_of(idea: Idea) -> set[str]:
    return set(idea.tag_uses.values_list("tag__name", flat=True))


def rename(cast: Cast, before: str, name: str) -> Tag:
    return rename_tag(
        actor=cast.moderator, tag=tag(before), name=name, before=before, reason="Klarer."
    )


def merge(cast: Cast, name: str, into: str) -> Tag:
    return merge_tags(actor=cast.moderator, tag=tag(name), into=tag(into), reason="Dasselbe.")


def found_by(query: str) -> list[str]:
    page = signed_in(None).get(f"/ideen/?tag={query}", follow=True)
    titles = Idea.objects.order_by("pk").values_list("title", flat=True)
    return [title for title in titles if f">{title}<" in page.content.decode()]


def test_a_renamed_tag_stays_on_all_ideas_and_both_words_lead_to_it(
    cast: Cast, events: list[str]
) -> None:
    ideas = [make_idea(cast.author, cast.public, title=n, tags=["Müll"]) for n in ("A", "B")]
    events.clear()
    rename(cast, "Müll", "Abfall")
    assert events == ["tag.renamed"]
    assert [tags_of(idea) for idea in ideas] == [{"Abfall"}] * 2
    assert (tag("Abfall").slug, tag("Abfall").key) == ("abfall", "abfall")
    assert found_by("muell") == found_by("MÜLL") == found_by("abfall") == ["A", "B"]
    third = make_idea(cast.author, cast.public, title="C", tags=["mÜLL"])
    assert (tags_of(third), Tag.objects.count()) == ({"Abfall"}, 1)


def test_renaming_back_is_a_rename_and_other_capitals_are_the_same_tag(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["müll"])
    rename(cast, "müll", "Müll")
    assert (tag("Müll").key, FormerTag.objects.count()) == ("müll", 0)
    rename(cast, "Müll", "Abfall")
    rename(cast, "Abfall", "Müll")
    assert (tag("Müll").slug, found_by("abfall"), found_by("muell")) == (
        "muell", ["Deich"], ["Deich"],
    )  # fmt: skip
    assert list(FormerTag.objects.values_list("key", flat=True)) == ["abfall"]


def test_a_name_that_is_another_tag_or_leads_to_one_is_refused(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Müll", "Abfall", "Rad"])
    with pytest.raises(Refused) as refused:
        rename(cast, "Müll", "ABFALL")
    assert refused.value.field == "name"
    merge(cast, "Müll", "Abfall")
    with pytest.raises(Refused):
        rename(cast, "Rad", "müll")
    with pytest.raises(Conflict):
        rename_tag(actor=cast.office, tag=tag("Rad"), name="Fahrrad", before="Räder", reason="x")


def test_merging_counts_each_idea_once_and_loses_no_tag(cast: Cast, events: list[str]) -> None:
    ideas = [
        make_idea(cast.author, cast.public, title=title, tags=words)
        for title, words in [("A", ["Müll"]), ("B", ["Abfall"]), ("C", ["Müll", "Abfall", "Rad"])]
    ]
    events.clear()
    kept = merge(cast, "Müll", "Abfall")
    assert (kept.name, events) == ("Abfall", ["tag.merged"])
    assert [tags_of(idea) for idea in ideas] == [{"Abfall"}, {"Abfall"}, {"Abfall", "Rad"}]
    assert kept.uses.count() == 3
    assert found_by("muell") == found_by("Müll") == ["A", "B", "C"]
    assert tags_of(make_idea(cast.author, cast.public, tags=["müll", "abfall"])) == {"Abfall"}


def test_words_that_led_to_a_merged_tag_lead_on(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Unrat", "Müll", "Abfall"])
    merge(cast, "Unrat", "Müll")
    merge(cast, "Müll", "Abfall")
    assert set(FormerTag.objects.values_list("key", "tag__name")) == {
        ("unrat", "Abfall"), ("müll", "Abfall"),
    }  # fmt: skip
    assert found_by("unrat") == ["Deich"]


def test_deeds_are_accounted_for_with_their_reason(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Müll", "Abfall"])
    rename(cast, "Müll", "Unrat")
    merge(cast, "Unrat", "Abfall")
    tagged = Act.objects.filter(activity__verb__startswith="tag.")
    acts = list(tagged.order_by("pk").values_list("why", "before", "after"))
    assert acts == [
        ("Klarer.", "Müll", "Unrat"), ("Dasselbe.", "Unrat (1) + Abfall (1)", "Abfall (1)"),
    ]  # fmt: skip


def test_a_tag_becomes_a_topic_with_its_ideas(cast: Cast, events: list[str]) -> None:
    two = make_idea(cast.author, cast.public, cast.inside, title="A", tags=["Wasser", "Rad"])
    one = make_idea(cast.moderator, cast.closed, title="B", tags=["wasser"])
    audiences = {idea.thread_id: idea.audience for idea in (one, two)}
    events.clear()
    topic = make_topic(actor=cast.office, tag=tag("Wasser"), name="Wasser", reason="Gefragt.")
    assert events == ["tag.made_topic"]
    assert [tags_of(two), tags_of(one)] == [{"Rad"}, set()]
    assert set(topic.placements.values_list("content_object", flat=True)) == {one.pk, two.pk}
    first = list(two.placements.order_by("pk").values_list("tag__name", flat=True))
    assert first == ["Klimaschutz", "Kooperation", "Wasser"]
    assert not Tag.objects.filter(key="wasser").exists()
    # Nobody reads more or less than before, and the boards hear of new contributions.
    assert audiences == dict(Thread.objects.values_list("pk", "audience"))
    assert topic.stream in Thread.objects.get(pk=two.thread_id).echoes
    assert Admission.objects.filter(member=cast.moderator, moderates=True).count() == 2


def test_words_of_a_tag_that_is_a_topic_lead_there(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, title="A", tags=["Wasser"])
    topic = make_topic(actor=cast.office, tag=tag("Wasser"), name="Wasserwege", reason="x")
    client = signed_in(None)
    answer = client.get("/ideen/?tag=wasser&sort=neu")
    assert (answer.status_code, answer["Location"]) == (302, "/ideen/?sort=neu&thema=wasserwege")
    assert found_by("Wasser") == ["A"]
    with pytest.raises(Refused, match="Wasserwege") as refused:
        save_draft(author=cast.author, content=Content("B", "x", [topic], ["WASSER"]))
    assert refused.value.field == "tags"
    content = Content("A", "x", [cast.public, topic], ["Rad"])
    idea = Idea.objects.get(pk=idea.pk)
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)


def test_ideas_with_three_topics_keep_the_tag_and_then_it_stays(cast: Cast) -> None:
    full = make_idea(cast.author, cast.public, cast.inside, make_board("Bildung"),
                     title="A", tags=["Wasser"])  # fmt: skip
    free = make_idea(cast.author, cast.public, title="B", tags=["Wasser"])
    topic = make_topic(actor=cast.office, tag=tag("Wasser"), name="Wasser", reason="x")
    assert (tags_of(full), tags_of(free)) == ({"Wasser"}, set())
    assert list(topic.placements.values_list("content_object", flat=True)) == [free.pk]
    assert full.placements.count() == 3
    assert (tag("Wasser").uses.count(), FormerTag.objects.count()) == (1, 0)
    assert tags_of(make_idea(cast.author, cast.public, tags=["wasser"])) == {"Wasser"}


def test_the_name_of_a_topic_is_taken_once(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["klimaSCHUTZ"])
    with pytest.raises(Refused) as refused:
        make_topic(actor=cast.office, tag=tag("klimaSCHUTZ"), name="klimaSCHUTZ", reason="x")
    assert (refused.value.field, Topic.objects.count()) == ("name", 3)


def test_who_may(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Müll", "Abfall"])
    suspended = make_member("suspended", is_active=False)
    entrust(actor=None, topic=cast.closed, moderators=[suspended])
    for member in (cast.author, cast.mate, cast.guest, suspended):
        with pytest.raises(Forbidden):
            rename_tag(actor=member, tag=tag("Müll"), name="x", before="Müll", reason="x")
        with pytest.raises(Forbidden):
            merge_tags(actor=member, tag=tag("Müll"), into=tag("Abfall"), reason="x")
    for member in (cast.author, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            make_topic(actor=member, tag=tag("Müll"), name="Müll", reason="x")
    assert Tag.objects.count() == 2


def test_the_pages_are_there_for_curators_and_one_for_the_office(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Müll", "Abfall"])
    on = f"{TAGS}{tag('Müll').pk}/"
    pages = (TAGS, on, f"{on}zusammenlegen/?into=Abfall", f"{on}thema/")
    readers = (cast.guest, cast.mate, cast.moderator, cast.office)
    found = [[signed_in(one).get(page).status_code for page in pages] for one in readers]
    assert found == [[404] * 4, [404] * 4, [200, 200, 200, 404], [200] * 4]
    lost = signed_in(cast.mate).post(f"{on}umbenennen/", {"name": "x", "reason": "Mühsam getippt"})
    assert (lost.status_code, "Mühsam getippt" in lost.content.decode()) == (404, True)


def test_the_list_is_searched_and_counts_uses(cast: Cast) -> None:
    for title in ("A", "B"):
        make_idea(cast.author, cast.public, title=title, tags=["Müllabfuhr", f"Rad {title}"])
    client = signed_in(cast.moderator)
    listed = [(one.name, one.use_count) for one in client.get(TAGS).context["page"]]
    assert listed == [("Müllabfuhr", 2), ("Rad A", 1), ("Rad B", 1)]
    for words, names in (("#RAD", ["Rad A", "Rad B"]), ("%", []), ("\x00", None)):
        page = client.get(TAGS, {"suche": words}).context["page"]
        assert names is None or [one.name for one in page] == names


def test_the_confirmation_says_what_would_happen(cast: Cast) -> None:
    for words in (["Müll"], ["Müll"], ["Müll", "Abfall"], ["Abfall"]):
        make_idea(cast.author, cast.public, tags=words)
    client, on = signed_in(cast.moderator), f"{TAGS}{tag('Müll').pk}/"
    overlap = client.get(f"{on}zusammenlegen/", {"into": "abfall"}).context["overlap"]
    assert (overlap.moved, overlap.both, overlap.total) == (2, 1, 4)
    for wrong in ("", "Müll", "Gibt es nicht"):
        answer = client.get(f"{on}zusammenlegen/", {"into": wrong})
        assert (answer.status_code, list(answer.context["into"].errors)) == (400, ["into"])
    assert client.post(f"{on}zusammenlegen/", {"into": "Abfall"}).status_code == 400
    answer = client.post(f"{on}zusammenlegen/", {"into": "Abfall", "reason": "Dasselbe."})
    assert (answer.status_code, answer["Location"]) == (303, f"{TAGS}{tag('Abfall').pk}/")
    assert client.get(on).status_code == 404


@pytest.mark.parametrize(
    ("name", "field"), [("", "name"), ("#", "name"), ("a, b", "name"), ("x" * 51, "name")]
)
def test_a_wrong_name_is_told_at_its_field(cast: Cast, name: str, field: str) -> None:
    make_idea(cast.author, cast.public, tags=["Müll"])
    url = f"{TAGS}{tag('Müll').pk}/umbenennen/"
    client = signed_in(cast.moderator)
    answer = client.post(url, {"name": name, "before": "Müll", "reason": "Klarer."})
    assert (answer.status_code, list(answer.context["rename"].errors)) == (400, [field])
    assert 'value="Klarer."' in answer.content.decode()
    client.post(url, {"name": "#Abfall", "before": "Müll", "reason": "Klarer."})
    assert list(Tag.objects.values_list("name", flat=True)) == ["Abfall"]


def test_the_office_makes_a_topic_by_form(cast: Cast) -> None:
    make_idea(cast.author, cast.public, tags=["Wasser"])
    client, url = signed_in(cast.office), f"{TAGS}{tag('Wasser').pk}/thema/"
    page = client.get(url)
    assert (page.context["put"], page.context["left"]) == (1, 0)
    form = {"name": "Klimaschutz", "hue": "cyan", "glyph": "place", "reason": "Gefragt."}
    answer = client.post(url, form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["name"])
    answer = client.post(url, form | {"name": "Wasser"})
    assert (answer.status_code, answer["Location"]) == (303, "/themen/wasser/")
    topic = Topic.objects.get(slug="wasser")
    assert (topic.hue, topic.glyph, topic.visibility) == ("cyan", "place", "public")
    assert "Deich" in signed_in(None).get("/themen/wasser/").content.decode()
    rename_topic(actor=cast.office, topic=topic, name="Nass", before="Wasser", reason="x")
    assert found_by("wasser") == ["Deich"]


def test_uses_are_moved_in_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    counts: list[int] = []
    for more in (1, 15):
        make_idea(cast.author, cast.public, tags=[f"Abfall {more}", f"Müll {more}"])
        for _number in range(more):
            make_idea(cast.author, cast.public, tags=[f"Müll {more}"])
        count = counts[0] if counts else 30
        with django_assert_num_queries(count, exact=bool(counts)) as queries:
            merge(cast, f"Müll {more}", f"Abfall {more}")
        counts.append(len(queries))
    assert tag("Abfall 15").uses.count() == 16
