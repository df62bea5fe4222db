"""A page and the frames after it are the same as a fresh page: every activity, every reader."""

import json

import pytest
from django.test import Client

from live.frames import replay
from tests.live.deeds_on_pages import DEEDS, World, make_world
from tests.live.dom import Page, parse

pytestmark = pytest.mark.django_db
ROLES = ("guest", "member", "moderator", "author", "office")
OF_BOARDS_ONLY = {"idea published"}
WITHDRAWN = "idea withdrawn"


def browser(world: World, role: str) -> Client:
    """Return the browser of one of the cast."""
    client = Client()
    if role != "guest":
        client.force_login(world.people[role])
    return client


def opened(client: Client, path: str, stream: str) -> Page | None:
    """Open a page, or return None where it is not to be had."""
    answer = client.get(path, follow=True)
    return Page(parse(answer.content.decode()), stream) if answer.status_code == 200 else None


def catch_up(page: Page) -> None:
    """Put all frames that have come since the page was made."""
    answer = replay(page.stream, page.n, ["de"])["de"]
    assert answer.frames is not None
    for frame in answer.frames:
        page.hear(json.loads(frame.text))


def of_idea(world: World) -> list[str]:
    """Return the elements beside the list that frames of the thread change."""
    parts = [f"idea-{world.idea.pk}-{part}" for part in ("text", "support", "stage")]
    return [*parts, f"{world.idea.thread.stream}-count"]


@pytest.mark.parametrize("name", [name for name in DEEDS if name not in OF_BOARDS_ONLY])
def test_the_page_of_an_idea(name: str) -> None:
    world, (before, deed) = make_world(), DEEDS[name]
    before(world)
    path, stream = f"/ideen/{world.idea.pk}/", world.idea.thread.stream
    pages = {role: opened(browser(world, role), path, stream) for role in ROLES}
    deed(world)
    moved = False
    for role, page in pages.items():
        assert page is not None
        was = page.shown(*of_idea(world))
        catch_up(page)
        fresh = opened(browser(world, role), path, stream)
        moved = moved or was != page.shown(*of_idea(world))
        if fresh is None:
            assert name in {WITHDRAWN, "idea on another board", "idea on a board for members too"}
            assert role in {"guest", "member", "moderator"}
        elif name == WITHDRAWN:
            assert page.root.find("id", f"idea-{world.idea.pk}-text") is None
        else:
            assert page.shown(*of_idea(world)) == fresh.shown(*of_idea(world)), role
    assert moved or "board" in name  # so the frames had something to do


@pytest.mark.parametrize("name", DEEDS)
def test_a_board(name: str) -> None:
    world, (before, deed) = make_world(), DEEDS[name]
    before(world)
    path, stream = world.board.get_absolute_url(), world.board.stream
    pages = {role: opened(browser(world, role), path, stream) for role in ROLES}
    deed(world)
    for role, page in pages.items():
        assert page is not None
        assert len(page.shown()["list"]) == 2  # type: ignore[arg-type]
        catch_up(page)
        fresh = opened(browser(world, role), path, stream)
        assert fresh is not None
        assert page.shown() == fresh.shown(), role


def test_a_hidden_comment_does_not_come_back_by_a_replay_from_the_beginning() -> None:
    world = make_world()
    DEEDS["comment with answers hidden"][1](world)
    DEEDS["comment hidden"][1](world)
    texts = [frame.text for frame in replay(world.idea.thread.stream, 0)["de"].frames or []]
    assert len(texts) == 6
    assert not any("Eins." in text or "Zwei." in text for text in texts)
    assert any("Antwort auf eins." in text for text in texts)


def test_two_hundred_frames_cost_as_many_queries_as_two(
    django_assert_num_queries: object,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

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
