"""What was hidden, deleted, withdrawn or not to be quoted is in no form of the minutes."""

from typing import Any

import pytest

from discussions.actions import delete_comment, hide_comment, mark_off_record
from discussions.models import Comment
from events.actions import (
    Seed,
    accept_adoption,
    hide_question,
    take_up,
    unpublish_minutes,
    withdraw_question,
)
from events.models import AgendaItem, Event, Registration
from events.pdf import can_make_pdf
from ideas.models import Idea
from members.models import Member, Notice
from members.telling import letters
from tests.cast import JSON, Cast, make_member, signed_in
from tests.events import ended
from tests.events.making import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A lively slot whose minutes everybody reads; every contribution stood in the spotlight."""
    found = ended.lively(cast, audience="public")
    ended.lit(found)
    ended.published(cast.moderator, found, readers="all")
    return found


def everywhere(cast: Cast, item: AgendaItem, member: Member | None = None) -> str:
    """Return all that anybody can get of the minutes, in one string."""
    reader = signed_in(member)
    pages = [reader.get(ended.page_of(item, ending)) for ending in ("protokoll/", "protokoll.md")]
    pages += [reader.get(ended.page_of(item), headers=JSON), reader.get("/termine/archiv/")]
    pages += [
        reader.get("/termine/archiv/?suche=canary"),
        reader.get(ended.page_of(item, "ideen/")),
    ]
    organiser = signed_in(cast.moderator)
    pages.append(organiser.get(ended.edit_url(item)))
    pages.append(organiser.post(ended.edit_url(item), ended.form_of(item, deed="preview")))
    pages.append(organiser.post(ended.edit_url(item), ended.form_of(item), headers=JSON))
    return "\n".join(page.content.decode() for page in pages)


def comment_of(item: AgendaItem, member: Member) -> Comment:
    return Comment.objects.select_related("thread").get(thread=item.thread_id, author=member)


def test_there_is_something_to_leak(cast: Cast, item: AgendaItem) -> None:
    found = everywhere(cast, item)
    for canary in ("Canary comment of Author", "Canary spoken", "Canary written", "Canary open",
                   "Canary poll", "canary</strong> answer", "The **canary** answer"):  # fmt: skip
        assert canary in found, canary


def test_what_is_not_to_be_quoted(cast: Cast, item: AgendaItem) -> None:
    mark_off_record(author=cast.author, comment=comment_of(item, cast.author), on=True)
    found = everywhere(cast, item)
    assert "Canary comment of Author" not in found
    assert "Canary comment of Mate" in found


def test_what_is_hidden_or_deleted(cast: Cast, item: AgendaItem) -> None:
    hide_comment(actor=cast.moderator, comment=comment_of(item, cast.author))
    delete_comment(actor=cast.mate, comment=comment_of(item, cast.mate))
    found = everywhere(cast, item)
    assert "Canary comment of Author" not in found
    assert "Canary comment of Mate" not in found
    assert "Canary comment of Nummer-0" in found


def test_what_moderators_have_moved_elsewhere(cast: Cast, item: AgendaItem) -> None:
    other = ended.over(cast)
    Comment.objects.filter(thread=item.thread_id, author=cast.author).update(thread=other.thread)
    found = everywhere(cast, item)
    assert "Canary comment of Author" not in found
    assert "Canary comment of Mate" in found


def test_hidden_and_withdrawn_questions(cast: Cast, item: AgendaItem) -> None:
    opened = ended.question(item, "open")
    hide_question(actor=cast.moderator, question=ended.question(item, "written"))
    assert opened.author is not None
    withdraw_question(actor=opened.author, question=opened)
    found = everywhere(cast, item)
    assert ("Canary written" in found, "canary</strong> answer" in found) == (False, False)
    assert "Canary open" not in found
    assert "Canary spoken" in found


def test_what_is_left_out_is_only_on_the_form_of_those_who_have_left_it_out(
    cast: Cast, item: AgendaItem
) -> None:
    number, poll = ended.question(item, "spoken").pk, ended.poll_of(item).pk
    ended.published(cast.moderator, item, readers="all", no_questions=[number], no_polls=[poll])
    for ending in ("protokoll/", "protokoll.md"):
        found = signed_in(None).get(ended.page_of(item, ending)).content.decode()
        assert ("Canary spoken" in found, "Canary poll" in found) == (False, False)
        assert "Canary written" in found


def test_ideas_that_the_reader_may_not_read(cast: Cast, item: AgendaItem) -> None:
    for words, board in (("spoken", cast.public), ("written", cast.inside)):
        question = ended.question(item, words)
        seed = Seed(f"Canary idea {words}", "Text.", cast.author, [board])
        adoption = take_up(actor=cast.moderator, item=item, question=question, seed=seed)
        accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    seen = {
        who: [words in everywhere_but_the_desk(item, member)
              for words in ("Canary idea spoken", "Canary idea written")]
        for who, member in (("nobody", None), ("mate", cast.mate), ("guest", cast.guest))
    }  # fmt: skip
    assert seen == {"nobody": [True, False], "mate": [True, True], "guest": [True, False]}
    Idea.objects.update(state="withdrawn")
    assert "Canary idea" not in everywhere_but_the_desk(item, cast.mate)


def everywhere_but_the_desk(item: AgendaItem, member: Member | None) -> str:
    client = signed_in(member)
    paths = [ended.page_of(item, ending) for ending in ("protokoll/", "protokoll.md", "ideen/")]
    return "\n".join(client.get(path).content.decode() for path in [*paths, "/termine/archiv/"])


WORDS = "Nur für die Redaktion"


@pytest.mark.parametrize(
    ("audience", "readers", "expected"),
    [
        ("public", "all", {"nobody", "guest", "comer", "mate", "moderator"}),
        ("public", "participants", {"comer", "mate", "moderator"}),
        ("members", "all", {"comer", "mate", "moderator"}),
        ("members", "participants", {"comer", "mate", "moderator"}),
        ("invited", "all", {"comer", "moderator"}),
        ("public", "draft", {"moderator"}),
    ],
)
def test_who_reads_them(cast: Cast, audience: str, readers: str, expected: set[str]) -> None:
    item = ended.over(cast, audience=audience)
    given = {"readers": "all" if readers == "draft" else readers}
    minutes = ended.published(cast.moderator, item, text=WORDS, **given)
    if readers == "draft":
        unpublish_minutes(actor=cast.moderator, minutes=minutes)
    comer = make_member("comer", role="guest")
    registered(comer, Event.objects.get(pk=item.event_id))
    people = {"nobody": None, "guest": cast.guest, "comer": comer, "mate": cast.mate,
              "moderator": cast.moderator}  # fmt: skip
    seen = {
        who for who, member in people.items()
        if WORDS in signed_in(member).get(ended.page_of(item)).content.decode()
    }  # fmt: skip
    files = {
        who for who, member in people.items()
        if signed_in(member).get(ended.page_of(item, "protokoll.md")).status_code == 200
    }  # fmt: skip
    assert (seen, files) == (expected, expected)
    sought = {
        who for who, member in people.items() if finds(item, member, "Redaktion")
    }  # fmt: skip
    assert sought == (set() if readers == "draft" else expected)


def finds(item: AgendaItem, member: Member | None, words: str) -> bool:
    hour = item.ends - item.starts
    Event.objects.filter(pk=item.event_id).update(
        starts=item.event.starts - 60 * hour, ends=item.event.starts - 50 * hour
    )
    page = signed_in(member).get("/termine/archiv/", {"suche": words})
    return f'href="{item.event.get_absolute_url()}"' in page.content.decode()


def test_who_signs_off_is_no_participant_any_more(cast: Cast) -> None:
    item = ended.over(cast, audience="public")
    ended.published(cast.moderator, item, text=WORDS)
    comer = make_member("comer", role="guest")
    registered(comer, item.event)
    client = signed_in(comer)
    assert WORDS in client.get(ended.page_of(item)).content.decode()
    Registration.objects.update(standing="cancelled")
    assert WORDS not in client.get(ended.page_of(item)).content.decode()


def test_a_pdf_holds_no_more_than_the_page(cast: Cast, item: AgendaItem) -> None:
    if not can_make_pdf():
        pytest.skip("WeasyPrint is not installed (requirements/pdf.txt)")
    mark_off_record(author=cast.author, comment=comment_of(item, cast.author), on=True)
    hide_question(actor=cast.moderator, question=ended.question(item, "written"))
    captured: list[str] = []

    def keep(markup: str, base: str) -> bytes:
        captured.append(markup)
        return b"%PDF"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("events.views.minutes.pdf_of", keep)
        signed_in(None).get(ended.page_of(item, "protokoll.pdf"))
    assert "Canary comment of Mate" in captured[0]
    for gone in ("Canary comment of Author", "Canary written", "canary</strong> answer"):
        assert gone not in captured[0]


def test_letters_name_no_question_that_was_hidden(cast: Cast, item: AgendaItem) -> None:
    registered(cast.author, item.event)
    notice = Notice.objects.create(member=cast.author, kind="event.after", object_id=item.event_id)

    def words() -> Any:
        [(_notice, letter)] = letters([notice])
        return letter.words

    assert "Canary spoken question?" in words()
    hide_question(actor=cast.moderator, question=ended.question(item, "spoken"))
    assert "Canary" not in words()
