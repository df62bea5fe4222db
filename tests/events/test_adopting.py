"""What was said in the hall becomes an idea: its owner is asked, and both lead to each other."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from discussions.actions import mark_off_record, post_comment
from discussions.models import Comment
from events.actions import (
    Seed,
    Slot,
    accept_adoption,
    add_slot,
    decline_adoption,
    enter_as_guest,
    take_up,
    welcome_guests,
    withdraw_adoption,
)
from events.models import Adoption, AgendaItem, Event
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import publish_idea
from ideas.models import Idea
from live.frames import fragment_now
from members.models import Member, Notice
from members.telling import letters
from tests.cast import Cast, at_once, make_cast, make_idea, signed_in
from tests.events.plans import announced, soon

pytestmark = pytest.mark.django_db


def slot_of(cast: Cast, **fields: Any) -> AgendaItem:
    event = announced(cast.office, title="Forum", starts=soon(-0.01),
                      organisers=[cast.moderator], **fields)  # fmt: skip
    slot = Slot("Wärme", event.starts, event.ends, topics=[cast.public])
    return add_slot(actor=cast.office, event=event, slot=slot)


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot of an event for members that has begun."""
    return slot_of(cast)


@pytest.fixture
def comment(cast: Cast, item: AgendaItem) -> Comment:
    return said(cast.author, item)


def said(who: Member, item: AgendaItem) -> Comment:
    text = "Wir sollten Wärme teilen. Wer hilft?"
    return post_comment(author=who, thread=item.thread, text=text, key=uuid4()).comment


def seed(cast: Cast, owner: Member, **fields: Any) -> Seed:
    given: dict[str, Any] = {"topics": [cast.inside]} | fields
    return Seed("Wärme teilen", "Wir sollten Wärme teilen.", owner, **given)


def ask(cast: Cast, item: AgendaItem, comment: Comment, owner: Member) -> Adoption:
    return take_up(actor=cast.moderator, item=item, comment=comment, seed=seed(cast, owner))


def written(member: Member) -> list[str]:
    notices = list(Notice.objects.filter(member=member).order_by("pk"))
    with translation.override("en"):
        return [letter.subject for _notice, letter in letters(notices)]


def test_the_owner_is_asked_and_nothing_is_published_before(
    cast: Cast, item: AgendaItem, comment: Comment
) -> None:
    adoption = ask(cast, item, comment, cast.author)
    assert (adoption.reply, Idea.objects.count()) == ("asked", 0)
    assert written(cast.author) == ["Will you make this an idea? “Wärme teilen”"]
    for member in (cast.mate, cast.moderator, cast.office, cast.guest):
        with pytest.raises(Forbidden):
            accept_adoption(owner=member, adoption=adoption, publish=True)
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    assert (idea.author, idea.state, idea.title) == (cast.author, "published", "Wärme teilen")
    assert written(cast.moderator) == ["Author makes “Wärme teilen” an idea"]


def test_both_lead_to_each_other_live(
    cast: Cast, item: AgendaItem, comment: Comment, events: list[str]
) -> None:
    adoption = ask(cast, item, comment, cast.author)
    events.clear()
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    assert "comment.linked" in events
    html = fragment_now(item.thread.stream, "comment.linked", comment.pk).html or ""
    assert f'href="/ideen/{idea.pk}/"' in html
    assert "Wärme teilen" not in html.partition('class="outcome"')[2].partition("</p>")[0]
    page = signed_in(cast.mate).get(idea.get_absolute_url()).content.decode()
    assert f'href="{comment.get_absolute_url()}"' in page
    assert "Forum – Wärme" in page


def test_a_draft_leads_there_only_once_it_is_published(
    cast: Cast, item: AgendaItem, comment: Comment
) -> None:
    adoption = ask(cast, item, comment, cast.author)
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=False)
    assert Comment.objects.get(pk=comment.pk).outcome == ""
    publish_idea(author=cast.author, idea=idea)
    assert Comment.objects.get(pk=comment.pk).outcome == f"/ideen/{idea.pk}/"


def test_where_it_was_said_is_for_those_who_read_of_the_event(cast: Cast) -> None:
    item = slot_of(cast, audience="invited", invited=[cast.author])
    adoption = take_up(
        actor=cast.author, item=item, comment=said(cast.author, item),
        seed=seed(cast, cast.author, topics=[cast.public]),
    )  # fmt: skip
    idea = accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    seen = {
        name: "Forum – Wärme" in signed_in(member).get(idea.get_absolute_url()).content.decode()
        for name, member in [("nobody", None), ("mate", cast.mate), ("author", cast.author),
                             ("office", cast.office)]
    }  # fmt: skip
    assert seen == {"nobody": False, "mate": False, "author": True, "office": True}


def test_words_of_somebody_else_are_read_by_no_more_people(
    cast: Cast, item: AgendaItem, comment: Comment
) -> None:
    with pytest.raises(Refused) as refused:
        take_up(
            actor=cast.moderator, item=item, comment=comment,
            seed=seed(cast, cast.mate, topics=[cast.public]),
        )  # fmt: skip
    assert refused.value.field == "topics"
    ask(cast, item, comment, cast.mate)


def test_who_declines_says_so_and_somebody_else_can_be_asked(
    cast: Cast, item: AgendaItem, comment: Comment
) -> None:
    adoption = ask(cast, item, comment, cast.author)
    with pytest.raises(Conflict):
        ask(cast, item, comment, cast.mate)
    decline_adoption(owner=cast.author, adoption=adoption, answer="Keine Zeit.")
    with pytest.raises(Conflict):
        accept_adoption(owner=cast.author, adoption=adoption, publish=True)
    assert written(cast.moderator) == ["Author does not make “Wärme teilen” an idea"]
    second = ask(cast, item, comment, cast.mate)
    with pytest.raises(Forbidden):
        withdraw_adoption(actor=cast.author, adoption=second)
    withdraw_adoption(actor=cast.moderator, adoption=second)
    with pytest.raises(Conflict):
        accept_adoption(owner=cast.mate, adoption=second, publish=True)


def test_who_may(cast: Cast, item: AgendaItem, comment: Comment) -> None:
    for member in (cast.mate, cast.guest):
        with pytest.raises(Forbidden):
            take_up(actor=member, item=item, comment=comment, seed=seed(cast, member))
    with pytest.raises(Refused) as refused:
        take_up(actor=cast.author, item=item, comment=comment, seed=seed(cast, cast.mate))
    assert refused.value.field == "owner"
    event = welcome_guests(actor=cast.office, event=Event.objects.get())
    guest = enter_as_guest(event=event, code=event.guest_code, name="Anna Muster")
    words = said(guest, item)
    with pytest.raises(Forbidden):
        take_up(actor=guest, item=item, comment=words, seed=seed(cast, guest))
    with pytest.raises(Refused):
        ask(cast, item, words, guest)
    assert ask(cast, item, words, cast.mate).owner == cast.mate


def test_what_is_not_to_be_quoted_is_taken_up_by_its_author_alone(
    cast: Cast, item: AgendaItem, comment: Comment
) -> None:
    mark_off_record(author=cast.author, comment=comment, on=True)
    with pytest.raises(Refused):
        ask(cast, item, comment, cast.author)
    take_up(actor=cast.author, item=item, comment=comment, seed=seed(cast, cast.author))


def test_by_form_with_one_tap(cast: Cast, item: AgendaItem, comment: Comment) -> None:
    client = signed_in(cast.author)
    thread = client.get(f"/diskussionen/{item.thread_id}/kommentare/").content.decode()
    url = f"/termine/uebernehmen/{comment.pk}/"
    assert url in thread
    start = client.get(url).context["form"].initial
    assert (start["title"], start["owner"]) == ("Wir sollten Wärme teilen", "Author (author)")
    assert start["topics"] == [cast.public.pk]
    words = {name: start[name] for name in ("title", "text", "owner", "topics")}
    wrong = client.post(url, words | {"title": " ", "text": "Mühsam getippt"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["title"])
    assert "Mühsam getippt" in wrong.content.decode()
    answer = client.post(url, words | {"deed": "publish"})
    idea = Idea.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, idea.get_absolute_url())
    assert idea.is_published
    assert signed_in(cast.mate).get(url).status_code == 403
    assert signed_in(None).get(url).status_code == 302


def test_the_answer_by_form(cast: Cast, item: AgendaItem, comment: Comment) -> None:
    asking = signed_in(cast.moderator)
    words = {"title": "Wärme", "text": "> Wärme", "owner": "author", "topics": [cast.public.pk]}
    assert asking.post(f"/termine/uebernehmen/{comment.pk}/", words).status_code == 303
    url = f"/termine/uebernahmen/{Adoption.objects.get().pk}/"
    for member in (cast.mate, cast.guest, cast.office):
        assert signed_in(member).get(url).status_code == 404
        assert signed_in(member).post(url, {"deed": "publish"}).status_code == 404
    client = signed_in(cast.author)
    assert client.post(url, {"deed": "x"}).status_code == 400
    assert client.post(url, {"deed": "draft"}).status_code == 303
    assert Idea.objects.get().state == "draft"
    assert client.post(url, {"deed": "decline"}).status_code == 409


def test_what_stands_elsewhere_is_no_matter_of_the_hall(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    words = post_comment(author=cast.author, thread=idea.thread, text="x", key=uuid4()).comment
    assert signed_in(cast.author).get(f"/termine/uebernehmen/{words.pk}/").status_code == 404
    thread = signed_in(cast.author).get(f"/diskussionen/{idea.thread_id}/kommentare/")
    assert "/termine/uebernehmen/" not in thread.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_it_up_at_once_one_does() -> None:
    cast = make_cast()
    item = slot_of(cast)
    comment = said(cast.author, item)
    results = at_once([lambda: ask(cast, item, comment, cast.author) for _ in range(8)])
    assert sum(isinstance(one, Adoption) for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 7
