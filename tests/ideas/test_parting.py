"""Parting ideas that were merged: every stored row as before, and what came meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from discussions.actions import post_comment, react
from discussions.models import Comment, CommentState, Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    entrust,
    pin_idea,
    support_idea,
    unsupport_idea,
)
from ideas.models import Idea, Merge, Section
from tests.cast import (
    Cast,
    make_idea,
    make_members,
    say,
    signed_in,
)
from tests.ideas.merging import count, merge, part, rights, stored, titles_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_parting_gives_back_every_stored_row(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    both, only = make_members(2)
    for member, ideas in ((both, pair), (only, [gone])):
        for idea in ideas:
            support_idea(member=member, idea=idea)
    Idea.objects.filter(pk=gone.pk).update(supports_elsewhere=7, support_count=9)
    question = say(cast.mate, kept, "Frage")
    say(cast.author, gone, "Gesagt")
    answer = say(cast.office, kept, "Antwort", parent=question)
    react(actor=cast.office, comment=answer, kind="thanks")
    for state in CommentState:
        one = say(cast.mate, gone, state)
        Comment.objects.filter(pk=one.pk).update(state=state)
    Thread.objects.filter(pk=gone.thread_id).update(comment_count=2)
    pin_idea(actor=cast.moderator, topic=cast.public, idea=gone)
    section = Section.objects.create(topic=cast.public, name="Wasser")
    gone.placements.update(section=section, is_featured=True, featured_because="Weil.")
    before, listed = stored(), titles_on(cast)
    merged = merge(cast, kept, gone)
    assert not gone.placements.exclude(pin=None, section=None, is_featured=False).exists()
    assert stored() != before
    part(cast, merged)
    assert stored() == before
    assert titles_on(cast) == listed
    again = merge(cast, kept, gone)
    part(cast, again)
    assert stored() == before


def test_a_pin_or_a_feature_that_is_taken_meanwhile_stays_with_who_has_it(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    pin_idea(actor=cast.moderator, topic=cast.public, idea=gone)
    gone.placements.update(is_featured=True, featured_because="Weil.")
    merged = merge(cast, kept, gone)
    for number in range(6):
        other = make_idea(cast.author, cast.public, title=f"Neu {number}")
        pin_idea(actor=cast.moderator, topic=cast.public, idea=other)
    kept.placements.update(is_featured=True, featured_because="Jetzt diese.")
    part(cast, merged)
    placement = gone.placements.get()
    assert (placement.pin, placement.is_featured) == (None, False)
    assert cast.public.placements.filter(pin__isnull=False).count() == 6


def test_who_took_their_support_back_meanwhile_took_it_from_the_idea_it_counted_for(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    both, only, stays, late = make_members(4)
    for member, ideas in ((both, pair), (only, [gone]), (stays, [gone])):
        for idea in ideas:
            support_idea(member=member, idea=idea)
    merged = merge(cast, kept, gone)
    for member in (both, only):
        unsupport_idea(member=member, idea=kept)
    support_idea(member=late, idea=kept)
    assert count(kept) == 2
    part(cast, merged)
    assert set(kept.supports.values_list("member", flat=True)) == {late.pk}
    # Who stood behind both took it from the kept one; the other was given by itself and stands.
    assert set(gone.supports.values_list("member", flat=True)) == {both.pk, stays.pk}
    assert (count(kept), count(gone)) == (1, 2)


def test_it_can_be_undone_for_thirty_days(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    merged = merge(cast, *pair)
    Merge.objects.update(created=timezone.now() - timedelta(days=30, minutes=1))
    with translation.override("en"), pytest.raises(Refused, match="30 days"):
        part(cast, merged)
    page = signed_in(cast.moderator).get(f"/ideen/zusammenfuehrungen/{merged.pk}/aufheben/")
    assert b'name="reason"' not in page.content
    Merge.objects.update(created=timezone.now() - timedelta(days=29, hours=23))
    part(cast, merged)
    with pytest.raises(Conflict):
        part(cast, merged)


def test_a_chain_is_undone_from_its_end_and_addresses_follow_it(cast: Cast) -> None:
    a, b, c = (make_idea(cast.author, cast.public, title=title) for title in "ABC")
    for idea in (a, b, c):
        say(cast.mate, idea, idea.title)
    before = stored()
    first, second = merge(cast, b, a), merge(cast, c, b)
    assert signed_in(None).get(f"/ideen/{a.pk}/verlauf/")["Location"] == c.get_absolute_url()
    assert c.thread.comments.count() == 3
    posted = post_comment(author=cast.mate, thread=a.thread, text="Spät", key=uuid4())
    assert posted.comment.thread_id == c.thread_id
    Comment.objects.filter(pk=posted.comment.pk).delete()
    with pytest.raises(Refused, match="B"):
        part(cast, first)
    part(cast, second)
    part(cast, first)
    after = stored()
    for rows in (before["Thread"], after["Thread"]):
        for row in rows:
            row["last_activity"] = None  # the late words have moved it
    assert after == before


def test_of_two_merges_into_one_the_later_is_undone_first(cast: Cast) -> None:
    a, b, c = (make_idea(cast.author, cast.public, title=title) for title in "ABC")
    for idea in (a, b, c):
        say(cast.mate, idea, idea.title)
    before = stored()
    first, second = merge(cast, c, a), merge(cast, c, b)
    with pytest.raises(Refused, match="B"):
        part(cast, first)
    part(cast, second)
    part(cast, first)
    assert stored() == before


def test_who_lost_a_board_meanwhile_does_not_part_any_more(cast: Cast) -> None:
    rights(cast)
    kept = make_idea(cast.author, cast.public, title="Hier")
    gone = Idea.objects.get(title="Anderswo")
    merged = merge(cast, kept, gone)
    entrust(actor=cast.office, topic=gone.placements.get().tag, moderators=[])
    with pytest.raises(Forbidden):
        part(cast, merged)
