"""From a draft that nobody else sees to a published idea, and back."""

import pytest

from discussions.models import Audience, Thread
from ideaforge.errors import Forbidden, Refused
from ideas.actions import Content, edit_idea, publish_idea, save_draft, withdraw_idea
from ideas.models import Idea, State
from live.registry import readable
from tests.cast import PLAN, Cast, make_draft, make_idea, say, signed_in

pytestmark = pytest.mark.django_db


def test_a_draft_is_its_authors_alone(cast: Cast, events: list[str]) -> None:
    draft = make_draft(cast.author, cast.public, title="Kanarienvogel")
    readers = {"stranger": None} | {
        name: getattr(cast, name) for name in ("author", "mate", "moderator", "office", "guest")
    }
    for path in (draft.get_absolute_url(), f"/ideen/{draft.pk}/verlauf/"):
        seen = {name: signed_in(one).get(path).status_code for name, one in readers.items()}
        assert seen == dict.fromkeys(readers, 404) | {"author": 200}
    assert [name for name, one in readers.items() if shows(one, "Kanarienvogel")] == []
    assert readable("thread", cast.mate, {draft.thread_id}) == set()
    assert events == []


def shows(member: object, words: str) -> bool:
    """Tell whether a list, a board or the home page names it."""
    client = signed_in(member)  # type: ignore[arg-type]
    paths = ("/", "/ideen/", "/ideen/?suche=kanarien", "/themen/", "/themen/klimaschutz/")
    return any(words in client.get(path).content.decode() for path in paths)


def test_publishing_opens_the_idea_to_the_readers_of_its_board(
    cast: Cast, events: list[str]
) -> None:
    idea = publish_idea(author=cast.author, idea=make_draft(cast.author, cast.public))
    assert (idea.state, idea.published is None) == (State.PUBLISHED, False)
    assert Thread.objects.get(pk=idea.thread_id).audience == Audience.PUBLIC
    assert events == ["idea.published"]
    assert signed_in(None).get(idea.get_absolute_url()).status_code == 200


def test_publishing_twice_is_one_deed(cast: Cast, events: list[str]) -> None:
    idea = make_idea(cast.author, cast.public)
    publish_idea(author=cast.author, idea=idea)
    assert events == ["idea.published"]


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": ""}, "text"),
        ({"topics": []}, "topics"),
        ({"plan": PLAN | {"need": ""}}, "need"),
        ({"plan": PLAN | {"goal": ""}}, "goal"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_published(
    cast: Cast, lacks: dict[str, object], field: str, events: list[str]
) -> None:
    whole: dict[str, object] = {"title": "Deich", "text": "Alt.", "topics": [cast.public]}
    content = Content(**(whole | lacks))  # type: ignore[arg-type]
    draft = save_draft(author=cast.author, content=content)
    with pytest.raises(Refused) as refused:
        publish_idea(author=cast.author, idea=draft)
    assert refused.value.field == field
    assert (Idea.objects.get().state, events) == (State.DRAFT, [])


def test_only_the_author_publishes(cast: Cast) -> None:
    draft = make_draft(cast.author, cast.public)
    for member in (cast.mate, cast.moderator, cast.office, cast.guest):
        with pytest.raises(Forbidden):
            publish_idea(author=member, idea=draft)


def test_a_guest_begins_no_idea_and_nobody_posts_on_a_board_they_may_not_see(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        make_draft(cast.guest, cast.public)
    with pytest.raises(Refused) as refused:
        make_draft(cast.mate, cast.public, cast.closed)
    assert (refused.value.field, Idea.objects.count()) == ("topics", 0)


def test_a_withdrawn_idea_leaves_and_comes_back_with_its_thread(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    say(cast.mate, idea, "Gut.")
    events.clear()
    withdraw_idea(actor=cast.author, idea=idea)
    withdraw_idea(actor=cast.author, idea=idea)
    people = (None, cast.guest, cast.mate, cast.moderator, cast.office, cast.author)
    url = idea.get_absolute_url()
    seen = [signed_in(one).get(url).status_code for one in people]
    assert seen == [404, 404, 404, 404, 200, 200]
    again = publish_idea(author=cast.author, idea=idea)
    assert events == ["idea.withdrawn", "idea.published"]
    assert (again.thread_id, again.published) == (idea.thread_id, idea.published)
    assert [signed_in(one).get(url).status_code for one in people] == [200] * 6
    assert "Gut." in signed_in(None).get(url).content.decode()


def test_the_author_and_the_office_withdraw_nobody_else(cast: Cast, idea: Idea) -> None:
    for member in (cast.mate, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            withdraw_idea(actor=member, idea=idea)
    withdraw_idea(actor=cast.office, idea=idea)
    assert Idea.objects.get().state == State.WITHDRAWN


def test_nobody_comments_on_a_withdrawn_idea_but_its_author(cast: Cast, idea: Idea) -> None:
    withdraw_idea(actor=cast.author, idea=idea)
    with pytest.raises(Forbidden):
        say(cast.mate, idea)
    say(cast.author, idea)


def test_a_published_idea_stays_complete_when_it_is_edited(cast: Cast, idea: Idea) -> None:
    empty = Content("Deich", "", [cast.public])
    with pytest.raises(Refused) as refused:
        edit_idea(actor=cast.author, idea=idea, content=empty, version=idea.version)
    assert (refused.value.field, Idea.objects.get().text) == ("text", "Er ist alt.")


@pytest.mark.parametrize(
    ("slug", "chosen"),
    [("klimaschutz", 1), ("vertrauliches", 0), ("gibt-es-nicht", 0), ("a\x00b", 0), ("x" * 900, 0)],
)
def test_who_comes_from_a_board_has_its_topic_chosen(cast: Cast, slug: str, chosen: int) -> None:
    page = signed_in(cast.mate).get("/ideen/neu/", {"thema": slug}).content.decode()
    assert page.count(" checked") == chosen
