"""What every request passes: size, language, headers, probes, and the pages of errors."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ideaforge.views import WORKER_PULSE, broken
from tests.cast import JSON, Cast, make_idea, post_url, signed_in

pytestmark = pytest.mark.django_db


def test_a_body_over_64_kib_is_413_before_anything_reads_it(cast: Cast) -> None:
    url, client = post_url(make_idea(cast.author, cast.public)), signed_in(cast.mate)
    kind = "application/x-www-form-urlencoded"
    for length, status in ((65_536, 400), (65_537, 413), (5_000_000, 413)):
        answer = client.post(url, "text=".ljust(length, "x"), content_type=kind)
        assert answer.status_code == status
        assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("length", ["x", "-", "1e9", "9" * 40])
def test_a_wrong_declared_length_is_refused_too(db: None, length: str) -> None:
    answer = Client().get("/", CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_pages_are_german_whatever_the_browser_prefers(db: None) -> None:
    answer = Client().get("/konto/anmelden/", headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "de"
    assert '<html lang="de"' in answer.content.decode()


def test_a_chosen_language_is_kept_and_a_wrong_one_ignored(db: None) -> None:
    client = Client()
    for wrong in ("fr", "", "\x00", "de-de"):
        answer = client.post("/sprache/", {"language": wrong, "next": "/ideen/"})
        assert "django_language" not in answer.cookies
    answer = client.post("/sprache/", {"language": "en", "next": "/ideen/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ideen/")
    cookie = answer.cookies["django_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    assert client.get("/")["Content-Language"] == "en"
    client.cookies["django_language"] = "xx"
    assert client.get("/")["Content-Language"] == "de"


def test_every_page_carries_the_second_wall(db: None) -> None:
    for path in ("/", "/gibt/es/nicht/", "/konto/anmelden/"):
        answer = Client().get(path)
        policy = dict(part.strip().split(" ", 1)
                      for part in answer["Content-Security-Policy"].split(";"))  # fmt: skip
        assert policy["default-src"] == "'self'"
        assert (policy["object-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_the_probes_tell_of_each_part(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/healthz").content == b"ok\n"
    answer = Client().get("/readyz")
    parts = {"database": True, "channel_layer": True, "worker": False, "migrations": True}
    assert (answer.status_code, answer.json()) == (503, parts)
    cache.set(WORKER_PULSE, True)
    assert Client().get("/readyz").status_code == 200
    monkeypatch.setattr("ideaforge.views._is_migrated", lambda: False)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


@pytest.mark.parametrize(
    ("part", "broken_at"),
    [
        ("channel_layer", "ideaforge.views.get_channel_layer"),
        ("worker", "ideaforge.views.cache.get"),
        ("migrations", "ideaforge.views.MigrationExecutor"),
    ],
)
def test_a_part_that_fails_in_its_own_way_is_named_not_a_500(
    db: None, monkeypatch: pytest.MonkeyPatch, part: str, broken_at: str
) -> None:
    class BackendError(Exception):
        """What no other package knows."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise BackendError

    monkeypatch.setattr(broken_at, fail)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()[part], answer.json()["database"]) == (
        503, False, True,
    )  # fmt: skip


def test_a_broken_page_asks_the_database_for_nothing(
    rf: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = broken(rf.get("/"))
    assert (answer.status_code, "<h1" in answer.content.decode()) == (500, True)


def test_an_error_of_ours_is_500_and_tells_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_options: object) -> None:
        raise RuntimeError("Kanarienvogel")

    idea = make_idea(cast.author, cast.public)
    monkeypatch.setattr("discussions.views.actions.post_comment", fail)
    client = signed_in(cast.mate, raise_request_exception=False)
    form = {"text": "x", "key": "6f1c0f5e-3c1f-4a83-9a5a-0c6b6f3c1f4a"}
    for headers in ({}, JSON):
        answer = client.post(post_url(idea), form, headers=headers)
        assert answer.status_code == 500
        assert "Kanarienvogel" not in answer.content.decode()
    assert "x</textarea>" in client.post(post_url(idea), form).content.decode()


def test_what_is_not_there_is_404_in_the_form_that_was_asked_for(db: None) -> None:
    page, told = Client().get("/gibt/es/nicht/"), Client().get("/gibt/es/nicht/", headers=JSON)
    assert (page.status_code, "<h1" in page.content.decode()) == (404, True)
    assert (told.status_code, told.json()) == (404, {"error": "not found"})


def test_pages_without_rights_say_so_in_the_houses_look(cast: Cast) -> None:
    answer = signed_in(cast.guest).get("/ideen/neu/")
    assert (answer.status_code, "<h1" in answer.content.decode()) == (403, True)


def test_manifest_and_offline_page_need_nobody(db: None) -> None:
    assert Client().get("/manifest.webmanifest").json()["lang"] == "de"
    assert Client().get("/offline/").status_code == 200
