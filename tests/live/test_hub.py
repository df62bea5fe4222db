"""The hub of a process: one for all sockets, and it lets nothing slip while rights are asked."""

import asyncio
from collections.abc import Iterable
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer

import live.hub
from discussions import actions
from discussions.actions import post_comment
from live import frames
from live.broadcast import recheck
from live.frames import Replay
from live.hub import Hub, hub
from live.socket import Socket
from members.models import Member
from tests.live.inside import (
    Page,
    layer_is,
    make_thread_soon,
    post_soon,
    running_hub,
    until,
)
from tests.live.seed import session_of

pytestmark = pytest.mark.django_db(transaction=True)


async def test_64_first_connections_at_once_make_one_hub_and_get_each_frame_once() -> None:
    author, thread = await make_thread_soon()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub():
            met: list[Hub] = []

            async def connect() -> Page:
                await asyncio.sleep(0)
                met.append(hub())
                return Page(met[-1], thread.stream)

            pages = await asyncio.gather(*(connect() for _ in range(64)))
            for page in pages:
                await page.until_joined()
            for _turn in range(5):
                await post_soon(author, thread)
            await until(lambda: all(len(page.numbers()) >= 5 for page in pages))
            await asyncio.sleep(1.5)
            assert [page.numbers() for page in pages] == [[1, 2, 3, 4, 5]] * 64
            assert len(set(map(id, met))) == 1


async def test_who_leaves_while_others_are_served_gets_nothing_more() -> None:
    # The hub yields after every 64 sockets; the last one leaves in such a pause.
    author, thread = await make_thread_soon()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            pages = [Page(running, thread.stream) for _ in range(200)]
            for page in pages:
                await page.until_joined()
            last, first = pages[-1], pages[0]
            receive = first._receive

            async def leave_then_receive(message: dict[str, object]) -> None:
                running.leave(last.socket, thread.stream)
                await receive(message)

            first.socket._send = leave_then_receive
            await post_soon(author, thread)
            await until(lambda: pages[-2].numbers() == [1])
            assert last.numbers() == []


async def test_two_replays_of_one_batch_with_a_comment_between_them_leave_no_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    author, thread = await make_thread_soon()
    for _turn in range(2):
        await post_soon(author, thread)
    read, answers = frames.replay, dict[int, dict[str, Replay]]()
    began: list[str] = []

    def replay(stream: str, after: int, languages: Iterable[str]) -> dict[str, Replay]:
        if not began:
            began.append(stream)
            answers[2] = read(stream, 2, languages)
            post_comment(author=author, thread=thread, text="Dazwischen.", key=uuid4())
            answers[1] = read(stream, 1, languages)
        return answers.pop(after, None) or read(stream, after, languages)

    monkeypatch.setattr("live.door.replay", replay)
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            pages = [Page(running, thread.stream, after) for after in (1, 2)]
            for page in pages:
                await page.until_joined()
            await post_soon(author, thread)
            await until(lambda: all(page.numbers()[-1:] == [4] for page in pages))
            assert [page.numbers() for page in pages] == [[2, 3, 4], [3, 4]]


async def test_a_second_examination_does_not_open_the_gate_of_the_first() -> None:
    socket = Socket(_nowhere, session="", language="de")
    socket.held += 1
    socket.held += 1
    socket.held -= 1
    assert not socket.is_ready
    socket.held -= 1
    assert socket.is_ready


async def test_a_stream_joined_while_rights_are_looked_up_does_not_close_the_socket() -> None:
    author, thread = await make_thread_soon()
    other = await sync_to_async(actions.open_thread)(audience="public")
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            page = Page(running, thread.stream)
            await page.until_joined()
            checking = asyncio.create_task(running.rights.check([page.socket]))
            await asyncio.sleep(0)  # it has asked, and waits for the answer
            running.join(page.socket, other.stream, 0)
            await checking
            assert page.closed_with is None
            await post_soon(author, other)
            await until(lambda: page.numbers() == [1])


async def test_a_member_suspended_while_joining_is_not_overlooked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    author, thread = await make_thread_soon()
    session = await sync_to_async(session_of)(author)
    look_up = live.door.look_up

    def suspend_after_the_answer(*question: object) -> object:
        answer = look_up(*question)  # type: ignore[arg-type]
        monkeypatch.setattr("live.hub.look_up", look_up)
        Member.objects.filter(pk=author.pk).update(is_active=False)
        recheck(members=[author.pk])
        return answer

    monkeypatch.setattr("live.hub.look_up", suspend_after_the_answer)
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            page = Page(running, thread.stream, session=session)  # its member is not known yet
            await until(lambda: page.closed_with == 4401, 2.0)


async def test_a_reader_that_blocks_its_close_holds_up_nobody() -> None:
    _author, thread = await make_thread_soon()
    with layer_is(InMemoryChannelLayer()):
        async with running_hub() as running:
            stuck = Page(running, thread.stream)
            stuck.socket._send = _for_ever
            other = Page(running, thread.stream)
            await other.until_joined()
            running.close(stuck.socket, 4408)
            running.close(other.socket, 4408)
            await until(lambda: other.closed_with == 4408, 1.0)


async def _nowhere(message: dict[str, object]) -> None:
    """Take a message and do nothing."""


async def _for_ever(message: dict[str, object]) -> None:
    await asyncio.Event().wait()
