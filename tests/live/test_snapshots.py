"""A page and the frames after it are the same as a fresh page: every activity, every reader."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from live.frames import replay
from tests.live.browser import PageMaker, page_maker
from tests.live.deeds_on_pages import DEEDS, RENEWING, World, make_world

pytestmark = pytest.mark.django_db
ROLES = ("guest", "member", "moderator", "author", "office")
# Deeds of curation: nothing of them is seen on the page of an idea.
ON_BOARDS = {name for name in DEEDS
             if name.startswith(("featured", "board", "section", "put", "taken", "one more",
                                 "another one", "line of", "unpinned", "pinned from",
                                 "topic", "idea moved", "pinned one moved", "offer"))}  # fmt: skip
OF_BOARDS_ONLY = {"idea published", "pinned", "pin moved up", "unpinned", "older one unpinned",
                  "pinned one withdrawn", "another idea comes to the front", "another idea hidden",
                  "another idea shown again", "pinned one hidden", "featured one withdrawn",
                  "one of a section withdrawn", "idea published into a section",
                  *ON_BOARDS}  # fmt: skip
LEAVES = {"idea on another board", "idea on a board for members too", "idea withdrawn",
          "idea hidden"}  # fmt: skip
OUT_OF_SIGHT = {"idea withdrawn", "idea hidden"}
ANEW = {"idea merged into another", "another one merged into it", "merge undone",
        "contributions split off", "contributions brought back"}  # fmt: skip
UNMOVED = {"comment held", "held comment hidden"}  # nothing that anybody could see


@pytest.fixture(scope="module")
def pages() -> Iterator[PageMaker]:
    """Chromium, once for all deeds."""
    with page_maker() as maker:
        yield maker


def html_for(world: World, role: str, path: str) -> str:
    """Return a page as one of the cast gets it, empty where it is not to be had."""
    client = Client()
    if role != "guest":
        client.force_login(world.people[role])
    answer = client.get(path, follow=True)
    return answer.content.decode() if answer.status_code == 200 else ""


def frames_since(stream: str, n: int) -> list[dict[str, Any]]:
    """Return all frames that have come since the page was made."""
    answer = replay(stream, n, ["de"])["de"]
    assert answer.frames is not None
    return [json.loads(frame.text) for frame in answer.frames]


def of_idea(world: World) -> list[str]:
    """Return the elements beside the list that frames of the thread change."""
    parts = [f"idea-{world.idea.pk}-{part}" for part in ("text", "support", "stage")]
    return [*parts, *(f"{world.idea.thread.stream}-{part}" for part in ("count", "state"))]


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in DEEDS if name not in OF_BOARDS_ONLY])
def test_the_page_of_an_idea(name: str, pages: PageMaker) -> None:
    world, (before, deed) = make_world(), DEEDS[name]
    before(world)
    path, ids = f"/ideen/{world.idea.pk}/", of_idea(world)
    stream = world.idea.thread.stream
    opened = {role: html_for(world, role, path) for role in ROLES}
    deed(world)
    moved = False
    for role, html in opened.items():
        was = pages.shown(html, ids)
        frames = frames_since(stream, was["n"])
        if name in ANEW:  # the page fetches itself
            assert any(frame["ev"] == "reset" and frame["said"] for frame in frames), role
            assert html_for(world, role, path), role
            moved = True
            continue
        caught_up = pages.shown(html, ids, frames)
        moved = moved or was != caught_up
        fresh = html_for(world, role, path)
        if not fresh:
            assert name in LEAVES
            assert role in {"guest", "member", "moderator"}
        elif name in OUT_OF_SIGHT:
            assert caught_up["parts"][f"idea-{world.idea.pk}-text"] is None
        else:
            shown = pages.shown(fresh, ids)
            assert (caught_up["list"], caught_up["parts"]) == (shown["list"], shown["parts"]), role
    assert moved or "board" in name or name in UNMOVED  # so the frames had something to do


@pytest.mark.browser
@pytest.mark.parametrize("name", DEEDS)
def test_a_board(name: str, pages: PageMaker) -> None:
    world, (before, deed) = make_world(), DEEDS[name]
    before(world)
    path, stream = world.board.get_absolute_url(), world.board.stream
    ids = [f"{stream}-{part}" for part in ("head", "featured", "pinned", "sections")]
    opened = {role: html_for(world, role, path) for role in ROLES}
    deed(world)
    assert not Idea.objects.exclude(audience=F("thread__audience")).exists()
    for role, html in opened.items():
        was = pages.shown(html, ids)
        frames = frames_since(stream, was["n"])
        assert (name in RENEWING) == ("reset" in {frame["ev"] for frame in frames})
        if name in RENEWING:
            continue
        caught_up = pages.shown(html, ids, frames)
        shown = pages.shown(html_for(world, role, path), ids)
        assert (caught_up["list"], caught_up["parts"]) == (shown["list"], shown["parts"]), role


@pytest.mark.browser
def test_the_first_page_of_a_full_board_takes_no_cards_of_the_second(pages: PageMaker) -> None:
    world = make_world()
    for number in range(24):
        world.publish(f"Neuer {number}")
    path, stream = world.board.get_absolute_url(), world.board.stream
    html = html_for(world, "member", path)
    DEEDS["support given"][1](world)  # of an idea that stands on the second page
    was = pages.shown(html, [])
    frames = frames_since(stream, was["n"])
    assert [frame["id"] for frame in frames] == [f"idea-{world.idea.pk}"]
    assert pages.shown(html, [], frames)["list"] == was["list"]
    world.post("member", "Und jetzt nach vorn.")
    first = pages.shown(html, [], frames_since(stream, was["n"]))["list"][0]
    assert f'id="idea-{world.idea.pk}"' in first


def test_a_hidden_comment_does_not_come_back_by_a_replay_from_the_beginning() -> None:
    world = make_world()
    DEEDS["comment with answers hidden"][1](world)
    DEEDS["comment hidden"][1](world)
    texts = [frame.text for frame in replay(world.idea.thread.stream, 0)["de"].frames or []]
    assert len(texts) == 6
    assert not any("Eins." in text or "Zwei." in text for text in texts)
    assert any("Antwort auf eins." in text for text in texts)


def test_two_hundred_frames_cost_as_many_queries_as_two() -> None:
    world = make_world()
    stream = world.idea.thread.stream
    counts = []
    for more in (2, 60):
        for turn in range(more):
            world.post("member", f"Beitrag {turn}")
        with CaptureQueriesContext(connection) as queries:
            answer = replay(stream, 0, ["de"])["de"]
        counts.append((len(answer.frames or []) > more, len(queries)))
    assert counts[0] == counts[1]
