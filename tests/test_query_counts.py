"""Queries of a page: at most 15, and the same number with 1, 3 and 30 items, warm and cold."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.actions import react
from ideas.actions import (
    decline_offer,
    feature_idea,
    fill_section,
    make_section,
    move_idea,
    pin_idea,
    set_stage,
    support_idea,
)
from ideas.models import Idea, Topic
from members.models import Member, Notice, Role
from tests.cast import Cast, make_board, make_idea, make_member, make_pilot, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
MOST = 15
Grow = Callable[[Cast, int], None]


def more_ideas(cast: Cast, count: int) -> None:
    """Add ideas of new members, with plan, tags, support, pin and comments."""
    for _number in range(count):
        name = f"neu-{Member.objects.count()}"
        author = make_member(name)
        make = make_pilot if author.pk % 2 else make_idea
        idea = make(author, cast.public, cast.inside, title=name, tags=["rad", name])
        own = make(author, cast.public, title=f"Deich {name}", tags=["rad"])
        for one in (idea, own):
            support_idea(member=cast.office, idea=one)
            say(author, one, f"@{name} fragt")
        if cast.public.placements.filter(pin__isnull=False).count() < 5:
            pin_idea(actor=cast.moderator, topic=cast.public, idea=own)


def more_talk(cast: Cast, count: int) -> None:
    """Add to the first idea: comments with answers, reactions, supports, steps."""
    idea = Idea.objects.order_by("pk").first()
    assert idea is not None
    for _number in range(count):
        author = make_member(f"neu-{Member.objects.count()}")
        comment = say(author, idea, "Was meint @office?")
        say(cast.office, idea, "Ja.", parent=comment)
        react(actor=cast.mate, comment=comment, kind="agree")
        support_idea(member=author, idea=idea)
        before = Idea.objects.get(pk=idea.pk).pilot.stage
        stage = "P3" if before == "P2" else "P2"
        set_stage(actor=cast.office, idea=idea, stage=stage, reason="x", before=before)


def more_on_shelves(cast: Cast, count: int) -> None:
    """Add to the sections of the board by hand and by stage, behind a featured idea."""
    board, moderator = cast.public, cast.moderator
    if not board.sections.exists():
        make_section(actor=moderator, topic=board, name="Läuft", stages=["P1"])
        make_section(actor=moderator, topic=board, name="Reif")
    for _number in range(count):
        name = f"neu-{Member.objects.count()}"
        ideas = [make_idea(make_member(name), board, title=name), make_pilot(cast.author, board)]
        section = board.sections.get(name="Reif")
        fill_section(actor=moderator, topic=board, idea=ideas[0], section=section)
    first = Idea.objects.earliest("pk")
    feature_idea(actor=moderator, topic=board, idea=first, because="Läuft.")


def more_offers(cast: Cast, count: int) -> None:
    """Add tags, topics, offers from and to the moderator's boards, and settled ones."""
    other = make_member(f"neu-{Member.objects.count()}", role=Role.MODERATOR)
    for _number in range(count):
        name = f"neu-{Topic.objects.count()}"
        board = make_board(name, moderators=[other])
        ideas = [make_pilot(cast.author, one, tags=["rad", name])
                 for one in (cast.public, board, board)]  # fmt: skip
        for idea in ideas:
            support_idea(member=cast.office, idea=idea)
        move_idea(actor=cast.moderator, idea=ideas[0], source=cast.public, target=board,
                  reason="x")  # fmt: skip
        _open, done = [
            move_idea(actor=other, idea=idea, source=board, target=cast.public, reason="x")
            for idea in ideas[1:]
        ]
        decline_offer(actor=cast.moderator, offer=done, answer="Nein.")
        Idea.objects.filter(pk=ideas[0].pk).update(published=timezone.now() - timedelta(days=200))
    weekly = {"kind": "week", "object_id": cast.public.pk, "mailed": timezone.now()}
    Notice.objects.bulk_create(Notice(member=cast.moderator, **weekly) for _n in range(count))


PAGES: dict[str, tuple[Grow, str]] = {
    "home": (more_ideas, "/"),
    "list": (more_ideas, "/ideen/"),
    "filtered list": (more_ideas, "/ideen/?thema=klimaschutz&tag=rad&suche=deich&sort=aktiv"),
    "boards": (more_ideas, "/themen/"),
    "board": (more_ideas, "/themen/klimaschutz/"),
    "board with sections": (more_on_shelves, "/themen/klimaschutz/"),
    "section": (more_on_shelves, "/ideen/?thema=klimaschutz&abschnitt=1"),
    "idea": (more_talk, "first"),
    "history": (more_talk, "first-history"),
    "earlier comments": (more_talk, "first-thread"),
    "directory": (more_ideas, "/mitglieder/"),
    "profile": (more_ideas, "author"),
}


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("moderator", "/themen/"), ("moderator", "/themen/schlagworte/"),
        ("moderator", "/themen/schlagworte/?suche=rad"), ("moderator", "/themen/angebote/"),
        ("moderator", "/themen/klimaschutz/wochenblick/"), ("moderator", "/konto/mitteilungen/"),
        ("office", "/themen/verwalten/"), ("office", "/themen/angebote/"),
        ("office", "merge"), ("moderator", "tag"), ("moderator", "move"),
    ],
)  # fmt: skip
def test_more_rows_do_not_mean_more_queries_for_curators(cast: Cast, who: str, path: str) -> None:
    idea = make_pilot(cast.author, cast.public, tags=["rad"], title="Der erste Deich")
    tag = idea.tag_uses.get().tag_id
    known = {
        "merge": f"/themen/verwalten/{cast.public.pk}/zusammenlegen/?into=kooperation",
        "tag": f"/themen/schlagworte/{tag}/", "move": f"/ideen/{idea.pk}/verschieben/",
    }  # fmt: skip
    counts = []
    for step in (1, 2, 17):
        more_offers(cast, step)
        counts.append(queries_of(getattr(cast, who), known.get(path, path), warm=False))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= MOST


@pytest.mark.parametrize("page", PAGES)
def test_more_rows_do_not_mean_more_queries(cast: Cast, page: str) -> None:
    idea = make_pilot(cast.author, cast.public, tags=["rad"], title="Der erste Deich")
    grow, path = PAGES[page]
    known = {
        "first": idea.get_absolute_url(), "first-history": f"/ideen/{idea.pk}/verlauf/",
        "first-thread": f"/diskussionen/{idea.thread_id}/kommentare/?vor=009999",
        "author": cast.author.get_absolute_url(),
    }  # fmt: skip
    readers = [cast.mate] if page in {"directory", "profile"} else [None, cast.guest, cast.mate]
    counts = []
    for step in (1, 2, 27):
        grow(cast, step)
        counts.append(
            {
                (str(member), "warm" if warm else "cold"): queries_of(
                    member, known.get(path, path), warm=warm
                )
                for member in readers for warm in (True, False)
            }
        )  # fmt: skip
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0].values()) <= MOST


def queries_of(member: Member | None, path: str, *, warm: bool) -> int:
    """Count the queries of a page, session and all; the visit itself is noted before."""
    Member.objects.update(last_seen=timezone.now() - timedelta(seconds=1))
    client = signed_in(member)
    cache.clear()
    if warm:
        assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(queries)
