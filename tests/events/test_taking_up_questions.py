"""Questions and results of polls become ideas, and those who wanted to know are told."""

from typing import Any

import pytest
from django.utils import translation

from events.actions import (
    Seed,
    accept_adoption,
    close_poll,
    decline_adoption,
    hide_question,
    support_question,
    take_up,
    unsupport_question,
    withdraw_question,
)
from events.forms import seed_of
from events.models import Adoption, AgendaItem, Poll, Question
from events.sources import source_of
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import publish_idea, withdraw_idea
from ideas.models import Idea
from live.frames import fragment_now, replay
from members.models import Member, Notice
from members.telling import letters
from tests.cast import Cast, at_once, make_cast, make_member, signed_in
from tests.events import podia

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air of an event for members."""
    return podia.on_air(cast)


@pytest.fixture
def question(cast: Cast, item: AgendaItem) -> Question:
    return podia.ask(cast.author, item, "Wer teilt seine Wärme?")


@pytest.fixture
def poll(cast: Cast, item: AgendaItem) -> Poll:
    """A poll with three votes that has ended."""
    found = podia.poll(cast.moderator, item)
    for who, place in ((cast.author, 0), (cast.mate, 0), (cast.moderator, 1)):
        podia.choose(who, found, place)
    return close_poll(actor=cast.moderator, poll=found)


def seed(cast: Cast, owner: Member, **fields: Any) -> Seed:
    return Seed("Wärme teilen", "Wir teilen.", owner, **{"topics": [cast.inside]} | fields)


def ask(cast: Cast, question: Question, owner: Member) -> Adoption:
    return take_up(
        actor=cast.moderator, item=question.item, question=question, seed=seed(cast, owner)
    )


def told(member: Member, kind: str = "adoption.born") -> list[str]:
    notices = list(Notice.objects.filter(member=member, kind=kind).order_by("pk"))
    with translation.override("en"):
        return [letter.subject for _notice, letter in letters(notices)]


def test_a_question_leads_to_its_idea_on_every_open_page(
    cast: Cast, question: Question, events: list[str]
) -> None:
    adoption = ask(cast, question, cast.author)
    stream = question.item.event.stream
    before = fragment_now(stream, "question.linked", question.pk).html or ""
    assert (f"/uebernehmen/frage/{question.pk}/" in before, 'class="outcome"' in before) == (
        True, False,
    )  # fmt: skip
    events.clear()
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    assert "question.linked" in events
    after = fragment_now(stream, "question.linked", question.pk).html or ""
    assert (f'href="/ideen/{idea.pk}/"' in after, "/uebernehmen/" in after) == (True, False)
    assert f"/ideen/{idea.pk}/" in (replay(stream, 0)["de"].frames or [])[-1].text
    assert (idea.origin_path, idea.author) == (
        f"{podia.page_of(question.item)}#question-{question.pk}", cast.author,
    )  # fmt: skip


def test_those_who_supported_by_name_are_told_once_it_is_published(
    cast: Cast, question: Question
) -> None:
    left = make_member("left")
    for member in (cast.mate, cast.office, left):
        support_question(actor=member, question=question)
    unsupport_question(actor=left, question=question)
    adoption = ask(cast, question, cast.author)
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=False)
    assert (told(cast.mate), told(cast.office)) == ([], [])
    publish_idea(author=cast.author, idea=idea)
    expected = ["Your question has become an idea: “Wärme teilen”"]
    assert (told(cast.mate), told(cast.office)) == (expected, expected)
    assert (told(left), told(cast.author), told(cast.moderator)) == ([], [], [])
    withdraw_idea(actor=cast.author, idea=Idea.objects.get())
    assert told(cast.mate) == [], "what is withdrawn is named no more"
    publish_idea(author=cast.author, idea=Idea.objects.get())
    assert told(cast.mate) == expected, "and nobody is told twice"


def test_who_asked_is_told_when_the_idea_is_somebody_elses(cast: Cast, question: Question) -> None:
    adoption = ask(cast, question, cast.mate)
    accept_adoption(owner=cast.mate, adoption=adoption, publish=True)
    assert (len(told(cast.author)), told(cast.mate)) == (1, [])


def test_a_letter_names_no_idea_that_its_reader_may_not_read(cast: Cast) -> None:
    item = podia.on_air(cast, audience="members")
    question = podia.ask(cast.author, item)
    support_question(actor=cast.mate, question=question)
    made = seed(cast, cast.moderator, topics=[cast.closed])
    adoption = take_up(actor=cast.moderator, item=item, question=question, seed=made)
    accept_adoption(owner=cast.moderator, adoption=adoption, publish=True)
    assert Notice.objects.filter(member=cast.mate, kind="adoption.born").exists()
    assert told(cast.mate) == []


def test_without_names_nobody_is_told_and_the_page_says_so(cast: Cast) -> None:
    item = podia.on_air(cast, allows_anonymous=True)
    asked = podia.ask(cast.author, item, "Wer zahlt?", device="d" * 64)
    support_question(actor=cast.mate, question=asked, device="e" * 64)
    client = signed_in(cast.moderator)
    client.cookies["django_language"] = "en"
    page = client.get(f"/termine/uebernehmen/frage/{asked.pk}/")
    assert "nobody can be told" in page.content.decode()
    assert page.context["form"].initial["owner"] == ""
    adoption = ask(cast, asked, cast.office)
    accept_adoption(owner=cast.office, adoption=adoption, publish=True)
    assert not Notice.objects.filter(kind="adoption.born").exists()
    assert podia.again(asked).outcome.startswith("/ideen/")


def test_the_page_says_how_many_are_told(cast: Cast, question: Question) -> None:
    support_question(actor=cast.mate, question=question)
    page = signed_in(cast.moderator).get(f"/termine/uebernehmen/frage/{question.pk}/")
    assert page.context["source"].told == 2


def test_who_may_take_up_what(cast: Cast, question: Question, poll: Poll) -> None:
    for member, source in ((cast.mate, {"question": question}), (cast.guest, {"poll": poll}),
                           (cast.author, {"poll": poll})):  # fmt: skip
        with pytest.raises(Forbidden):
            take_up(actor=member, item=question.item, seed=seed(cast, member), **source)
    own = seed(cast, cast.mate)
    with pytest.raises(Refused) as refused:
        take_up(actor=cast.author, item=question.item, question=question, seed=own)
    assert refused.value.field == "owner"
    own = seed(cast, cast.author, topics=[cast.public])
    assert take_up(actor=cast.author, item=question.item, question=question, seed=own)


def test_what_not_everybody_reads_is_not_taken_up(cast: Cast, item: AgendaItem) -> None:
    hidden = podia.ask(cast.author, item)
    hide_question(actor=cast.moderator, question=hidden)
    running = podia.poll(cast.moderator, item)
    for source in ({"question": hidden}, {"poll": running}):
        with pytest.raises(Refused):
            take_up(actor=cast.moderator, item=item, seed=seed(cast, cast.mate), **source)
    client = signed_in(cast.moderator)
    assert client.get(f"/termine/uebernehmen/frage/{hidden.pk}/").status_code == 404
    assert client.get(f"/termine/uebernehmen/umfrage/{running.pk}/").status_code == 404


def test_words_of_somebody_else_are_read_by_no_more_people(cast: Cast, question: Question) -> None:
    with pytest.raises(Refused) as refused:
        take_up(
            actor=cast.moderator, item=question.item, question=question,
            seed=seed(cast, cast.mate, topics=[cast.public]),
        )  # fmt: skip
    assert refused.value.field == "topics"


def test_a_poll_brings_its_result_along(cast: Cast, item: AgendaItem, poll: Poll) -> None:
    with translation.override("en"):
        start = seed_of(cast.moderator, source_of(Poll.objects.get(pk=poll.pk), item))
    assert start["title"] == "Was zuerst?"
    assert start["text"] == (
        "**Was zuerst?** (3 votes)\n\n- Wärme: 67 %\n- Wasser: 33 %\n- Wege: 0 %"
    )
    adoption = take_up(actor=cast.moderator, item=item, poll=poll, seed=seed(cast, cast.mate))
    idea = accept_adoption(owner=cast.mate, adoption=adoption, publish=True)
    html = fragment_now(item.event.stream, "poll.linked", poll.pk).html or ""
    assert f'href="/ideen/{idea.pk}/"' in html


def test_of_two_votes_no_result_is_brought_along(cast: Cast, item: AgendaItem) -> None:
    small = podia.poll(cast.moderator, item)
    for who in (cast.author, cast.mate):
        podia.choose(who, small, 0)
    small = close_poll(actor=cast.moderator, poll=small)
    start = seed_of(cast.moderator, source_of(Poll.objects.get(pk=small.pk), item))
    assert start["text"] == "**Was zuerst?**"


def test_each_is_taken_up_once_while_it_is_asked(cast: Cast, question: Question) -> None:
    adoption = ask(cast, question, cast.author)
    with pytest.raises(Conflict):
        ask(cast, question, cast.mate)
    decline_adoption(owner=cast.author, adoption=adoption)
    ask(cast, question, cast.mate)


def test_who_takes_a_question_back_ends_what_was_asked_about_it(
    cast: Cast, question: Question
) -> None:
    adoption = ask(cast, question, cast.mate)
    withdraw_question(actor=cast.author, question=question)
    assert not Adoption.objects.exists()
    assert told(cast.mate, "adoption.asked") == []
    with pytest.raises(Conflict):
        accept_adoption(owner=cast.mate, adoption=adoption, publish=True)


def test_a_question_that_is_an_idea_already_stays(cast: Cast, question: Question) -> None:
    accept_adoption(owner=cast.mate, adoption=ask(cast, question, cast.mate), publish=False)
    with pytest.raises(Refused):
        withdraw_question(actor=cast.author, question=question)
    assert Question.objects.filter(pk=question.pk).exists()


def test_by_form_as_an_idea_or_as_a_pilot(cast: Cast, question: Question) -> None:
    client, url = signed_in(cast.author), f"/termine/uebernehmen/frage/{question.pk}/"
    assert url in client.get(podia.page_of(question.item)).content.decode()
    start = client.get(url).context["form"].initial
    assert (start["title"], start["owner"]) == ("Wer teilt seine Wärme?", "Author (author)")
    words = {"title": "Wärme", "text": "Text", "owner": "author", "topics": [cast.public.pk]}
    answer = client.post(url, words | {"deed": "pilot"})
    idea = Idea.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/ideen/{idea.pk}/pilot/")
    assert (idea.state, client.get(answer["Location"]).status_code) == ("draft", 200)


def test_who_is_asked_goes_on_as_a_pilot(cast: Cast, question: Question) -> None:
    adoption = ask(cast, question, cast.author)
    answer = signed_in(cast.author).post(f"/termine/uebernahmen/{adoption.pk}/", {"deed": "pilot"})
    assert answer["Location"] == f"/ideen/{Idea.objects.get().pk}/pilot/"


def test_strangers_find_no_form(cast: Cast, poll: Poll, question: Question) -> None:
    for url in (f"/termine/uebernehmen/frage/{question.pk}/",
                f"/termine/uebernehmen/umfrage/{poll.pk}/"):  # fmt: skip
        assert signed_in(None).get(url).status_code == 302
        assert signed_in(cast.guest).get(url).status_code == 404
        assert signed_in(cast.mate).get(url).status_code == 403
        assert signed_in(cast.moderator).get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_a_question_up_at_once_one_does() -> None:
    cast = make_cast()
    question = podia.ask(cast.author, podia.on_air(cast))
    results = at_once([lambda: ask(cast, question, cast.author) for _ in range(6)])
    assert sum(isinstance(one, Adoption) for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 5


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_accepting_at_once_leave_either_the_question_or_no_idea(
    settings: Any,
) -> None:
    settings.QUESTION_RATE = (99, 60)
    cast = make_cast()
    item = podia.on_air(cast)
    for number in range(5):
        question = podia.ask(cast.author, item, f"Frage {number}?")
        adoption = ask(cast, question, cast.mate)
        results = at_once([
            lambda a=adoption: accept_adoption(owner=cast.mate, adoption=a, publish=True),  # type: ignore[misc]
            lambda q=question: withdraw_question(actor=cast.author, question=q),  # type: ignore[misc]
        ])  # fmt: skip
        is_idea = Adoption.objects.filter(pk=adoption.pk, reply="accepted").exists()
        assert Question.objects.filter(pk=question.pk).exists() == is_idea
        refused = [one for one in results if isinstance(one, Exception)]
        assert [type(one) for one in refused] == [Refused if is_idea else Conflict]
