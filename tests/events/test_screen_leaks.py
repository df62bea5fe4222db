"""What not everybody may read never stands on the screen: on no page, in no frame, in no replay."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from discussions.actions import hide_comment, mark_off_record, remove_comment, show_comment
from discussions.models import Comment
from events.actions import hide_question, show_on_screen, show_question, welcome_guests
from events.models import AgendaItem, Event, Poll, Question, Screen, Shows
from ideaforge.errors import Refused
from live.frames import frames_of, replay
from live.models import Entry
from live.registry import readable
from members.models import Member
from tests.cast import Cast, make_member, say, signed_in
from tests.events.podia import again, ask, on_air, poll, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
CANARY = "Kanarienvogel"
Chosen = Comment | Question | Poll


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air of a public event that the moderator organises."""
    return on_air(cast, audience="public")


def kind_of(one: Chosen) -> Shows:
    return {Comment: Shows.COMMENT, Question: Shows.QUESTION, Poll: Shows.POLL}[type(one)]


def show(cast: Cast, item: AgendaItem, one: Chosen) -> Screen:
    return show_on_screen(actor=cast.moderator, event=item.event, shows=kind_of(one), chosen=one)


def screen(who: Member | None, event: Event) -> HttpResponse:
    answer = signed_in(who).get(f"{event.get_absolute_url()}leinwand/")
    assert isinstance(answer, HttpResponse)
    return answer


def of_screen(event: Event) -> str:
    """Return what the frames of the screen hold, replayed and rendered anew one by one."""
    entries = Entry.objects.filter(stream=event.stream, activity__verb="screen.changed")
    texts = [one.text for one in replay(event.stream, 0)["de"].frames or []]
    wanted = [json.loads(one) for one in texts]
    assert entries.exists() == any(one["id"].endswith("-spotlight") for one in wanted)
    return "".join(json.dumps(one) for one in wanted if "-spotlight" in one["id"])


def everything(cast: Cast, item: AgendaItem) -> str:
    """Return what the hall and those at home get to see."""
    event = item.event
    pages = [screen(who, event) for who in (None, cast.author, cast.moderator)]
    words = "".join(page.content.decode() for page in pages)
    home = signed_in(cast.mate).get(event.session_url).content.decode()
    line = home.partition(f'id="{event.stream}-spotlight"')[2].partition("</p>")[0]
    return words + line + of_screen(event)


def waiting(cast: Cast, item: AgendaItem) -> Question:
    AgendaItem.objects.filter(pk=item.pk).update(looks_first=True)
    return ask(cast.author, stored(item), CANARY)


def hidden_question(cast: Cast, item: AgendaItem) -> Question:
    question = ask(cast.author, item, CANARY)
    hide_question(actor=cast.moderator, question=question)
    return again(question)


def hidden(cast: Cast, item: AgendaItem) -> Comment:
    comment = say(cast.author, item, CANARY)
    hide_comment(actor=cast.moderator, comment=comment)
    return comment


def removed(cast: Cast, item: AgendaItem) -> Comment:
    comment = say(cast.author, item, CANARY)
    remove_comment(actor=cast.moderator, comment=comment)
    return comment


def off_record(cast: Cast, item: AgendaItem) -> Comment:
    comment = say(cast.author, item, CANARY)
    mark_off_record(author=cast.author, comment=comment, on=True)
    return comment


def draft_poll(cast: Cast, item: AgendaItem) -> Poll:
    asked = poll(cast.moderator, item, text=CANARY)
    Poll.objects.filter(pk=asked.pk).update(state="draft", opened=None)
    return asked


@pytest.mark.parametrize(
    "make", [waiting, hidden_question, hidden, removed, off_record, draft_poll]
)
def test_it_is_refused(
    cast: Cast, item: AgendaItem, make: Callable[[Cast, AgendaItem], Chosen]
) -> None:
    secret = make(cast, item)
    with pytest.raises(Refused):
        show(cast, item, secret)
    assert not Screen.objects.exclude(shows="slot").exists()
    client = signed_in(cast.moderator)
    send = {"shows": f"{kind_of(secret)}-{secret.pk}"}
    assert client.post(f"/termine/{item.event_id}/leinwand/zeigen/", send).status_code == 400
    assert CANARY not in everything(cast, item)


def test_there_was_something_to_leak(cast: Cast, item: AgendaItem) -> None:
    comment, question = hidden(cast, item), waiting(cast, item)
    show_comment(actor=cast.moderator, comment=comment)
    show(cast, item, comment)
    assert everything(cast, item).count(CANARY) == 5
    show_question(actor=cast.moderator, question=question)
    show(cast, item, question)
    assert everything(cast, item).count(CANARY) == 5


@pytest.mark.parametrize("state", ["hidden", "held", "removed", "deleted"])
def test_a_contribution_in_any_such_state_is_not_drawn_whatever_the_row_says(
    cast: Cast, item: AgendaItem, state: str
) -> None:
    comment = say(cast.author, item, CANARY)
    show(cast, item, comment)
    assert CANARY in everything(cast, item)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert CANARY not in everything(cast, item)


@pytest.mark.parametrize("state", ["hidden", "waiting"])
def test_a_question_in_any_such_state_neither(cast: Cast, item: AgendaItem, state: str) -> None:
    question = ask(cast.author, item, CANARY)
    for shows, one in ((Shows.QUESTION, question), (Shows.QUESTIONS, None)):
        Question.objects.filter(pk=question.pk).update(state="shown")
        show_on_screen(actor=cast.moderator, event=item.event, shows=shows, chosen=one)
        assert CANARY in everything(cast, item)
        Question.objects.filter(pk=question.pk).update(state=state)
        assert CANARY not in everything(cast, item)


def test_a_frame_of_long_ago_shows_todays_state(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item, CANARY)
    show(cast, item, comment)
    replayed = replay(item.event.stream, 0, whole=True)["de"].frames or []
    assert CANARY in replayed[-1].text
    hide_comment(actor=cast.moderator, comment=comment)
    for stream in item.event.streams:
        texts = replay(stream, 0, whole=True)["de"].frames or []
        assert [one.text for one in texts if CANARY in one.text] == []
    assert frames_of(item.event.stream, [], "de") == []


def test_the_screen_of_a_closed_event_is_for_those_who_read_it(cast: Cast) -> None:
    invited = make_member("geladen")
    item = on_air(cast, audience="invited")
    item.event.invited.add(invited)
    show(cast, item, say(cast.moderator, item, CANARY))
    answers = {
        name: screen(who, item.event)
        for name, who in {
            "nobody": None, "guest": cast.guest, "author": cast.author, "invited": invited,
            "moderator": cast.moderator, "office": cast.office,
        }.items()
    }  # fmt: skip
    seen = {name for name, one in answers.items() if CANARY in one.content.decode()}
    assert seen == {"invited", "moderator", "office"}
    assert {one.status_code for name, one in answers.items() if name not in seen} == {404}
    number = {item.event_id}
    for who in (None, cast.guest, cast.author):
        assert readable("event", who, number) == readable("regie", who, number) == set()
    assert readable("event", invited, number) == number
    assert readable("regie", invited, number) == set()


def test_for_members_means_no_machine_without_sign_in(cast: Cast) -> None:
    item = on_air(cast, audience="members")
    show(cast, item, say(cast.author, item, CANARY))
    assert CANARY in screen(cast.mate, item.event).content.decode()
    assert (screen(None, item.event).status_code, screen(cast.guest, item.event).status_code) == (
        404,
        404,
    )


def test_the_doors_code_stands_in_no_frame(cast: Cast, item: AgendaItem) -> None:
    event = welcome_guests(actor=cast.moderator, event=item.event)
    show_on_screen(actor=cast.moderator, event=event, shows=Shows.CODE)
    code = str(event.guest_code)
    assert code in screen(cast.moderator, event).content.decode()
    for stream in event.streams:
        texts = replay(stream, 0, whole=True)["de"].frames or []
        assert not any(code in one.text for one in texts)


def test_words_are_words_on_the_screen(cast: Cast, item: AgendaItem) -> None:
    nasty = "</blockquote><script>alert(1)</script> <img src=x onerror=alert(1)>"
    for one in (say(cast.author, item, nasty), ask(cast.author, item, nasty)):
        show(cast, item, one)
        html = everything(cast, item)
        assert not any(tag in html for tag in ("<script>alert", "<img src=x", "</blockquote><"))
        assert "alert(1)" in html
    Comment.objects.update(edited=timezone.now() + timedelta(seconds=1))
    assert "alert(1)" in everything(cast, item), "an edit is no change of a question"
