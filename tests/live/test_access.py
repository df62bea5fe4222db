"""Who loses the right to read is cut off within two seconds, and no frame follows."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.live.client import Reader, Writer, reading
from tests.live.seed import PASSWORD
from tests.server import Server

pytestmark = pytest.mark.xdist_group("live")
WITHIN = 2.0
Deed = Callable[[], Awaitable[object]]


@asynccontextmanager
async def cut_off(
    server: Server, thread: int, readers: dict[str, str]
) -> AsyncIterator[Callable[[Deed, int], Awaitable[None]]]:
    """Open the socket `leaver` and the control `stays`; yield what carries out and checks."""
    stream = f"thread-{thread}"
    async with (
        Writer(server, server.seed["people"]["office"][1]) as writer,
        reading(server, readers["leaver"]) as leaver,
        reading(server, readers["stays"]) as stays,
    ):
        for reader in (leaver, stays):
            await reader.join(stream, 0)
        before = await writer.must_post(thread, "Alle lesen mit.")
        await leaver.until_n(before)

        async def lose(deed: Deed, code: int) -> None:
            await deed()
            since = time.monotonic()
            after = [await writer.must_post(thread, f"Nicht für jeden {turn}") for turn in range(5)]
            await stays.until_n(after[-1])  # so there was something to keep from the other
            assert await leaver.until_closed() == code
            assert leaver.closed_at - since < WITHIN
            _nothing_but(leaver, before)

        yield lose
        await stays.line.close()


def _nothing_but(reader: Reader, last: int) -> None:
    assert max(reader.numbers()) == last


async def test_signing_out_closes_the_sockets_of_that_session_only(server: Server) -> None:
    sessions = server.seed["people"]
    pages = {"leaver": sessions["leaves"][1], "stays": sessions["other"][1]}
    async with (
        cut_off(server, server.new_thread(), pages) as lose,
        Writer(server, sessions["leaves"][1]) as page,
    ):

        async def sign_out() -> None:
            assert (await page.http.post("/konto/abmelden/")).status_code in {200, 302}

        await lose(sign_out, 4401)
    async with reading(server, sessions["leaves"][1]) as guest:  # the cookie is worth nothing now
        await guest.join(f"member-{sessions['leaves'][0]}")
        assert guest.codes() == ["forbidden"]
        await guest.line.close()


async def test_suspending_a_member_closes_their_sockets(server: Server) -> None:
    people = server.seed["people"]
    member, session = people["suspended"]
    pages = {"leaver": session, "stays": people["other"][1]}
    async with (
        cut_off(server, server.new_thread(), pages) as lose,
        Writer(server, people["office"][1]) as office,
    ):

        async def suspend() -> None:
            form = {"email": "out@x.de", "name": "Ute Raus", "role": "member", "language": "de"}
            path = f"/verwaltung/members/member/{member}/change/"
            answer = await office.http.post(path, data=form)
            assert answer.status_code == 302, answer.text[:2000]

        await lose(suspend, 4401)


async def test_a_new_password_closes_the_sockets_of_the_old_one(server: Server) -> None:
    people = server.seed["people"]
    pages = {"leaver": people["reader"][1], "stays": people["other"][1]}
    async with (
        cut_off(server, server.new_thread(), pages) as lose,
        Writer(server, people["reader"][1]) as page,
    ):

        async def change() -> None:
            new = PASSWORD[::-1]
            form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
            answer = await page.http.post(
                "/konto/passwort/aendern/", data=form, headers={"Accept": "text/html"}
            )
            assert answer.status_code == 302, answer.text[:2000]

        await lose(change, 4401)


async def test_closing_a_board_closes_its_threads_and_spares_its_moderators(
    server: Server,
) -> None:
    seed = server.seed
    pages = {"leaver": "", "stays": seed["people"]["office"][1]}
    async with (
        cut_off(server, seed["shelter_thread"], pages) as lose,
        Writer(server, seed["people"]["office"][1]) as office,
        reading(server, seed["people"]["other"][1]) as board_page,
    ):
        await board_page.join(f"topic-{seed['shelter']}", 0)

        async def close() -> None:
            form = {"name": "Kooperation", "slug": "kooperation", "hue": "blue", "glyph": "boat"}
            form |= {"position": "0", "visibility": "closed"}
            path = f"/verwaltung/ideas/topic/{seed['shelter']}/change/"
            answer = await office.http.post(path, data=form)
            assert answer.status_code == 302, answer.text[:2000]

        await lose(close, 4403)
        assert await board_page.until_closed() == 4403


async def test_other_rights_than_those_of_the_socket_do_not_close_it(server: Server) -> None:
    # An edit of one idea makes the hub look again at its readers; they stay and miss nothing.
    thread = server.new_thread()
    stream = f"thread-{thread}"
    idea = server.rows("SELECT id FROM ideas_idea WHERE thread_id = ?", thread)[0][0]
    async with (
        Writer(server, server.seed["people"]["office"][1]) as office,
        reading(server) as reader,
    ):
        await reader.join(stream, 1)
        for turn in range(3):
            version = server.rows("SELECT version FROM ideas_idea WHERE id = ?", idea)[0][0]
            form = {"title": f"Neu {turn}", "text": "Anders.", "topics": server.seed["board"]}
            answer = await office.http.post(
                f"/ideen/{idea}/bearbeiten/", data={**form, "version": version}
            )
            assert answer.status_code < 400, answer.text[:2000]
            await office.must_post(thread, f"Dazu {turn}")
        await reader.until_n(7)
        assert reader.numbers() == [2, 3, 4, 5, 6, 7]
        assert reader.code is None
        await reader.line.close()
