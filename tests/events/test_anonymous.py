"""Without a name means it: no row and no log says who has asked, and keys lead nowhere."""

import hashlib
import hmac
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.signing import get_cookie_signer
from django.test import Client
from django.utils import timezone

from events.actions import (
    ask_question,
    close_podium,
    set_podium,
    support_question,
    withdraw_question,
)
from events.actions.closing import close_podiums
from events.models import AgendaItem, Question, QuestionSupport
from ideaforge.errors import Forbidden, Refused
from live.models import Activity
from members.models import Member
from tests.cast import JSON, Cast, signed_in
from tests.events.podia import again, ask, on_air, over, page_of, stored

pytestmark = pytest.mark.django_db
Rows = dict[tuple[str, object], dict[str, Any]]


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air in which questions may be asked without a name."""
    return on_air(cast, allows_anonymous=True)


def every_row() -> Rows:
    """Return everything that is stored, table by table."""
    return {
        (model._meta.label, row["pk"]): {name: row[name] for name in row if name != "pk"}
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values("pk", *(f.attname for f in model._meta.fields))
    }


def names_of(member: Member) -> set[object]:
    return {member.handle, member.name, member.email}


def traces_of(member: Member, before: Rows) -> list[tuple[str, str]]:
    """Return each changed field that names the member, or refers to them."""
    found = []
    for (label, pk), row in every_row().items():
        if before.get((label, pk)) == row:
            continue
        model = apps.get_model(label) if not label.count(".") > 1 else None
        for name, value in row.items():
            assert model is not None
            field = next(f for f in model._meta.fields if f.attname == name)
            refers = field.related_model is Member and value == member.pk
            if refers or any(str(one) in str(value) for one in names_of(member)):
                found.append((label, name))
    return found


def ask_by_page(client: Client, item: AgendaItem, text: str, **more: str) -> Any:
    url = f"/termine/{item.event_id}/live/{item.pk}/fragen/stellen/"
    return client.post(url, {"text": text, "key": str(uuid4())} | more, headers=JSON)


def support_by_page(client: Client, question: Question, on: str = "1") -> Any:
    return client.post(f"/fragen/{question.pk}/unterstuetzen/", {"on": on}, headers=JSON)


def test_no_row_and_no_log_names_who_has_asked_or_supported(cast: Cast, item: AgendaItem) -> None:
    client, named = signed_in(cast.mate), ask(cast.office, item, "Mit Namen?")
    client.get(page_of(item))
    before = every_row()
    assert ask_by_page(client, item, "Kanarienvogel?", unnamed="on").status_code == 201
    assert support_by_page(client, named).json()["supported"] is True
    question = Question.objects.get(text="Kanarienvogel?")
    assert (question.author, len(question.device or "")) == (None, 64)
    assert {row.actor for row in Activity.objects.filter(object_id=question.pk)} == {None}
    assert traces_of(cast.mate, before) == []
    assert ask_by_page(client, item, "Und mit Namen?").status_code == 201
    assert ("events.Question", "author_id") in traces_of(cast.mate, before), "the test would see it"


def test_no_page_and_no_frame_names_them(cast: Cast, item: AgendaItem) -> None:
    client = signed_in(cast.mate)
    client.get(page_of(item))
    ask_by_page(client, item, "Kanarienvogel?", unnamed="on")
    for who in (cast.author, cast.office, cast.moderator):
        for path in (page_of(item), f"/termine/{item.event_id}/live/{item.pk}/fragen/regie/",
                     f"/live/nachholen/?stream={item.event.stream}&after=0"):  # fmt: skip
            answer = signed_in(who).get(path)
            assert answer.status_code in {200, 404}
            assert "Mate" not in answer.content.decode()
    assert "Kanarienvogel" in signed_in(cast.author).get(page_of(item)).content.decode()


def test_one_device_counts_once_and_two_count_twice(cast: Cast, item: AgendaItem) -> None:
    question = ask(cast.author, item, device="a")
    for device, count in (("a", 1), ("a", 1), ("b", 2), ("b", 2)):
        assert support_question(actor=cast.mate, question=question, device=device) == count
    assert support_question(actor=cast.office, question=question, device="b") == 2, "its device"
    assert not QuestionSupport.objects.exclude(member=None).exists()
    with pytest.raises(Refused):
        support_question(actor=cast.mate, question=question)
    assert again(question).support_count == 2


def test_the_key_is_an_hmac_of_the_cookie_under_the_salt_of_the_slot(
    cast: Cast, item: AgendaItem
) -> None:
    question, other = ask(cast.author, item, device="a"), on_air(cast, allows_anonymous=True)
    salt = stored(item).salt
    assert len(salt) == 64
    assert question.device == hmac.new(salt.encode(), b"a", hashlib.sha256).hexdigest()
    assert ask(cast.author, other, device="a").device != question.device


def test_when_the_slot_has_closed_the_salt_is_gone(cast: Cast, item: AgendaItem) -> None:
    question, client = ask(cast.author, item, device="a"), signed_in(cast.author)
    client.get(page_of(item))
    client.cookies["device"] = get_cookie_signer(salt="deviceevents.device").sign("a")
    over(item, minutes=9)
    close_podiums()
    assert stored(item).salt, "late words still arrive"
    assert "zuruecknehmen" in client.get(page_of(item)).content.decode()
    over(item)
    close_podiums()
    assert stored(item).salt == ""
    assert "zuruecknehmen" not in client.get(page_of(item)).content.decode()
    with pytest.raises(Forbidden):
        withdraw_question(actor=cast.author, question=again(question), device="a")
    assert stored(item).salt == ""


def test_a_slot_that_opens_again_has_another_salt(cast: Cast, item: AgendaItem) -> None:
    first = ask(cast.author, item, device="a")
    salt = stored(item).salt
    close_podium(item=item)
    second = ask(cast.author, item, device="a")
    assert stored(item).salt not in {"", salt}
    assert first.device != second.device
    with pytest.raises(Refused):  # by the new key it could be supported once more
        support_question(actor=cast.mate, question=first, device="b")


def test_where_names_are_asked_for_there_is_no_way_around(cast: Cast) -> None:
    item = on_air(cast)
    client = signed_in(cast.mate)
    answer = ask_by_page(client, item, "Kanarienvogel?", unnamed="on")
    assert (answer.status_code, answer.json()["field"]) == (400, "unnamed")
    with pytest.raises(Refused):
        ask_question(actor=cast.mate, item=item, text="x", key=uuid4(), device="a")
    assert (Question.objects.count(), stored(item).salt) == (0, "")
    assert "device" not in client.get(page_of(item)).cookies


def test_the_cookie_is_random_signed_and_given_once(
    cast: Cast, item: AgendaItem, settings: Any
) -> None:
    assert "device" not in Client().get(page_of(on_air(cast, audience="public"))).cookies
    first, second = (signed_in(cast.mate).get(page_of(item)).cookies for _ in range(2))
    assert first["device"].value.split(":")[0] != second["device"].value.split(":")[0]
    assert_kept_close(first, secure="")
    settings.HTTPS = True
    assert_kept_close(signed_in(cast.mate).get(page_of(item)).cookies, secure=True)


def assert_kept_close(cookies: "SimpleCookie", *, secure: object) -> None:
    device = cookies["device"]
    assert (device["httponly"], device["samesite"], device["secure"]) == (True, "Lax", secure)


def test_a_thrown_away_or_invented_cookie_gives_no_second_vote(
    cast: Cast, item: AgendaItem
) -> None:
    question, client = ask(cast.author, item), signed_in(cast.mate)
    client.get(page_of(item))
    assert support_by_page(client, question).json()["count"] == 1
    client.cookies["device"] = "invented:abc:def"
    refused = support_by_page(client, question)
    assert (refused.status_code, again(question).support_count) == (400, 1)
    del client.cookies["device"]
    assert (support_by_page(client, question).status_code, again(question).support_count) == (
        400,
        1,
    )


def test_an_own_question_is_shown_to_its_device_and_withdrawn_there(
    cast: Cast, item: AgendaItem
) -> None:
    AgendaItem.objects.update(looks_first=True)
    mine, other = signed_in(cast.mate), signed_in(cast.mate)
    for client in (mine, other):
        client.get(page_of(item))
    ask_by_page(mine, item, "Kanarienvogel?", unnamed="on")
    pages = ["Kanarienvogel" in one.get(page_of(item)).content.decode() for one in (mine, other)]
    assert pages == [True, False]
    url = f"/fragen/{Question.objects.get().pk}/zuruecknehmen/"
    assert (other.post(url, headers=JSON).status_code, Question.objects.count()) == (404, 1)
    assert (mine.post(url, headers=JSON).status_code, Question.objects.count()) == (200, 0)


def test_three_questions_a_minute_from_one_device(cast: Cast, item: AgendaItem) -> None:
    client = signed_in(cast.mate)
    client.get(page_of(item))
    codes = [ask_by_page(client, item, f"{n}?", unnamed="on").status_code for n in range(4)]
    assert codes == [201, 201, 201, 429]


def test_no_session_is_stored_in_the_moment_of_an_unnamed_question(cast: Cast) -> None:
    item, client = on_air(cast), signed_in(cast.author)
    client.get(page_of(item))
    rules = {"takes_questions": True, "allows_anonymous": True, "looks_first": False}
    set_podium(actor=cast.moderator, item=item, **rules)
    Session.objects.update(expire_date=timezone.now() + timedelta(days=3))
    before = Session.objects.get().expire_date
    asked = ask_by_page(client, item, "Wer?", unnamed="on")
    assert (asked.status_code, Session.objects.get().expire_date) == (400, before)
    client.get(page_of(item))  # gives the device
    assert Session.objects.get().expire_date != before, "the test would see it"
    Session.objects.update(expire_date=before)
    assert ask_by_page(client, item, "Wer?", unnamed="on").status_code == 201
    assert Session.objects.get().expire_date == before


def test_the_next_on_the_same_browser_is_another_device(cast: Cast) -> None:
    item = on_air(cast, allows_anonymous=True, looks_first=True)
    client = signed_in(cast.author)
    client.get(page_of(item))
    ask_by_page(client, item, "Kanarienvogel?", unnamed="on")
    assert "Kanarienvogel" in client.get(page_of(item)).content.decode(), "the control"
    client.post("/konto/abmelden/")
    client.force_login(cast.mate)
    for _visit in range(2):
        assert "Kanarienvogel" not in client.get(page_of(item)).content.decode()
