"""How many read along: counted per process, added up, rounded, and never a name."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer
from django.core.cache import cache

from events.models import Event
from live import presence
from live.models import Activity, Stream
from live.presence import PROCESSES, Presence, readers_of, rounded
from tests.cast import make_member
from tests.events.plans import announced
from tests.live.inside import Page, layer_is, make_thread_soon, running_hub, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Beats and counts without the wait, and no other test's numbers."""
    monkeypatch.setattr("live.hub._beat_pause", lambda: 0.2)
    monkeypatch.setattr(presence, "ROUND", 0.1)
    cache.clear()
    yield
    cache.clear()


@sync_to_async
def make_event() -> Event:
    """Store a public event."""
    return announced(make_member("office", role="office"), audience="public")


def beats(page: Page) -> list[dict[str, Any]]:
    return [one for one in page.messages if one["ev"] == "beat"]


def process(**readers: int) -> Presence:
    """Return what counts in another process, with so many readers of each stream."""

    async def ask(question: Any, *arguments: Any) -> Any:
        return await sync_to_async(question)(*arguments)

    feeds = {name.replace("_", "-"): SimpleNamespace(readers=range(count))
             for name, count in readers.items()}  # fmt: skip
    return Presence(SimpleNamespace(feeds=feeds, ask=ask))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, 0), (1, 0), (4, 0), (5, 5), (7, 5), (8, 10), (34, 35), (97, 95), (98, 100), (100, 100),
     (101, 100), (104, 100), (105, 110), (500, 500)],
)  # fmt: skip
def test_numbers_are_rounded_to_fives_then_to_tens_and_a_few_are_none(
    count: int, said: int
) -> None:
    assert rounded(count) == said


async def test_readers_of_an_event_hear_in_the_beat_about_how_many_they_are() -> None:
    event = await make_event()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            pages = [Page(running, event.stream) for _ in range(7)]
            await until(lambda: all(any("here" in one for one in beats(page)) for page in pages))
            assert beats(pages[0])[-1]["here"] == {event.stream: 5}
            assert await sync_to_async(readers_of)(event.stream) == 5
            for page in pages[3:]:
                running.remove(page.socket)
            await until(lambda: "here" not in beats(pages[0])[-1])
            assert await sync_to_async(readers_of)(event.stream) == 0


async def test_readers_of_other_streams_are_not_counted() -> None:
    event = await make_event()
    _author, thread = await make_thread_soon()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            readers = [Page(running, thread.stream) for _ in range(9)]
            both = [Page(running, event.stream) for _ in range(5)]
            for page in both:
                running.join(page.socket, thread.stream, 0)
            await until(lambda: any("here" in one for one in beats(both[0])))
            await until(lambda: len(beats(readers[0])) > 2)
            assert {frozenset(one) for one in beats(readers[0])} == {frozenset({"ev", "heads"})}
            assert beats(both[0])[-1]["here"] == {event.stream: 5}


async def test_nothing_of_it_is_stored_and_no_name_is_in_the_cache() -> None:
    event = await make_event()
    before = await Activity.objects.acount(), await Stream.objects.acount()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            pages = [Page(running, event.stream) for _ in range(6)]
            await until(lambda: any("here" in one for one in beats(pages[0])))
            kept = cache.get("here:process:0")
            assert kept[1] == {event.stream: 6}
            assert (await Activity.objects.acount(), await Stream.objects.acount()) == before


async def test_processes_are_added_up_and_one_that_has_died_counts_no_more() -> None:
    one, two, idle = process(event_3=20, event_4=1), process(event_3=14), process(thread_1=9)
    for each in (one, two, idle, one):
        await each.tell()
    assert (one.total, idle.total) == ({"event-3": 34, "event-4": 1}, {})
    assert readers_of("event-3") == 35
    places = [place for place in range(PROCESSES) if cache.get(f"here:process:{place}")]
    assert len(places) == 2, "one that has nobody to count takes no place"
    cache.delete("here:process:1")  # as it runs out by itself
    await one.tell()
    assert one.total == {"event-3": 20, "event-4": 1}
    await two.tell()
    assert two.total["event-3"] == 34, "one that was only slow takes a place again"


async def test_two_processes_that_begin_at_once_do_not_take_the_same_place() -> None:
    crowd = [process(event_3=3) for _ in range(12)]
    await asyncio.gather(*(one.tell() for one in crowd))
    await crowd[0].tell()
    assert crowd[0].total == {"event-3": 36}


async def test_a_cache_that_fails_costs_one_round_and_no_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = await make_event()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            broken = {"is": True}
            exchange = running.presence._exchange

            def fail(own: Any) -> Any:
                if broken["is"]:
                    raise ConnectionError
                return exchange(own)

            monkeypatch.setattr(running.presence, "_exchange", fail)
            pages = [Page(running, event.stream) for _ in range(5)]
            await until(lambda: len(beats(pages[0])) > 2)
            assert "here" not in beats(pages[0])[-1]
            broken["is"] = False
            await until(lambda: "here" in beats(pages[0])[-1])
