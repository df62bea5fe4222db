"""A channel layer that loses, doubles, reorders and forgets; the database is the truth."""

import asyncio
import time

import pytest
from channels.layers import InMemoryChannelLayer

from live.broadcast import group_of
from live.reception import RENEW
from tests.live.inside import (
    Lossy,
    Page,
    layer_is,
    make_thread_soon,
    plain_page,
    post_soon,
    running_hub,
    until,
)

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = 40
DAY_AND_AN_HOUR = 25 * 3600.0


async def test_readers_are_complete_and_in_order_over_a_lossy_layer() -> None:
    author, thread = await make_thread_soon()
    with layer_is(Lossy()):
        async with running_hub() as running:
            pages = [Page(running, thread.stream) for _ in range(100)]
            for page in pages:
                await page.until_joined()
            for _turn in range(POSTS):
                await post_soon(author, thread)
            await until(lambda: all(len(page.numbers()) >= POSTS for page in pages))
            assert all(page.numbers() == list(range(1, POSTS + 1)) for page in pages)


async def test_control_a_plain_consumer_shows_what_the_layer_makes_of_it() -> None:
    author, thread = await make_thread_soon()
    with layer_is(Lossy()):
        async with plain_page(thread.stream) as numbers:
            for _turn in range(POSTS):
                await post_soon(author, thread)
            await asyncio.sleep(2)
        assert set(range(1, POSTS + 1)) - set(numbers)  # lost
        assert len(numbers) > len(set(numbers))  # doubled
        assert numbers != sorted(numbers)  # in disorder


async def test_a_lost_last_frame_comes_within_two_seconds() -> None:
    author, thread = await make_thread_soon()
    layer = InMemoryChannelLayer()
    with layer_is(layer):
        async with running_hub() as running:
            page = Page(running, thread.stream)
            await page.until_joined()
            await layer.flush()  # Redis was restarted: nobody is a member of anything
            await post_soon(author, thread)
            await until(lambda: page.numbers() == [1], 2.0)


async def _jump(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time
    monkeypatch.setattr("channels.layers.time.time", lambda: now() + DAY_AND_AN_HOUR)


async def test_a_clock_that_jumps_by_25_hours_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("live.reception.RENEW", 2.0)
    author, thread = await make_thread_soon()
    layer = InMemoryChannelLayer()
    with layer_is(layer):
        async with running_hub() as running:
            page = Page(running, thread.stream)
            await page.until_joined()
            await post_soon(author, thread)
            await until(lambda: page.numbers() == [1])
            await _jump(monkeypatch)
            await post_soon(author, thread)
            await until(lambda: page.numbers() == [1, 2], 2.0)  # by the look at the database
            group = group_of(thread.stream)
            await until(lambda: layer.groups.get(group), 5.0)  # by the renewal
            await post_soon(author, thread)
            await until(lambda: page.numbers() == [1, 2, 3], 0.9)  # live again, before any look
    assert RENEW < 60


async def test_control_a_plain_consumer_falls_out_of_its_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    author, thread = await make_thread_soon()
    with layer_is(InMemoryChannelLayer()):
        async with plain_page(thread.stream) as numbers:
            await post_soon(author, thread)
            await _jump(monkeypatch)
            await post_soon(author, thread)
            await asyncio.sleep(2)
            await post_soon(author, thread)
            await asyncio.sleep(0.5)
        assert numbers == [1]
