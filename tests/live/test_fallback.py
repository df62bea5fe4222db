"""The fall-back by HTTP gives the frames that the socket gives, to those who may read them."""

import httpx
import pytest

from tests.live.client import Writer, reading
from tests.server import Server

pytestmark = pytest.mark.xdist_group("live")
PATH = "/live/nachholen/"


def _ask(server: Server, session: str = "", **query: object) -> httpx.Response:
    cookies = {"sessionid": session} if session else {}
    with httpx.Client(base_url=server.url, cookies=cookies, timeout=20) as page:
        return page.get(PATH, params={name: str(value) for name, value in query.items()})


async def test_it_gives_the_same_as_the_socket(server: Server) -> None:
    thread = server.new_thread()
    stream = f"thread-{thread}"
    async with Writer(server, server.seed["posters"][0]) as writer:
        for turn in range(3):
            await writer.must_post(thread, f"Beitrag {turn}")
        comment = server.rows("SELECT max(id) FROM discussions_comment")[0][0]
        gone = await writer.http.post(f"/diskussionen/kommentare/{comment}/loeschen/")
        assert gone.status_code == 200
    for after in (0, 2, 5):
        async with reading(server) as reader:
            await reader.join(stream, after)
            answer = _ask(server, stream=stream, after=after)
            assert answer.status_code == 200
            assert answer.json() == reader.messages
            assert answer.headers["Cache-Control"] == "no-store"
            await reader.line.close()
    assert [one["ev"] for one in answer.json()] == ["joined"]


def test_who_is_too_far_behind_is_told_so(server: Server) -> None:
    stream = f"thread-{server.seed['long_thread']}"
    answer = _ask(server, stream=stream, after=0)
    assert answer.json() == [{"ev": "reset", "stream": stream, "n": server.seed["long_head"]}]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"stream": "thread-1"},
        {"after": "1"},
        {"stream": "thread-0", "after": "1"},
        {"stream": "thread-1", "after": ""},
        {"stream": "thread-1", "after": "-1"},
        {"stream": "thread-1", "after": "1.0"},
        {"stream": "thread-1", "after": "NaN"},
        {"stream": "thread-1", "after": "²"},
        {"stream": "thread-1", "after": "9" * 19},
        {"stream": "thread-1\x00", "after": "1"},
        {"stream": "<b>", "after": "1"},
    ],
)
def test_what_is_no_question_is_answered_with_400(server: Server, query: dict[str, str]) -> None:
    answer = _ask(server, **query)
    assert (answer.status_code, answer.json()) == (400, {"ev": "error", "code": "malformed"})


def test_what_one_may_not_read_is_answered_with_403(server: Server) -> None:
    seed = server.seed
    for stream in (f"thread-{seed['vault_thread']}", f"topic-{seed['vault']}", "thread-999999"):
        for session in ("", seed["people"]["reader"][1], seed["people"]["other"][1]):
            answer = _ask(server, session, stream=stream, after=0)
            refusal = {"ev": "error", "code": "forbidden"}
            assert (answer.status_code, answer.json()) == (403, refusal)
    office = seed["people"]["office"][1]
    assert _ask(server, office, stream=f"thread-{seed['vault_thread']}", after=0).status_code == 200


def test_it_is_asked_and_not_told(server: Server) -> None:
    with httpx.Client(base_url=server.url, cookies={"csrftoken": "t" * 32}) as page:
        answer = page.post(PATH, headers={"X-CSRFToken": "t" * 32})
    assert answer.status_code == 405
