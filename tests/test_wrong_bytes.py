"""Bytes that are no text, in forms, addresses and cookies: no error of ours."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast, make_idea, post_url, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/ideen/neu/", "/vorschau/", "/konto/", "thread", "/sprache/"])
def test_bytes_that_are_no_text_are_no_error_of_ours(cast: Cast, path: str) -> None:
    idea = make_idea(cast.author, cast.public)
    target = post_url(idea) if path == "thread" else path
    key = str(uuid4())
    for raw in ("%ED%A0%80", "%FF%FE", "%00", "a%C3", "%F4%90%80%80"):
        names = ("text", "title", "name", "office", "place", "tags", "topics", "version", "parent")
        body = "&".join(f"{name}={raw}" for name in names) + f"&key={key}&save=1"
        answer = signed_in(cast.mate).post(
            target, body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code < 500


@pytest.mark.parametrize("path", ["/", "/ideen/", "/themen/", "/konto/anmelden/"])
def test_a_wrong_query_or_cookie_is_no_error_of_ours(db: None, path: str) -> None:
    for raw in ("?%ED%A0%80=%FF", "?suche=%00&seite=%00&ab=%00&vor=%00", "?" + "a=1&" * 900):
        client = Client()
        client.cookies["django_language"] = "\x7f'\"><"
        client.cookies["sessionid"] = "x" * 4_000
        assert client.get(path + raw).status_code in {200, 302, 400}
