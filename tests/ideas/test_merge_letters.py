"""What authors and supporters are told of a merge, and how supporters go another way."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ideas.actions import (
    change_visibility,
    entrust,
    support_idea,
)
from ideas.models import Idea, Merge
from members.models import Member, Notice
from members.tasks import post_letters
from members.telling import letters
from tests.cast import (
    Cast,
    make_idea,
    signed_in,
)
from tests.ideas.merging import WHY, count, merge, part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def notices_of(member: Member) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        told = letters(list(Notice.objects.filter(member=member).order_by("pk")))
    return [(letter.subject, letter.words, letter.url) for _notice, letter in told]


def test_authors_and_supporters_are_told(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    support_idea(member=cast.office, idea=gone)
    support_idea(member=cast.moderator, idea=kept)
    merged = merge(cast, kept, gone)
    for author in (cast.author, cast.mate):
        [(subject, words, url)] = notices_of(author)
        assert (subject, url) == (
            "Two ideas have become one: Deich erhöhen", kept.get_absolute_url(),
        )  # fmt: skip
        assert WHY in words
        assert "30 days" in words
    [(_subject, words, url)] = notices_of(cast.office)
    assert url == f"/ideen/zusammenfuehrungen/{merged.pk}/unterstuetzung/"
    assert "take it back by" in words
    assert notices_of(cast.moderator) == [], "supporters of the kept one have nothing to decide"
    part(cast, merged)
    for member in (cast.author, cast.mate, cast.office):
        [(subject, words, url)] = notices_of(member)
        assert (subject, url) == ("Two ideas again: Höherer Deich", gone.get_absolute_url())
        assert "Doch zweierlei." in words
    post_letters.func()
    assert {one.to[0] for one in mail.outbox} == {"author@x.de", "mate@x.de", "office@x.de"}


def test_letters_name_nothing_that_the_reader_may_not_open(cast: Cast) -> None:
    kept = make_idea(cast.author, cast.inside, title="Kanarienvogel")
    gone = make_idea(cast.mate, cast.public, title="Draußen")
    support_idea(member=cast.moderator, idea=gone)
    support_idea(member=cast.office, idea=gone)
    merge(cast, kept, gone)
    change_visibility(actor=cast.office, topic=cast.inside, visibility="closed")
    entrust(actor=cast.office, topic=cast.inside, moderators=[])
    assert notices_of(cast.moderator) == []
    assert len(notices_of(cast.office)) == 1
    assert len(notices_of(cast.mate)) == 1, "an author of it reads on"


def test_twenty_letters_cost_as_many_queries_as_two(cast: Cast) -> None:
    counts = []
    for more in (2, 18):
        for number in range(more):
            gone = make_idea(cast.mate, cast.public, title=f"{more} {number}")
            support_idea(member=cast.office, idea=gone)
            merge(cast, make_idea(cast.author, cast.public, title=f"{more} {number} k"), gone)
        notices = list(Notice.objects.all())
        with CaptureQueriesContext(connection) as queries:
            assert len(letters(notices)) == len(notices)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_supporters_may_withdraw_by_the_letter_for_fourteen_days(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    support_idea(member=cast.office, idea=gone)
    merged = merge(cast, kept, gone)
    url = f"/ideen/zusammenfuehrungen/{merged.pk}/unterstuetzung/"
    client = signed_in(cast.office)
    assert client.get(url).status_code == 200
    assert signed_in(cast.moderator).get(url).status_code == 404
    Merge.objects.update(created=timezone.now() - timedelta(days=14, minutes=1))
    assert client.post(url).status_code == 400
    assert count(kept) == 1
    Merge.objects.update(created=timezone.now() - timedelta(days=13))
    answer = client.post(url)
    assert (answer.status_code, answer["Location"]) == (303, kept.get_absolute_url())
    assert count(kept) == 0
    support_idea(member=cast.office, idea=kept)
    client.post(f"/ideen/{kept.pk}/unterstuetzen/", {"on": "0"})
    assert count(kept) == 0, "the ordinary way works as well"
