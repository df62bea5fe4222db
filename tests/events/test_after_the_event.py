"""A day after an event each participant gets one letter: what they asked, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.actions import Seed, accept_adoption, follow_up, hide_question, take_up
from events.models import AgendaItem, Event, Registration, SentLetter
from ideas.models import Idea
from live.clock import strike
from members.models import Member, Notice
from members.telling import Letter, letters
from tests.cast import Cast, at_once, make_cast, make_members, signed_in
from tests.events import ended, podia
from tests.events.making import registered

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ends(event: Event, hours: float) -> None:
    """Let the event have ended so many hours ago."""
    end = timezone.now() - hours * HOUR
    Event.objects.filter(pk=event.pk).update(starts=end - 5 * HOUR, ends=end)


def told(member: Member) -> list[Letter]:
    notices = list(Notice.objects.filter(member=member, kind="event.after").order_by("pk"))
    with translation.override("en"):
        return [letter for _notice, letter in letters(notices)]


def idea_of(cast: Cast, item: AgendaItem, title: str, board: Any) -> Idea:
    seed = Seed(title, "Text.", cast.moderator, [board])
    adoption = take_up(
        actor=cast.moderator, item=item, question=ended.question(item, "spoken"), seed=seed
    )
    return accept_adoption(owner=cast.moderator, adoption=adoption, publish=True)


@pytest.mark.parametrize(
    ("hours", "expected"), [(-1, 0), (0, 0), (23.9, 0), (24.1, 1), (200, 1), (14 * 24 + 1, 0)]
)
def test_it_comes_a_day_later_and_once(cast: Cast, hours: float, expected: int) -> None:
    item = ended.over(cast)
    registered(cast.author, item.event)
    ends(item.event, hours)
    for _time in range(3):
        follow_up()
        strike()
    assert len(told(cast.author)) == expected
    assert SentLetter.objects.filter(kind="event.after").count() == expected


def test_only_who_came_gets_one(cast: Cast) -> None:
    item = ended.over(cast)
    registered(cast.author, item.event, "cancelled")
    registered(cast.mate, item.event)
    without_mail = registered(Member.objects.create(name="Anna", handle="anna", role="guest"),
                              item.event)  # fmt: skip
    ends(item.event, 30)
    follow_up()
    assert [one.member for one in Notice.objects.filter(kind="event.after")] == [cast.mate]
    assert not SentLetter.objects.filter(registration=without_mail).exists()
    Event.objects.update(state="cancelled", cancelled_because="x")
    assert told(cast.mate) == [], "an event that was called off has nothing to say"


def test_it_says_what_i_asked_what_i_supported_and_what_came_of_it(cast: Cast) -> None:
    item = ended.lively(cast)
    people = {name: Member.objects.get(handle=name) for name in ("author", "mate", "nummer-0")}
    for member in people.values():
        registered(member, item.event)
    idea = idea_of(cast, item, "Wärme teilen", cast.inside)
    ended.published(cast.moderator, item)
    ends(item.event, 30)
    follow_up()
    [author], [mate], [crowd] = (told(one) for one in people.values())
    assert "What you asked:\n– Canary spoken question?" in author.words
    assert "as well" not in author.words
    assert "– Canary written question? (answered in writing)" in mate.words
    assert "What you wanted to know as well:\n– Canary spoken question?" in crowd.words
    for letter in (author, mate, crowd):
        assert f"– {idea.title}, by Moderator" in letter.words
        assert "The minutes stand" in letter.words
        assert letter.url == f"{item.event.get_absolute_url()}ideen/"
        assert letter.button == "I join a pilot"


def test_without_ideas_it_leads_to_the_event(cast: Cast) -> None:
    item = ended.over(cast)
    registered(cast.mate, item.event)
    ends(item.event, 30)
    follow_up()
    [letter] = told(cast.mate)
    assert (letter.url, letter.button) == (item.event.get_absolute_url(), "To the event")
    assert "minutes" not in letter.words


def test_supports_without_a_name_are_in_no_letter(cast: Cast) -> None:
    item = podia.on_air(cast, allows_anonymous=True)
    podia.ask(cast.author, item, "Canary question?", device="d" * 64)
    registered(cast.author, item.event)
    ends(item.event, 30)
    follow_up()
    assert "Canary" not in told(cast.author)[0].words


def test_what_was_hidden_or_may_not_be_read_is_in_no_letter(cast: Cast) -> None:
    item = ended.lively(cast)
    registered(cast.mate, item.event)
    registered(cast.moderator, item.event)
    idea_of(cast, item, "Canary idea", cast.closed)
    hide_question(actor=cast.moderator, question=ended.question(item, "written"))
    ends(item.event, 30)
    follow_up()
    assert "Canary" not in told(cast.mate)[0].words
    assert "Canary idea" in told(cast.moderator)[0].words


def test_many_letters_ask_no_more_than_one(cast: Cast) -> None:
    item = ended.lively(cast)
    idea_of(cast, item, "Wärme teilen", cast.inside)
    people = [cast.author, cast.mate, *Member.objects.filter(handle__startswith="nummer-")]
    for member in people:
        registered(member, item.event)
    ends(item.event, 30)
    follow_up()
    notices = list(Notice.objects.filter(kind="event.after"))
    counts = []
    for some in (notices[:1], notices):
        with CaptureQueriesContext(connection) as queries:
            assert len(letters(some)) == len(some)
        counts.append(len(queries))
    assert (len(notices), counts[0]) == (6, counts[1])


@pytest.mark.django_db(transaction=True)
def test_it_is_mailed_in_german_as_a_letter() -> None:
    cast = make_cast()
    item = ended.over(cast)
    registered(cast.author, item.event)
    ends(item.event, 30)
    follow_up()
    from members.tasks import post_letters

    post_letters.call()
    sent = [one for one in mail.outbox if one.to == ["author@x.de"]]
    assert len(sent) == 1
    assert item.event.get_absolute_url() in sent[0].body


def test_the_way_on_lists_what_one_can_join(cast: Cast) -> None:
    item = ended.lively(cast)
    idea = idea_of(cast, item, "Wärme teilen", cast.inside)
    url = f"{item.event.get_absolute_url()}ideen/"
    client = signed_in(cast.author)
    page = client.get(url)
    html = page.content.decode()
    assert [one.title for one in page.context["ideas"]] == ["Wärme teilen"]
    support = f"/ideen/{idea.pk}/unterstuetzen/"
    assert (f'action="{support}"' in html, f"{idea.get_absolute_url()}#thread-heading" in html) == (
        True, True,
    )  # fmt: skip
    assert client.post(support, {"on": "1"}).status_code == 303
    assert client.get(url).context["ideas"][0].is_supported
    moderator = signed_in(cast.moderator).get(url).content.decode()
    assert "join-ways" in moderator
    assert 'name="on"' not in moderator, "nobody supports their own idea"
    assert signed_in(cast.guest).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_processes_send_each_letter_once() -> None:
    cast = make_cast()
    item = ended.over(cast)
    for member in make_members(5):
        registered(member, item.event)
    ends(item.event, 30)
    results = at_once([follow_up for _ in range(4)])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Notice.objects.filter(kind="event.after").count() == 5
    assert SentLetter.objects.filter(kind="event.after").count() == 5
    assert Registration.objects.count() == 5
