"""Contributions that wait: first ones of new members, and bursts of nothing but links."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussions.actions.pace import is_only_links
from discussions.models import Comment, Thread
from ideas.actions import Content, edit_idea
from ideas.models import Idea, Topic
from moderation import actions
from moderation.models import Case
from tests.cast import JSON, Cast, make_draft, make_idea, make_member, post_url, say, signed_in
from tests.moderation.desk import decide, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
LINK = "https://spam.example/angebot"


@pytest.fixture
def holding(cast: Cast) -> Idea:
    """An idea on a board that looks at first contributions first."""
    Topic.objects.filter(pk=cast.public.pk).update(holds_newcomers=True)
    cast.public.refresh_from_db()
    return make_idea(cast.moderator, cast.public)


def test_boards_hold_nothing_unless_they_say_so(cast: Cast, idea: Idea) -> None:
    assert say(make_member("neu"), idea).state == "visible"
    assert not Case.objects.exists()


def test_a_first_comment_waits_and_is_told_to_the_moderators(
    cast: Cast, holding: Idea, events: list[str]
) -> None:
    newcomer = make_member("neu")
    events.clear()
    comment = say(newcomer, holding, "Guten Tag.")
    case = Case.objects.get()
    assert (comment.state, case.kind, case.comment) == ("held", "held", comment)
    assert case.why_held == "Erster Beitrag eines neuen Mitglieds"
    assert sorted(events) == ["case.opened", "comment.held"]
    assert told(cast.moderator) == ["case"]
    assert Thread.objects.get(pk=holding.thread_id).comment_count == 0
    pages = {
        name: "Guten Tag." in signed_in(who).get(holding.get_absolute_url()).content.decode()
        for name, who in {"stranger": None, "mate": cast.mate, "neu": newcomer}.items()
    }
    assert pages == {"stranger": False, "mate": False, "neu": True}


def test_once_let_through_the_member_is_new_no_more(cast: Cast, holding: Idea) -> None:
    newcomer = make_member("neu")
    comment = say(newcomer, holding)
    decide(cast.moderator, Case.objects.get(), "leave")
    comment.refresh_from_db()
    assert comment.state == "visible"
    assert Thread.objects.get(pk=holding.thread_id).comment_count == 1
    assert told(newcomer) == ["decision"]
    assert say(newcomer, holding).state == "visible"


def test_letting_through_is_undone_and_the_case_open_again(cast: Cast, holding: Idea) -> None:
    comment = say(make_member("neu"), holding)
    decision = decide(cast.moderator, Case.objects.get(), "leave")
    actions.undo_decision(actor=cast.moderator, decision=decision, reason="Doch nicht.")
    comment.refresh_from_db()
    assert (comment.state, Case.objects.get().state) == ("hidden", "open")


def test_the_browser_is_told_that_it_waits_and_the_same_key_gets_the_same(
    cast: Cast, holding: Idea
) -> None:
    client, words = signed_in(make_member("neu")), {"text": "Guten Tag.", "key": str(uuid4())}
    first, second = (client.post(post_url(holding), words, headers=JSON) for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert "Moderation" in first.json()["held"]
    assert "html" not in first.json()
    assert second.json() == first.json()
    assert Comment.objects.count() == 1


def test_a_first_idea_waits_too(cast: Cast, holding: Idea) -> None:
    newcomer = make_member("neu")
    idea = make_idea(newcomer, cast.public, title="Mein Vorschlag")
    assert (idea.state, Case.objects.get().idea) == ("held", idea)
    path = idea.get_absolute_url()
    assert signed_in(cast.mate).get(path).status_code == 404
    assert "Wartet auf die Moderation" in signed_in(newcomer).get(path).content.decode()
    assert "Mein Vorschlag" in signed_in(cast.moderator).get("/moderation/").content.decode()
    decide(cast.moderator, Case.objects.get(), "leave")
    assert signed_in(None).get(path).status_code == 200


def test_moderators_of_the_board_do_not_wait(cast: Cast, holding: Idea) -> None:
    assert say(cast.moderator, holding).state == "visible"


def test_an_edit_to_a_holding_board_holds_from_then_on(cast: Cast, holding: Idea) -> None:
    idea = make_idea(cast.moderator, cast.inside)
    newcomer = make_member("neu")
    content = Content("Deich", "Ein Vorschlag.", [cast.inside, cast.public])
    edit_idea(actor=cast.moderator, idea=idea, content=content, version=idea.version)
    assert say(newcomer, idea).state == "held"


def test_the_third_of_nothing_but_links_waits(cast: Cast, idea: Idea) -> None:
    states = [say(cast.mate, idea, f"{LINK}/{n}").state for n in range(4)]
    assert states == ["visible", "visible", "held", "held"]
    assert say(cast.mate, idea, f"Sehen Sie hier: {LINK}").state == "visible"
    assert say(cast.author, idea, LINK).state == "visible"
    assert {case.why_held for case in Case.objects.all()} == {
        "Mehrere Beiträge hintereinander, die nur aus Links bestehen"
    }


def test_links_of_long_ago_are_no_burst(cast: Cast, idea: Idea) -> None:
    for n in range(2):
        say(cast.mate, idea, f"{LINK}/{n}")
    Comment.objects.update(created=timezone.now() - timedelta(minutes=11))
    assert say(cast.mate, idea, LINK).state == "visible"


@pytest.mark.parametrize(
    ("text", "only"),
    [
        (LINK, True),
        (f"{LINK} www.spam.example", True),
        (f"- {LINK}\n- {LINK}", True),
        (f"Gut: {LINK}", False),
        ("", False),
        ("…", False),
        ("Guten Tag.", False),
    ],
)
def test_what_counts_as_nothing_but_links(text: str, only: bool) -> None:
    assert is_only_links(text) == only


def test_a_draft_is_not_held(cast: Cast, holding: Idea) -> None:
    make_draft(make_member("neu"), cast.public)
    assert not Case.objects.exists()
