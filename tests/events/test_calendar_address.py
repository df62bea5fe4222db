"""The page with the address of one's calendar: made on request, and ended at once."""

from functools import partial

import pytest
from django.test import Client

from events.actions import renew_calendar
from events.models import CalendarKey
from ideaforge.errors import Forbidden
from members.models import Member
from tests.cast import JSON, Cast, at_once, make_cast, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/konto/kalender/"


def status_of(key: object) -> int:
    return Client().get(f"/kalender/{key}.ics").status_code


def test_looking_makes_no_address(cast: Cast) -> None:
    page = signed_in(cast.mate).get(PAGE).content.decode()
    assert not CalendarKey.objects.exists()
    assert ("webcal:" in page, 'name="ends"' in page) == (False, False)


def test_it_is_made_on_request_and_shown(cast: Cast) -> None:
    client = signed_in(cast.mate)
    answer = client.post(PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    key = CalendarKey.objects.get().key
    answer = client.get(PAGE)
    page = answer.content.decode()
    assert f'value="http://testserver/kalender/{key}.ics"' in page
    assert f'href="webcal://testserver/kalender/{key}.ics"' in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert str(key) not in signed_in(cast.author).get(PAGE).content.decode()
    assert status_of(key) == 200


def test_a_new_one_ends_the_old_one_at_once(cast: Cast) -> None:
    client = signed_in(cast.mate)
    client.post(PAGE)
    old = CalendarKey.objects.get().key
    answer = client.post(PAGE, {"ends": str(old)}, headers=JSON)
    new = CalendarKey.objects.get().key
    assert answer.json() == {"address": f"/kalender/{new}.ics"}
    assert (status_of(old), status_of(new)) == (404, 200)


@pytest.mark.parametrize("sent", ["old", "", "Unsinn", "other"])
def test_a_form_ends_only_the_address_that_it_has_shown(cast: Cast, sent: str) -> None:
    old = renew_calendar(actor=cast.mate, ends=None).key
    new = renew_calendar(actor=cast.mate, ends=old).key
    other = renew_calendar(actor=cast.author, ends=None).key
    ends = {"old": str(old), "other": str(other)}.get(sent, sent)
    signed_in(cast.mate).post(PAGE, {"ends": ends})
    assert (status_of(new), status_of(other)) == (200, 200)


def test_guests_and_suspended_members_get_none(cast: Cast) -> None:
    Member.objects.filter(pk=cast.mate.pk).update(is_active=False)
    for member in (cast.guest, cast.mate):
        with pytest.raises(Forbidden):
            renew_calendar(actor=member, ends=None)
    assert signed_in(cast.guest).post(PAGE).status_code == 403
    assert not CalendarKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_first_visits_at_once_make_one_address() -> None:
    cast = make_cast()
    results = at_once([partial(renew_calendar, actor=cast.mate, ends=None)] * 8)
    assert [one for one in results if isinstance(one, Exception)] == []
    key = CalendarKey.objects.get().key
    results = at_once([partial(renew_calendar, actor=cast.mate, ends=key)] * 8)
    keys = {one.key for one in results if isinstance(one, CalendarKey)}
    assert len(keys) == 1, "who comes second ends nothing more"
    assert keys != {key}
