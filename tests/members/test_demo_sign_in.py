"""The one-click sign-in of the demo: five people, and only in demo mode."""

from typing import Any

import pytest
from django.test import Client

from members.demo_cast import CAST
from members.models import Member
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> dict[str, Member]:
    """The demo cast."""
    return {
        key: make_member(key, source=f"demo:{key}", role="guest" if key == "guest" else "member")
        for key in CAST
    }


@pytest.mark.parametrize("key", CAST)
def test_one_click_signs_in(people: dict[str, Member], key: str) -> None:
    client = Client()
    answer = client.post("/konto/demo/", {"member": key, "next": "/ideen/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ideen/")
    assert client.session["_auth_user_id"] == str(people[key].pk)


@pytest.mark.parametrize("key", ["", "admin", "demo:mayor", "mayor\x00", "MAYOR"])
def test_nobody_else_is_one_click_away(people: dict[str, Member], key: str) -> None:
    client = Client()
    assert client.post("/konto/demo/", {"member": key}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_demo_mode_there_is_no_such_page(people: dict[str, Member], settings: Any) -> None:
    client = Client()
    assert "/konto/demo/" in client.get("/konto/anmelden/").content.decode()
    settings.DEMO = False
    assert client.post("/konto/demo/", {"member": "mayor"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "/konto/demo/" not in client.get("/konto/anmelden/").content.decode()


def test_a_suspended_or_missing_one_is_404(people: dict[str, Member]) -> None:
    Member.objects.filter(pk=people["mayor"].pk).update(is_active=False)
    people["landrat"].delete()
    for key in ("mayor", "landrat"):
        assert Client().post("/konto/demo/", {"member": key}).status_code == 404


def test_the_sign_in_page_names_them_in_order(people: dict[str, Member]) -> None:
    shown = Client().get("/konto/anmelden/").context["demo_cast"]
    assert [one["key"] for one in shown] == list(CAST)
