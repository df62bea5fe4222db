"""The spotlight: what the whole hall has read is kept once, and those at home read it as well."""

import json

import pytest
from django.db import IntegrityError, transaction

from discussions.actions import edit_comment, hide_comment, mark_off_record, show_comment
from discussions.models import Comment
from events.actions import (
    answer_later,
    hide_question,
    mark_answered,
    show_on_screen,
    show_question,
    withdraw_question,
)
from events.models import AgendaItem, Question, Screen, Shows, Spotlight
from live.frames import replay
from live.models import Activity
from tests.cast import Cast, say, signed_in
from tests.events.podia import ask, on_air

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air whose podium is asked without names; the moderator organises its event."""
    return on_air(cast, allows_anonymous=True)


def light(cast: Cast, one: Comment | Question) -> Screen:
    shows = Shows.COMMENT if isinstance(one, Comment) else Shows.QUESTION
    event = AgendaItem.objects.get().event
    return show_on_screen(actor=cast.moderator, event=event, shows=shows, chosen=one)


def stands() -> str:
    """Return what the screen shows today."""
    return Screen.objects.get().stands.value


def line(cast: Cast, item: AgendaItem) -> str:
    """Return what a member reads of it on the session page."""
    html = signed_in(cast.mate).get(item.event.session_url).content.decode()
    part = html.partition(f'id="{item.event.stream}-spotlight"')[2]
    return str(part.partition("</p>")[0])


def last_frame(item: AgendaItem) -> str:
    frames = replay(item.event.stream, 0)["de"].frames or []
    lines = [json.loads(one.text) for one in frames]
    return str([one for one in lines if one["id"].endswith("-spotlight")][-1]["html"])


def test_each_contribution_and_question_is_kept_once_a_slot(cast: Cast, item: AgendaItem) -> None:
    comment, question = say(cast.author, item), ask(cast.mate, item)
    for one in (comment, question, comment, question):
        light(cast, one)
    kept = list(Spotlight.objects.values_list("item", "comment", "question"))
    assert kept == [(item.pk, comment.pk, None), (item.pk, None, question.pk)]
    for fields in ({"comment": comment}, {"question": question}, {},
                   {"comment": say(cast.mate, item), "question": question}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Spotlight.objects.create(item=item, **fields)


def test_what_is_no_words_is_no_spotlight(cast: Cast, item: AgendaItem) -> None:
    for shows in (Shows.CODE, Shows.QUESTIONS, Shows.NOTHING, Shows.SLOT):
        show_on_screen(actor=cast.moderator, event=item.event, shows=shows)
        assert " hidden>" in line(cast, item)
    assert Spotlight.objects.count() == 0


def test_those_at_home_read_it_on_the_session_page_and_by_frame(
    cast: Cast, item: AgendaItem
) -> None:
    light(cast, say(cast.author, item, "Ein **Wort** <b>zum</b> Saal"))
    for part in (line(cast, item), last_frame(item)):
        assert "Ein Wort" in part
        assert "Author" in part
        assert "<b>zum" not in part
    question = ask(cast.mate, item, "Ganz ohne Namen?", device="gerät")
    light(cast, question)
    assert "Ganz ohne Namen?" in line(cast, item)
    assert "Mate" not in line(cast, item)
    light(cast, say(cast.author, item, "lang " * 500))
    assert len(line(cast, item)) < 500


def test_a_hidden_contribution_leaves_at_once_and_comes_back_when_it_is_shown_again(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    comment = say(cast.author, item, "Kanarienvogel")
    light(cast, comment)
    events.clear()
    hide_comment(actor=cast.moderator, comment=comment)
    assert (set(events), len(events)) == ({"comment.hidden", "screen.changed"}, 2)
    assert stands() == "slot"
    assert "Kanarienvogel" not in line(cast, item) + last_frame(item)
    show_comment(actor=cast.moderator, comment=comment)
    assert (events.count("screen.changed"), stands()) == (2, "comment")


def test_words_that_are_no_longer_to_be_quoted_leave_at_once(cast: Cast, item: AgendaItem) -> None:
    comment = say(cast.author, item, "Kanarienvogel")
    light(cast, comment)
    mark_off_record(author=cast.author, comment=comment, on=True)
    assert stands() == "slot"
    assert "Kanarienvogel" not in line(cast, item) + last_frame(item)


def test_words_that_were_changed_wait_for_the_organisers_to_choose_them_again(
    cast: Cast, item: AgendaItem
) -> None:
    comment = say(cast.author, item, "Harmlos")
    light(cast, comment)
    edit_comment(author=cast.author, comment=comment, text="Kanarienvogel", before="Harmlos")
    assert stands() == "slot"
    assert "Kanarienvogel" not in line(cast, item) + last_frame(item)
    light(cast, Comment.objects.get(pk=comment.pk))
    assert stands() == "comment"
    assert "Kanarienvogel" in line(cast, item)


def test_a_hidden_question_leaves_at_once_an_answered_one_stays(
    cast: Cast, item: AgendaItem
) -> None:
    question = ask(cast.author, item, "Kanarienvogel?")
    light(cast, question)
    mark_answered(actor=cast.moderator, question=question)
    answer_later(actor=cast.moderator, question=question)
    assert stands() == "question"
    hide_question(actor=cast.moderator, question=question)
    assert stands() == "slot"
    assert "Kanarienvogel" not in line(cast, item) + last_frame(item)
    show_question(actor=cast.moderator, question=question)
    assert stands() == "question"


def test_a_withdrawn_question_leaves_the_screen_and_the_log_and_says_no_name(
    cast: Cast, item: AgendaItem
) -> None:
    question = ask(cast.author, item, "Kanarienvogel?", device="gerät")
    light(cast, question)
    withdraw_question(actor=cast.author, question=question, device="gerät")
    assert (stands(), Spotlight.objects.count()) == ("slot", 0)
    assert "Kanarienvogel" not in line(cast, item) + last_frame(item)
    assert Activity.objects.filter(verb="screen.changed").latest("pk").actor is None


def test_what_happens_to_other_words_is_not_told_of_the_screen(
    cast: Cast, item: AgendaItem, events: list[str]
) -> None:
    other, question = say(cast.author, item), ask(cast.author, item)
    light(cast, say(cast.author, item))
    events.clear()
    hide_comment(actor=cast.moderator, comment=other)
    hide_question(actor=cast.moderator, question=question)
    assert events == ["comment.hidden", "question.hidden"]
