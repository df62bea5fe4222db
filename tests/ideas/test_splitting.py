"""Splitting contributions off into an idea of their own, and bringing them back."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from discussions.actions import close_thread, delete_comment, react
from discussions.models import Comment, CommentState, Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    Content,
    edit_idea,
    entrust,
    merge_ideas,
    part_ideas,
    unsplit_idea,
    withdraw_idea,
)
from ideas.models import Idea, Split, State
from live.models import Entry
from members.models import Notice
from members.telling import letters
from moderation.models import Act
from tests.cast import (
    JSON,
    Cast,
    at_once,
    make_board,
    make_cast,
    make_idea,
    make_member,
    make_members,
    post_url,
    say,
    signed_in,
)
from tests.ideas.splitting import WHY, split, stored, talk, unsplit, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_contributions_become_an_idea_of_their_own(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    first, _second, third = talk(cast, idea)
    react(actor=cast.office, comment=first, kind="agree")
    before = {row["id"]: row for row in Comment.objects.values()}
    events.clear()
    made = split(cast, idea, first, third)
    assert words(made) == ["eins", "eins eins", "eins eins eins", "drei"]
    assert (made.author, made.state, made.thread.comment_count) == (
        cast.moderator, State.PUBLISHED, 4,
    )  # fmt: skip
    for row in Comment.objects.filter(thread=made.thread_id).values():
        assert row == before[row["id"]] | {"thread_id": made.thread_id}
    signpost = Split.objects.get().signpost
    assert [signpost.text, "zwei", "zwei eins"] == words(idea), "it stands where the first stood"
    assert made.get_absolute_url() in signpost.html
    assert (signpost.author, idea.thread.comments.count()) == (cast.moderator, 3)
    assert Thread.objects.get(pk=idea.thread_id).comment_count == 3
    assert events == ["comments.split", "idea.published", "comment.posted"]


def test_links_and_messages_on_their_way_find_what_was_moved(cast: Cast, idea: Idea) -> None:
    key = uuid4()
    first = say(cast.mate, idea, "eins", key=key)
    made = split(cast, idea, first)
    link = signed_in(None).get(f"/diskussionen/kommentare/{first.pk}/")
    assert link["Location"] == f"{made.get_absolute_url()}?ab=000001#comment-{first.pk}"
    again = signed_in(cast.mate).post(
        post_url(idea), {"text": "eins", "key": str(key)}, headers=JSON
    )
    assert (again.status_code, again.json()["id"]) == (200, f"comment-{first.pk}")
    assert Comment.objects.filter(text="eins").count() == 1


def test_each_page_says_where_it_came_from_and_went(cast: Cast, idea: Idea) -> None:
    made = split(cast, idea, *talk(cast, idea)[:1], title="Ein *Titel* [mit] `Zeichen` <b>")
    there = signed_in(None).get(made.get_absolute_url()).content.decode()
    assert idea.get_absolute_url() in there
    assert WHY in there
    here = signed_in(None).get(idea.get_absolute_url()).content.decode()
    assert f'href="{made.get_absolute_url()}"' in here
    assert "Ein *Titel* [mit] `Zeichen` &lt;b&gt;" in here
    withdraw_idea(actor=cast.author, idea=idea)
    there = signed_in(None).get(made.get_absolute_url()).content.decode()
    assert idea.get_absolute_url() not in there, "nobody is led to what they may not read"


def test_who_wrote_is_told_and_the_log_has_the_reason(cast: Cast, idea: Idea) -> None:
    made = split(cast, idea, *talk(cast, idea)[:1])
    with translation.override("en"):
        for member in (cast.mate, cast.author):
            [(_notice, letter)] = letters(list(Notice.objects.filter(member=member)))
            assert letter.url == made.get_absolute_url()
            assert WHY in letter.words
    assert not Notice.objects.filter(member__in=[cast.office, cast.moderator]).exists()
    act = Act.objects.get(activity__verb="comments.split")
    assert (act.why, act.topic, act.after) == (WHY, cast.public, "Sandsäcke")
    streams = Entry.objects.filter(activity__verb="comments.split").values_list("stream")
    expected = {idea.thread.stream, made.thread.stream, cast.public.stream}
    assert {stream for (stream,) in streams} == expected
    unsplit(cast, made)
    told = letters(list(Notice.objects.filter(member=cast.mate)))
    assert [letter.url for _notice, letter in told] == [idea.get_absolute_url()]


def test_only_who_moderates_splits_and_brings_back(cast: Cast, idea: Idea) -> None:
    first = talk(cast, idea)[0]
    elsewhere = make_member("elsewhere")
    make_board("Bildung", moderators=[elsewhere])
    wrong = (cast.author, cast.mate, cast.guest, elsewhere)
    for member in wrong:
        with pytest.raises(Forbidden):
            split(cast, idea, first, actor=member)
        url = f"/ideen/{idea.pk}/ausgliedern/"
        assert signed_in(member).get(url).status_code == 403
        assert signed_in(member).post(url, {"comments": first.pk}).status_code == 403
    assert Idea.objects.count() == 1
    for member in (cast.moderator, cast.office):
        made = split(cast, idea, first, actor=member)
        for other in wrong:
            with pytest.raises(Forbidden):
                unsplit(cast, made, actor=other)
            address = f"/ideen/{made.pk}/ausgliederung-aufheben/"
            assert signed_in(other).post(address, {"reason": "x"}).status_code == 403
        unsplit(cast, made, actor=member)


def test_what_cannot_be_split_off_says_why(cast: Cast, idea: Idea) -> None:
    first = talk(cast, idea)[0]
    answer = Comment.objects.get(text="eins eins")
    foreign = say(cast.mate, make_idea(cast.mate, cast.public, title="Andere"), "fremd")
    before, ideas = stored(), Idea.objects.count()
    for comments in ([], [answer], [foreign], [first, foreign]):
        with pytest.raises(Refused) as refused:
            split(cast, idea, *comments)
        assert refused.value.field == "comments"
    lacks: list[dict[str, Any]] = [{"title": ""}, {"text": ""}, {"topics": []}]
    for lack in lacks:
        with pytest.raises(Refused) as refused:
            split(cast, idea, first, **lack)
        assert [refused.value.field] == list(lack)
    assert (stored(), Idea.objects.count()) == (before, ideas)


def test_the_new_idea_is_never_open_to_more_readers(cast: Cast) -> None:
    inside = make_idea(cast.author, cast.inside)
    closed = make_idea(cast.moderator, cast.closed)
    second = make_board("Geheim", visibility="closed", moderators=[cast.moderator])
    for source, topics in (
        (inside, [cast.public]), (closed, [cast.inside]), (closed, [second]),
    ):  # fmt: skip
        comment = say(cast.moderator, source, "Vertraulich")
        with pytest.raises(Refused) as refused:
            split(cast, source, comment, topics=topics)
        assert refused.value.field == "topics"
    made = split(cast, inside, comment_of(inside), topics=[cast.public, cast.inside])
    assert made.audience == "members"
    open_one = make_idea(cast.author, cast.public, title="Offen")
    split(cast, open_one, say(cast.mate, open_one), topics=[cast.inside], title="Kanarienvogel")
    act = Act.objects.get(topic=cast.public, activity__verb="comments.split")
    assert act.after == "", "its log is read by all"
    page = signed_in(None).get(open_one.get_absolute_url()).content.decode()
    assert f'href="/ideen/{Idea.objects.latest("pk").pk}/"' in page
    assert "kanarienvogel" not in page.lower()


def comment_of(idea: Idea) -> Comment:
    return Comment.objects.filter(thread=idea.thread_id).latest("pk")


def test_a_closed_discussion_can_be_split_too(cast: Cast, idea: Idea) -> None:
    first = talk(cast, idea)[0]
    close_thread(actor=cast.moderator, thread=idea.thread, because="Pause.")
    made = split(cast, idea, first)
    assert words(made)[0] == "eins"


def test_bringing_back_gives_back_every_stored_row(cast: Cast, idea: Idea) -> None:
    first, second, _third = talk(cast, idea)
    react(actor=cast.office, comment=first, kind="agree")
    delete_comment(actor=cast.author, comment=second)
    held = say(cast.mate, idea, "Antwort, die wartet", parent=first)
    Comment.objects.filter(pk=held.pk).update(state=CommentState.HELD)
    Thread.objects.filter(pk=idea.thread_id).update(comment_count=5)
    before, seen = stored(), words(idea)
    made = split(cast, idea, first)
    assert stored() != before
    unsplit(cast, made)
    assert (stored(), words(idea)) == (before, seen)
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
    assert not Split.objects.exists()
    assert signed_in(None).get(f"/ideen/{made.pk}/").status_code == 404


def test_what_was_written_meanwhile_comes_along_and_answers_to_the_signpost_stay(
    cast: Cast, idea: Idea
) -> None:
    first = talk(cast, idea)[0]
    made = split(cast, idea, first)
    signpost = Split.objects.get().signpost
    say(cast.mate, idea, "zum Wegweiser", parent=signpost)
    first.refresh_from_db()
    say(cast.office, made, "eins zwei", parent=first)
    say(cast.office, made, "neu dort")
    say(cast.office, idea, "neu hier")
    unsplit(cast, made)
    assert words(made) == []
    assert words(idea) == [
        "eins", "eins eins", "eins eins eins", "eins zwei", "zwei", "zwei eins", "drei",
        "zum Wegweiser", "neu dort", "neu hier",
    ]  # fmt: skip
    signpost.refresh_from_db()
    assert (signpost.state, signpost.stub) == (CommentState.DELETED, True)
    places = list(idea.thread.comments.values_list("place", flat=True))
    assert len(set(places)) == len(places)


def test_an_idea_of_its_own_stays(cast: Cast, idea: Idea) -> None:
    first, second, _third = talk(cast, idea)
    made = split(cast, idea, first)
    content = Content("Sandsäcke", "Ganz anders.", [cast.public])
    edit_idea(actor=cast.moderator, idea=made, content=content, version=made.version)
    with translation.override("en"), pytest.raises(Refused, match="edited"):
        unsplit(cast, made)
    other = split(cast, idea, second, title="Zweite")
    merged = merge_ideas(actor=cast.moderator, kept=idea, gone=other, reason=WHY)
    with translation.override("en"), pytest.raises(Refused, match="merged"):
        unsplit(cast, other)
    part_ideas(actor=cast.moderator, merge=merged, reason="x")
    unsplit(cast, other)
    late = split(cast, idea, second, title="Dritte")
    Split.objects.update(created=timezone.now() - timedelta(days=30, minutes=1))
    with translation.override("en"), pytest.raises(Refused, match="30 days"):
        unsplit(cast, late)
    page = signed_in(cast.moderator).get(f"/ideen/{late.pk}/ausgliederung-aufheben/")
    assert b'name="reason"' not in page.content


def test_a_split_within_a_merge_survives_both_ways_of_undoing(cast: Cast, idea: Idea) -> None:
    gone = make_idea(cast.mate, cast.public, title="Damm")
    here, there = say(cast.mate, idea, "hier"), say(cast.author, gone, "dort")
    merged = merge_ideas(actor=cast.moderator, kept=idea, gone=gone, reason=WHY)
    there.refresh_from_db()
    made = split(cast, idea, there)
    part_ideas(actor=cast.moderator, merge=merged, reason="x")
    assert (words(made), words(gone)) == (["dort"], [])
    unsplit(cast, made)
    assert words(idea) == ["hier", "dort"]
    here.refresh_from_db()
    assert here.place == "000001"


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_split_the_same_one_wins_and_of_ten_who_undo_it_too() -> None:
    cast, members = make_cast(), make_members(10)
    entrust(actor=None, topic=cast.public, moderators=members)
    idea = make_idea(cast.author, cast.public)
    first = say(cast.mate, idea, "eins")
    results = at_once(partial(split, cast, idea, first, actor=one) for one in members)
    assert [one for one in results if not isinstance(one, Idea | Refused)] == []
    [made] = [one for one in results if isinstance(one, Idea)]
    assert words(made) == ["eins"]
    undone = at_once(
        partial(unsplit_idea, actor=one, split=Split.objects.get(), reason="x") for one in members
    )
    assert [one for one in undone if not isinstance(one, Idea | Conflict)] == []
    assert sum(isinstance(one, Idea) for one in undone) == 1
    assert words(idea) == ["eins"]
