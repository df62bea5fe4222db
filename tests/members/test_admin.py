"""The admin pages of the office go through the actions."""

from typing import Any

import pytest

from ideas.models import Topic
from members.models import Member
from tests.cast import Cast, make_idea, say, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> Any:
    """The browser of somebody in the office who may use the admin pages."""
    Member.objects.filter(pk=cast.office.pk).update(is_staff=True, is_superuser=True)
    return signed_in(Member.objects.get(pk=cast.office.pk))


def test_nobody_else_enters(cast: Cast) -> None:
    for member in (None, cast.mate, cast.moderator, cast.guest, cast.office):
        assert signed_in(member).get("/verwaltung/").status_code == 302


def test_every_list_opens(cast: Cast, office: Any) -> None:
    say(cast.mate, make_idea(cast.author, cast.public))
    page = office.get("/verwaltung/").content.decode()
    for path in ("members/member", "members/municipality", "ideas/topic", "live/activity"):
        assert f"/verwaltung/{path}/" in page
        assert office.get(f"/verwaltung/{path}/").status_code == 200


def test_a_member_is_invited_and_suspended_there(cast: Cast, office: Any) -> None:
    form = {"email": "neu@x.de", "name": "Nora Neu", "office": "", "municipality": "",
            "role": "member", "language": "de", "is_active": "on"}  # fmt: skip
    assert office.post("/verwaltung/members/member/add/", form).status_code == 302
    invited = Member.objects.get(email="neu@x.de")
    assert (invited.handle, invited.has_usable_password()) == ("nora-neu", False)
    del form["is_active"]
    url = f"/verwaltung/members/member/{invited.pk}/change/"
    assert office.post(url, form | {"name": "Nora Alt"}).status_code == 302
    invited.refresh_from_db()
    assert (invited.name, invited.is_active, invited.version) == ("Nora Alt", False, 2)


def test_the_log_is_read_only(cast: Cast, office: Any) -> None:
    make_idea(cast.author, cast.public)
    assert office.get("/verwaltung/live/activity/add/").status_code == 403
    assert Topic.objects.count() == 3
