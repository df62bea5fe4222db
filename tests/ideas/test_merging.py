"""Merging two ideas that are one, and parting them again: everything goes along, none is lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from discussions.actions import post_comment, react
from discussions.models import Comment, CommentState, Reaction, Thread
from ideaforge.errors import Conflict, Elsewhere, Forbidden, Refused
from ideas.access import ideas_visible_to, listed_on
from ideas.actions import (
    Content,
    change_visibility,
    edit_idea,
    entrust,
    hide_idea,
    merge_ideas,
    part_ideas,
    pin_idea,
    publish_idea,
    set_stage,
    support_idea,
    unsupport_idea,
    withdraw_idea,
)
from ideas.merging import together_with
from ideas.models import Idea, IdeaTag, IdeaTopic, Merge, PilotPlan, Section, State, Support
from ideas.search import similar
from live.models import Activity, Entry
from live.registry import readable
from members.models import Member, Notice
from members.tasks import post_letters
from members.telling import letters
from moderation.models import Act
from tests.cast import (
    JSON,
    PLAN,
    Cast,
    at_once,
    make_board,
    make_cast,
    make_draft,
    make_idea,
    make_member,
    make_members,
    make_pilot,
    say,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
WHY = "Beide wollen denselben Deich."


@pytest.fixture
def pair(cast: Cast) -> tuple[Idea, Idea]:
    """The idea that is kept, of the author, and the one that goes into it, of the mate."""
    return (
        make_idea(cast.author, cast.public, title="Deich erhöhen", tags=["deich", "wasser"]),
        make_idea(cast.mate, cast.public, title="Höherer Deich", tags=["Wasser", "flut"]),
    )


def merge(cast: Cast, kept: Idea, gone: Idea, actor: Member | None = None) -> Merge:
    return merge_ideas(actor=actor or cast.moderator, kept=kept, gone=gone, reason=WHY)


def part(cast: Cast, merged: Merge, actor: Member | None = None) -> Merge:
    return part_ideas(actor=actor or cast.moderator, merge=merged, reason="Doch zweierlei.")


def stored(*names: str) -> dict[str, list[dict[str, Any]]]:
    """Return every stored row that a merge could touch, but versions, which only rise."""
    models = (Comment, Reaction, Support, IdeaTag, IdeaTopic, Thread, PilotPlan, Idea)
    found = {}
    for model in models:
        rows = list(model._default_manager.order_by("pk").values())
        found[model.__name__] = [
            {k: v for k, v in row.items() if model is not Idea or k != "version"} for row in rows
        ]
    # Tags that came and went have other numbers, but there are none.
    return found


def told_by(*verbs: str) -> QuerySet[Act]:
    """Return the accounts of deeds with these verbs, in order."""
    return Act.objects.filter(activity__verb__in=verbs).order_by("activity")


def titles_on(cast: Cast) -> set[str]:
    return {idea.title for idea in listed_on(cast.public)}


def count(idea: Idea) -> int:
    return Idea.objects.values_list("support_count", flat=True).get(pk=idea.pk)


def test_the_gone_idea_lives_on_in_the_kept_one(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    first, second = say(cast.mate, kept, "eins"), say(cast.author, gone, "zwei")
    react(actor=cast.office, comment=second, kind="agree")
    merge(cast, kept, gone)
    kept, gone = (Idea.objects.get(pk=idea.pk) for idea in pair)
    assert (kept.state, gone.state) == (State.PUBLISHED, State.MERGED)
    texts = kept.thread.comments.order_by("place").values_list("pk", "text", "author__handle")
    assert list(texts) == [(first.pk, "eins", "mate"), (second.pk, "zwei", "author")]
    assert Comment.objects.get(pk=second.pk).reactions == {"agree": 1}
    assert kept.thread.comment_count == 2
    tags = kept.tag_uses.order_by("pk").values_list("tag__name", flat=True)
    assert list(tags) == ["deich", "wasser", "flut"]
    assert together_with(kept) == [cast.mate]


def test_supports_are_counted_once_per_person(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    both, only_gone, only_kept = make_members(3)
    for member, ideas in ((both, pair), (only_gone, [gone]), (only_kept, [kept])):
        for idea in ideas:
            support_idea(member=member, idea=idea)
    support_idea(member=cast.author, idea=gone)  # who is an author of the kept one
    Idea.objects.filter(pk=gone.pk).update(supports_elsewhere=5, support_count=8)
    Idea.objects.filter(pk=kept.pk).update(supports_elsewhere=2, support_count=4)
    merge(cast, kept, gone)
    assert count(kept) == 2 + 5 + 3
    assert set(kept.supports.values_list("member", flat=True)) == {
        both.pk, only_gone.pk, only_kept.pk,
    }  # fmt: skip


def test_tags_are_united_up_to_the_limit_and_topics_stay(cast: Cast) -> None:
    kept = make_idea(cast.author, cast.public, tags=[f"k{n}" for n in range(7)])
    gone = make_idea(cast.mate, cast.public, title="G", tags=["k1", "g1", "g2"])
    merge(cast, kept, gone)
    names = [*kept.tag_uses.order_by("pk").values_list("tag__name", flat=True)]
    assert names == [*(f"k{n}" for n in range(7)), "g1"]
    assert list(kept.placements.values_list("tag", flat=True)) == [cast.public.pk]


def deeds() -> QuerySet[Act]:
    """Return the log without the boards that were entrusted at the beginning."""
    return Act.objects.exclude(activity__verb="board.entrusted").order_by("activity")


def test_what_it_is_called_in_the_log_and_who_hears_of_it(
    cast: Cast, pair: tuple[Idea, Idea], events: list[str]
) -> None:
    kept, gone = pair
    events.clear()
    merged = merge(cast, kept, gone)
    assert events == ["comments.joined", "idea.merged"]
    streams = Entry.objects.filter(activity__verb="comments.joined").values_list("stream")
    expected = {kept.thread.stream, gone.thread.stream, cast.public.stream}
    assert {stream for (stream,) in streams} == expected
    acts = list(deeds().values_list("why", "topic", "thread", "member"))
    assert acts == [
        (WHY, cast.public.pk, kept.thread_id, cast.author.pk),
        (WHY, cast.public.pk, gone.thread_id, cast.mate.pk),
    ]
    assert {(act.before, act.after) for act in deeds()} == {("Höherer Deich", "Deich erhöhen")}
    events.clear()
    part(cast, merged)
    assert events == ["comments.parted", "idea.parted"]


def test_the_log_of_the_more_open_board_does_not_name_the_other_idea(cast: Cast) -> None:
    kept = make_idea(cast.author, cast.inside, title="Kanarienvogel")
    gone = make_idea(cast.mate, cast.public, title="Draußen")
    part(cast, merge(cast, kept, gone))
    rows = [(act.before, act.after) for act in deeds().filter(topic=cast.public)]
    assert rows == [("Draußen", ""), ("", "Draußen")]
    for path in ("/themen/klimaschutz/protokoll/", "/themen/klimaschutz/", "/ideen/"):
        assert "Kanarienvogel" not in signed_in(None).get(path).content.decode()
    joined = told_by("comments.joined").get()
    assert (joined.topic, joined.after) == (cast.inside, "Kanarienvogel")


def test_nobody_changes_an_idea_that_is_merged(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    stale = Idea.objects.get(pk=gone.pk)
    merge(cast, kept, gone)
    content = Content("Neu", "Neu", [cast.public])
    deeds: list[Callable[[], object]] = [
        partial(edit_idea, actor=cast.mate, idea=stale, content=content, version=stale.version),
        partial(publish_idea, author=cast.mate, idea=stale),
        partial(withdraw_idea, actor=cast.mate, idea=stale),
        partial(support_idea, member=cast.office, idea=stale),
        partial(unsupport_idea, member=cast.office, idea=stale),
        partial(hide_idea, actor=cast.moderator, idea=stale),
        partial(set_stage, actor=cast.mate, idea=stale, stage="P2", reason="x", before="P1"),
    ]
    before = stored()
    for deed in deeds:
        with pytest.raises(Elsewhere) as refused:
            deed()
        assert refused.value.to == stale.get_absolute_url()
    assert stored() == before


def test_a_merged_idea_is_in_no_list_count_search_or_hint(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    paths = ["/", "/ideen/", "/ideen/?suche=höherer", "/themen/klimaschutz/", "/themen/",
             "/ideen/aehnlich/?titel=Höherer+Deich", cast.mate.get_absolute_url(),
             "/ideen/?tag=flut", "/ideen/?meine=on"]  # fmt: skip
    people = (None, cast.guest, cast.mate, cast.moderator, cast.office)
    named = {path for path in paths for one in people if names_it(one, path)}
    assert len(named) >= len(paths) - 1, "there was something to find"
    merge(cast, kept, gone)
    assert [(one, path) for path in paths for one in people if names_it(one, path)] == []
    assert titles_on(cast) == {"Deich erhöhen"}
    assert gone not in similar(ideas_visible_to(cast.office), "Höherer Deich")


def names_it(member: Member | None, path: str) -> bool:
    page = signed_in(member).get(path, follow=True).content.decode()
    return "Höherer Deich<" in page


@pytest.mark.parametrize(
    "path", ["", "verlauf/", "bearbeiten/", "pilot/", "zurueckziehen/", "zusammenfuehren/"]
)
def test_its_addresses_lead_to_the_kept_one_as_long_as_the_merge_stands(
    cast: Cast, pair: tuple[Idea, Idea], path: str
) -> None:
    kept, gone = pair
    merged = merge(cast, kept, gone)
    client = signed_in(cast.mate)
    for address in {f"/ideen/{gone.pk}/{path}", gone.get_absolute_url() if not path else ""}:
        if address:
            answer = client.get(address)
            assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    part(cast, merged)
    assert client.get(f"/ideen/{gone.pk}/", follow=True).status_code == 200
    assert client.get(f"/ideen/{gone.pk}/", follow=True).context["idea"].pk == gone.pk


def test_only_who_may_read_the_kept_one_is_led_there(cast: Cast) -> None:
    kept = make_idea(cast.author, cast.inside, title="Drinnen")
    gone = make_idea(cast.mate, cast.public, title="Draußen")
    merge(cast, kept, gone)
    statuses = {
        name: signed_in(member).get(f"/ideen/{gone.pk}/").status_code
        for name, member in {
            "stranger": None, "guest": cast.guest, "mate": cast.mate, "office": cast.office,
        }.items()
    }  # fmt: skip
    assert statuses == {"stranger": 404, "guest": 404, "mate": 302, "office": 302}


def test_words_sent_to_the_merged_idea_are_not_lost(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    merge(cast, kept, gone)
    client = signed_in(cast.mate)
    form = {"title": "Getippt", "text": "Mühsam getippt", "version": gone.version}
    page = client.post(f"/ideen/{gone.pk}/bearbeiten/", form)
    assert page.status_code == 409
    assert "Mühsam getippt" in page.content.decode()
    assert kept.get_absolute_url() in page.content.decode()
    told = client.post(f"/ideen/{gone.pk}/unterstuetzen/", {"on": "1"}, headers=JSON)
    assert (told.status_code, told.json()["to"]) == (409, kept.get_absolute_url())


def test_both_authors_are_named_and_the_other_reads_on(cast: Cast) -> None:
    kept = make_idea(cast.moderator, cast.closed, title="Streng")
    gone = make_idea(cast.moderator, cast.closed, title="Auch streng")
    Idea.objects.filter(pk=gone.pk).update(author=cast.mate)
    merge(cast, kept, gone, actor=cast.office)
    assert readable("thread", cast.mate, {kept.thread_id}) == {kept.thread_id}
    page = signed_in(cast.mate).get(kept.get_absolute_url()).content.decode()
    assert "gemeinsam mit" in page or "together with" in page
    assert "Mate" in page
    entrust(actor=cast.office, topic=cast.closed, moderators=[])
    assert readable("thread", cast.mate, {kept.thread_id}) == {kept.thread_id}


def rights(cast: Cast) -> dict[str, Member | None]:
    """Everybody, with moderators of the one board only."""
    one, other = make_member("one"), make_member("other")
    entrust(actor=cast.office, topic=cast.public, moderators=[cast.moderator, one])
    second = make_board("Bildung", moderators=[cast.moderator, other])
    make_idea(cast.mate, second, title="Anderswo")
    return {"one": one, "other": other, "author": cast.author, "mate": cast.mate,
            "guest": cast.guest, "moderator": cast.moderator, "office": cast.office}  # fmt: skip


def test_only_who_moderates_both_merges_and_parts(cast: Cast) -> None:
    people = rights(cast)
    kept = make_idea(cast.author, cast.public, title="Hier")
    gone = Idea.objects.get(title="Anderswo")
    for name, member in people.items():
        if name in {"moderator", "office"}:
            continue
        before = stored()
        with pytest.raises(Forbidden):
            merge(cast, kept, gone, actor=member)
        answer = signed_in(member).post(
            f"/ideen/{kept.pk}/zusammenfuehren/", {"mit": gone.pk, "reason": WHY}
        )
        assert answer.status_code in {400, 403}, name
        assert stored() == before
    for member in (cast.moderator, cast.office):
        merged = merge(cast, kept, gone, actor=member)
        for name, wrong in people.items():
            if name in {"moderator", "office"}:
                continue
            with pytest.raises(Forbidden):
                part(cast, merged, actor=wrong)
            url = f"/ideen/zusammenfuehrungen/{merged.pk}/aufheben/"
            assert signed_in(wrong).post(url, {"reason": "x"}).status_code == 403, name
        part(cast, merged, actor=member)
    assert signed_in(None).get(f"/ideen/{kept.pk}/zusammenfuehren/").status_code == 302


def test_who_lost_a_board_meanwhile_does_not_part_any_more(cast: Cast) -> None:
    rights(cast)
    kept = make_idea(cast.author, cast.public, title="Hier")
    gone = Idea.objects.get(title="Anderswo")
    merged = merge(cast, kept, gone)
    entrust(actor=cast.office, topic=gone.placements.get().tag, moderators=[])
    with pytest.raises(Forbidden):
        part(cast, merged)


def test_what_cannot_be_merged_says_why(cast: Cast) -> None:
    plain = make_idea(cast.author, cast.public, title="Plan")
    pilot = make_pilot(cast.mate, cast.public, title="Pilot")
    inside = make_idea(cast.mate, cast.inside, title="Drinnen")
    draft = make_draft(cast.author, cast.public, title="Entwurf")
    withdrawn = make_idea(cast.author, cast.public, title="Zurück")
    withdraw_idea(actor=cast.author, idea=withdrawn)
    before = stored()
    with translation.override("en"):
        for kept, gone, words in [
            (plain, pilot, "keep the pilot"), (plain, inside, "fewer readers"),
            (plain, plain, "itself"), (plain, draft, "published"),
            (plain, withdrawn, "published"), (withdrawn, plain, "published"),
        ]:  # fmt: skip
            with pytest.raises(Refused, match=words):
                merge(cast, kept, gone, actor=cast.office)
        with pytest.raises(Refused, match="why"):
            merge_ideas(actor=cast.office, kept=pilot, gone=plain, reason="")
    assert stored() == before
    merge(cast, pilot, plain)


def test_confidential_words_stay_within_their_board(cast: Cast) -> None:
    second = make_board("Geheim", visibility="closed", moderators=[cast.moderator])
    kept = make_idea(cast.moderator, second, title="Geheim")
    gone = make_idea(cast.moderator, cast.closed, title="Vertraulich")
    with pytest.raises(Refused):
        merge(cast, kept, gone)
    both = make_idea(cast.moderator, second, cast.closed, title="Beides")
    merge(cast, both, gone)


def test_two_pilots_merge_and_the_plan_of_the_gone_one_can_be_read(cast: Cast) -> None:
    kept = make_pilot(cast.author, cast.public, title="Pilot A")
    gone = make_idea(cast.mate, cast.public, title="Pilot B", plan=PLAN | {"goal": "Kanarienvogel"})
    merged = merge(cast, kept, gone)
    assert merged.ledger["plan"]["goal"] == "Kanarienvogel"
    page = signed_in(None).get(f"/ideen/{kept.pk}/verlauf/").content.decode()
    assert "Kanarienvogel" in page
    assert WHY in page
    part(cast, merged)
    page = signed_in(None).get(f"/ideen/{kept.pk}/verlauf/").content.decode()
    assert "Kanarienvogel" not in page
    assert "Doch zweierlei." in page


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


def test_the_other_one_is_found_by_number_address_and_title(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    client, url = signed_in(cast.moderator), f"/ideen/{kept.pk}/zusammenfuehren/"
    start = client.get(url).content.decode()
    assert f"?mit={gone.pk}" in start, "suggested, because it is like it"
    address = f"https://ideen.example.org{gone.get_absolute_url()}"
    for words in (str(gone.pk), f"#{gone.pk}", address, "höherer deich", "Höherer"):
        page = client.get(url, {"mit": words})
        assert page.context["gone"] == gone or page.context["kept"] == gone, words
    unknown = ("999999", "9" * 18, "Gibt es nicht", "\x00", "", str(kept.pk), "x" * 400)
    for words in unknown:
        page = client.get(url, {"mit": words})
        assert page.status_code == 200
        assert 'class="error"' in page.content.decode(), words
    make_idea(cast.author, cast.public, title="Höherer Damm")
    several = client.get(url, {"mit": "Höherer"})
    assert [idea.title for idea in several.context["found"]] == ["Höherer Damm", "Höherer Deich"]


def test_only_ideas_that_the_moderator_looks_after_can_be_chosen(cast: Cast) -> None:
    one = rights(cast)["one"]
    mine = make_idea(cast.author, cast.public, title="Anderswo auch")
    page = signed_in(one).get(f"/ideen/{mine.pk}/zusammenfuehren/", {"mit": "Anderswo"})
    assert 'class="error"' in page.content.decode()
    assert list(page.context["found"]) == []


def test_side_by_side_with_what_will_happen_and_switched(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    for member, ideas in ((cast.office, pair), (cast.moderator, [gone])):
        for idea in ideas:
            support_idea(member=member, idea=idea)
    client, url = signed_in(cast.moderator), f"/ideen/{kept.pk}/zusammenfuehren/"
    page = client.get(url, {"mit": gone.pk, "behalten": kept.pk})
    seen = page.context["outlook"]
    assert (seen.both, seen.supports_after, seen.told) == (1, 2, 2)
    assert [tag.name for tag in seen.tags] == ["flut"]
    for words in ("Deich erhöhen", "Höherer Deich", "Author", "Mate", "Klimaschutz"):
        assert words in page.content.decode()
    switched = client.get(url, {"mit": gone.pk, "behalten": gone.pk})
    assert (switched.context["kept"], switched.context["gone"]) == (gone, kept)
    form = {"mit": gone.pk, "behalten": gone.pk}
    refused = client.post(url, form | {"reason": " "})
    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == ["reason"]
    assert not Merge.objects.exists()
    done = client.post(url, form | {"reason": WHY})
    assert (done.status_code, done["Location"]) == (303, gone.get_absolute_url())
    assert Merge.objects.get().gone == kept
    late = client.post(f"/ideen/{gone.pk}/zusammenfuehren/", {"mit": kept.pk, "reason": WHY})
    assert late.status_code == 400
    assert WHY not in signed_in(cast.mate).get("/ideen/").content.decode()


def test_comparing_long_ideas_costs_as_many_queries_as_short_ones(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    client, counts = signed_in(cast.moderator), []
    path = f"/ideen/{pair[0].pk}/zusammenfuehren/?mit={pair[1].pk}"
    for more in (1, 12):
        for number in range(more):
            member = make_member(f"wer-{more}-{number}")
            for idea in pair:
                support_idea(member=member, idea=idea)
                say(member, idea)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_kept_ones_page_says_what_happened_and_costs_the_same_with_ten(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    merge(cast, kept, gone)
    client, counts = signed_in(cast.moderator), []
    page = client.get(kept.get_absolute_url()).content.decode()
    assert WHY in page
    assert "aufheben" in page
    assert f'data-former="{gone.thread.stream}"' in page
    assert "aufheben/" not in signed_in(cast.mate).get(kept.get_absolute_url()).content.decode()
    for more in (0, 9):
        for number in range(more):
            author = make_member(f"author-{number}")
            merge(cast, kept, make_idea(author, cast.public, title=f"{number}"))
        client.get(kept.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(kept.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def team(transactional_db: None) -> tuple[Cast, list[Member]]:
    """The cast, and ten who moderate the public board, seen by every thread."""
    cast, members = make_cast(), make_members(10)
    entrust(actor=None, topic=cast.public, moderators=[cast.moderator, *members])
    return cast, members


def sentences(results: list[object]) -> bool:
    """Tell whether all that did not win got a sentence."""
    return all(isinstance(one, Merge | Refused) for one in results)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_merges_of_the_same_two_one_wins(team: tuple[Cast, list[Member]]) -> None:
    cast, members = team
    a, b = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    say(cast.mate, a, "a")
    say(cast.mate, b, "b")
    works = [
        partial(merge, cast, *((a, b) if number % 2 else (b, a)), actor=members[number % 10])
        for number in range(50)
    ]
    results = at_once(works)
    assert sentences(results), results
    assert sum(isinstance(one, Merge) for one in results) == 1
    merged = Merge.objects.get()
    assert merged.kept.thread.comments.count() == 2
    undone = at_once([partial(part, cast, merged, actor=one) for one in members])
    assert sentences(undone), undone
    assert sum(isinstance(one, Merge) for one in undone) == 1
    assert Idea.objects.filter(state=State.PUBLISHED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_overlapping_merges_in_parallel_never_end_in_a_circle(
    team: tuple[Cast, list[Member]],
) -> None:
    cast, members = team
    ideas = [make_idea(cast.author, cast.public, title=title) for title in "ABCD"]
    for idea in ideas:
        say(cast.mate, idea, idea.title)
    pairs = [(one, other) for one in ideas for other in ideas if one != other]
    works = [
        partial(merge, cast, *pairs[number % 12], actor=members[number % 10])
        for number in range(50)
    ]
    results = at_once(works)
    assert sentences(results), results
    assert Merge.objects.count() == 3
    [last] = Idea.objects.filter(state=State.PUBLISHED)
    assert last.thread.comments.count() == 4
    assert Thread.objects.get(pk=last.thread_id).comment_count == 4


@pytest.mark.django_db(transaction=True)
def test_talk_supports_and_merges_at_once_lose_nothing(team: tuple[Cast, list[Member]]) -> None:
    cast, members = team
    a, b = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    for one in members:
        support_idea(member=one, idea=b)

    def talk(member: Member, number: int) -> object:
        thread = (a, b)[number % 2].thread
        return post_comment(author=member, thread=thread, text="Gut.", key=uuid4())

    works: list[Callable[[], object]] = [partial(merge, cast, a, b)]
    works += [partial(talk, one, number) for number, one in enumerate(members * 3)]
    results = at_once(works)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Comment.objects.filter(thread=a.thread_id).count() == 30
    places = [*Comment.objects.values_list("place", flat=True)]
    assert len(set(places)) == 30
    assert Thread.objects.get(pk=a.thread_id).comment_count == 30
    assert count(a) == 10
    assert Activity.objects.filter(verb="comment.posted").count() == 30
