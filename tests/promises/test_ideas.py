"""What ideas and boards promise: who sees them, one support each, no silent overwriting."""

import pytest
from django.test import Client

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas import actions
from ideas.access import ideas_visible_to, listed_on
from ideas.actions import Content
from ideas.models import Idea, Tag
from ideas.queries import board_ideas
from ideas.search import matching, similar
from live.registry import readable
from tests.promises.conftest import Network, publish

pytestmark = pytest.mark.django_db


def test_who_reads_which_idea(network: Network) -> None:
    draft = actions.save_draft(
        author=network.author, content=Content("Entwurf", "Text", [network.public])
    )
    threads = {network.idea.thread_id, network.inside.thread_id, draft.thread_id}
    both = {network.idea.thread_id, network.inside.thread_id}
    seen = {
        name: readable("thread", member, threads)
        for name, member in {
            "nobody": None,
            "guest": network.guest,
            "mate": network.mate,
            "author": network.author,
        }.items()
    }
    assert seen == {
        "nobody": {network.idea.thread_id},
        "guest": {network.idea.thread_id},
        "mate": both,
        "author": threads,
    }
    office = Client()
    office.force_login(network.office)
    assert office.get(draft.get_absolute_url()).status_code == 404


def test_an_idea_on_a_members_board_is_not_listed_on_the_public_one(network: Network) -> None:
    mixed = publish(network.author, "Gemischt", network.public, network.members)
    assert mixed not in listed_on(network.public)
    assert mixed in listed_on(network.members)
    assert mixed not in ideas_visible_to(None)


def test_closing_a_board_takes_its_ideas_away(network: Network) -> None:
    assert network.idea in ideas_visible_to(network.mate)
    actions.change_visibility(actor=network.office, topic=network.public, visibility="closed")
    assert network.idea not in ideas_visible_to(network.mate)
    assert network.idea in ideas_visible_to(network.moderator)


def test_a_member_supports_once_and_never_their_own(network: Network) -> None:
    actions.support_idea(member=network.mate, idea=network.idea)
    assert actions.support_idea(member=network.mate, idea=network.idea) is None
    with pytest.raises(Refused):
        actions.support_idea(member=network.author, idea=network.idea)
    assert Idea.objects.get(pk=network.idea.pk).support_count == 1


def test_the_second_of_two_editors_gets_both_texts(network: Network) -> None:
    client = Client()
    client.force_login(network.author)
    version = network.idea.version
    content = Content("Neuer Titel", "Zuerst gespeichert", [network.public])
    actions.edit_idea(actor=network.author, idea=network.idea, content=content, version=version)
    form = {"title": "Mein Titel", "text": "Später gesendet", "topics": [network.public.pk],
            "version": version, "save": "1"}  # fmt: skip
    answer = client.post(f"/ideen/{network.idea.pk}/bearbeiten/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Zuerst gespeichert" in page
    assert "Später gesendet" in page
    assert Idea.objects.get(pk=network.idea.pk).text == "Zuerst gespeichert"
    with pytest.raises(Conflict):
        actions.edit_idea(actor=network.author, idea=network.idea, content=content, version=version)


def test_a_plan_keeps_the_discussion_and_steps_need_reasons(network: Network) -> None:
    plan = {"need": "Bedarf", "goal": "Ziel"}
    content = Content("Titel", "Text", [network.public], plan=plan)
    idea = actions.edit_idea(
        actor=network.author, idea=network.idea, content=content, version=network.idea.version
    )
    assert idea.thread_id == network.idea.thread_id
    change = actions.set_stage(
        actor=network.author, idea=idea, stage="P3", reason="Der Rat hat zugestimmt", before="P1"
    )
    assert (change.before, change.after) == ("P1", "P3")
    with pytest.raises(Conflict):
        actions.set_stage(
            actor=network.author, idea=idea, stage="P4", reason="Zu spät", before="P1"
        )
    with pytest.raises(Forbidden):
        actions.set_stage(actor=network.mate, idea=idea, stage="P4", reason="Nein", before="P3")


def test_tags_are_one_whatever_their_capitals(network: Network) -> None:
    for spelling in ("Müll", "müll", "MÜLL"):
        publish(network.author, f"Idee {spelling}", network.public, tags=[spelling])
    assert list(Tag.objects.values_list("name", "slug")) == [("Müll", "muell")]


def test_the_search_finds_stems_inside_compounds(network: Network) -> None:
    everything = Idea.objects.all()
    assert list(matching(everything, "beteiligung")) == [network.idea]
    assert list(matching(everything, "Beteiligungen klima")) == [network.idea]
    assert list(matching(everything, 'NEAR("x" OR')) == []
    assert list(similar(everything, "Beteiligung der Bürger")) == [network.idea]


def test_pins_keep_their_order_and_only_moderators_arrange_them(network: Network) -> None:
    second = publish(network.author, "Zweite", network.public)
    for idea in (network.idea, second):
        actions.pin_idea(actor=network.moderator, topic=network.public, idea=idea)
    actions.pin_idea(actor=network.moderator, topic=network.public, idea=second, move="up")
    assert list(board_ideas(network.public)[0]) == [second, network.idea]
    with pytest.raises(Forbidden):
        actions.unpin_idea(actor=network.mate, topic=network.public, idea=second)


@pytest.mark.parametrize("path", ["/", "/ideen/", "/themen/", "/themen/klimaschutz/"])
def test_more_ideas_need_no_more_queries(
    network: Network, path: str, django_assert_max_num_queries: object
) -> None:
    client = Client()
    client.force_login(network.mate)
    client.get(path)
    counts = []
    for _round in range(2):
        for number in range(5):
            publish(network.author, f"Idee {number}", network.public)
        with django_assert_max_num_queries(15) as seen:  # type: ignore[operator]
            client.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]
