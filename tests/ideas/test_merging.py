"""Merging two ideas that are one: everything goes along, none is lost."""

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import translation

from discussions.actions import react
from discussions.models import Comment
from ideaforge.errors import Elsewhere, Forbidden, Refused
from ideas.access import ideas_visible_to
from ideas.actions import (
    Content,
    edit_idea,
    entrust,
    hide_idea,
    merge_ideas,
    move_idea,
    publish_idea,
    set_stage,
    support_idea,
    unsupport_idea,
    withdraw_idea,
)
from ideas.merging import together_with
from ideas.models import Idea, MoveOffer, State
from ideas.search import similar
from live.models import Entry
from live.registry import readable
from members.models import Member
from tests.cast import (
    JSON,
    PLAN,
    Cast,
    make_board,
    make_draft,
    make_idea,
    make_members,
    make_pilot,
    say,
    signed_in,
)
from tests.ideas.merging import WHY, count, merge, part, rights, stored, titles_on, told_by

VERBS = ("comments.joined", "idea.merged", "comments.parted", "idea.parted")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_offers_of_the_gone_idea_are_taken_back(cast: Cast, pair: tuple[Idea, Idea]) -> None:
    kept, gone = pair
    target = make_board("Bildung")
    for idea in pair:
        move_idea(
            actor=cast.moderator, idea=idea, source=cast.public, target=target, reason="Passt."
        )  # fmt: skip
    merge(cast, kept, gone)
    offers = dict(MoveOffer.objects.values_list("idea", "state"))
    assert offers == {kept.pk: "open", gone.pk: "withdrawn"}
    answer = MoveOffer.objects.get(idea=gone).answer
    assert answer == "Die Idee wurde mit einer anderen zusammengelegt."


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
    acts = list(told_by(*VERBS).values_list("why", "topic", "thread", "member"))
    assert acts == [
        (WHY, cast.public.pk, kept.thread_id, cast.author.pk),
        (WHY, cast.public.pk, gone.thread_id, cast.mate.pk),
    ]
    assert {(act.before, act.after) for act in told_by(*VERBS)} == {
        ("Höherer Deich", "Deich erhöhen")
    }
    events.clear()
    part(cast, merged)
    assert events == ["comments.parted", "idea.parted"]


def test_the_log_of_the_more_open_board_does_not_name_the_other_idea(cast: Cast) -> None:
    kept = make_idea(cast.author, cast.inside, title="Kanarienvogel")
    gone = make_idea(cast.mate, cast.public, title="Draußen")
    part(cast, merge(cast, kept, gone))
    rows = [
        (act.before, act.after)
        for act in told_by(
            "comments.joined", "idea.merged", "comments.parted", "idea.parted"
        ).filter(topic=cast.public)
    ]
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
