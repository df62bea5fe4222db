"""A person with a browser, as far as HTTP goes: pages are read, comments are posted."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.server import HOST

TOKEN = "b" * 32  # Django takes any secret of this length, as long as cookie and header agree


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float
    began: float


class Visitor:
    """One connection that stays open; without a session a guest."""

    def __init__(self, port: int, session: str = "") -> None:
        self.origin = f"http://{HOST}:{port}"
        self.headers: dict[str, str] = {}
        self.become(session)
        self.line = http.client.HTTPConnection(HOST, port, timeout=60)

    def become(self, session: str) -> None:
        """Go on as somebody else on the same connection; empty is a guest."""
        cookie = f"csrftoken={TOKEN}"
        self.headers = {"Cookie": f"{cookie}; sessionid={session}" if session else cookie}

    def get(self, path: str) -> Answer:
        """Fetch a page; raise where it is none."""
        answer = self._ask("GET", path, None, self.headers)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer

    def comment(self, thread: int, text: str) -> tuple[Answer, dict[str, Any]]:
        """Post a comment as the page's script does; return the answer and what it says."""
        answer = self.post(f"/diskussionen/{thread}/kommentare/",
                           {"text": text, "key": str(uuid4())}, 201)  # fmt: skip
        return answer, json.loads(answer.body)

    def post(self, path: str, words: Mapping[str, object], status: int = 200) -> Answer:
        """Send a form as the page's script does; raise where it is answered otherwise."""
        headers = self.headers | {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.origin,
            "Referer": f"{self.origin}/termine/",  # every browser says where it is
            "X-CSRFToken": TOKEN,
        }
        answer = self._ask("POST", path, urlencode(words), headers)
        if answer.status != status:
            raise RuntimeError(f"{path} was answered with {answer.status}: {answer.body[:200]!r}")
        return answer

    def say(self, text: str) -> Answer:
        """Hand a finished message to one of the servers that we are compared with."""
        return self._ask("POST", "/say", text.encode(), {})

    def _ask(
        self, verb: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> Answer:
        began = time.monotonic()
        self.line.request(verb, path, body, headers)
        response = self.line.getresponse()
        content = response.read()
        return Answer(response.status, content, time.monotonic() - began, began)
