"""Every field of the podium and naughty strings: stored as they are, or a message there."""

from typing import Any
from uuid import uuid4

import pytest

from events.models import AgendaItem, Poll, Question, Vote
from ideaforge.text import clean_line, clean_text
from tests.cast import JSON, Cast, signed_in
from tests.conftest import Strings
from tests.events.podia import ask, on_air, page_of, poll
from tests.test_every_field import NASTY, accepted, short

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(strings: Strings) -> list[str]:
    """Some of the shared naughty strings, and our own."""
    return strings("hostile/blns.json")[::8] + NASTY


@pytest.fixture
def item(cast: Cast, settings: Any) -> AgendaItem:
    """A slot on air, where one may ask as fast as one likes."""
    settings.QUESTION_RATE = (10_000, 60)
    return on_air(cast)


def test_questions_and_answers(cast: Cast, item: AgendaItem, words: list[str]) -> None:
    client, office = signed_in(cast.author), signed_in(cast.office)
    url = f"/termine/{item.event_id}/live/{item.pk}/fragen/stellen/"
    answer_url = f"/fragen/{ask(cast.author, item).pk}/antwort/"
    for one in words:
        told = client.post(url, {"text": one, "key": str(uuid4())}, headers=JSON)
        if expected := accepted(clean_text, one, 500):
            assert (told.status_code, Question.objects.latest("pk").text) == (201, expected)
        else:
            assert (told.status_code, told.json()["field"]) == (400, "text"), short(one)
        page = office.post(answer_url, {"text": one})
        if expected := accepted(clean_text, one, 5_000):
            assert page.status_code == 303, short(one)
            assert Question.objects.earliest("pk").answer == expected
        else:
            assert list(page.context["form"].errors) == ["text"], short(one)
    assert "<script>alert" not in client.get(page_of(item)).content.decode()


def test_polls_and_words_of_votes(cast: Cast, item: AgendaItem, words: list[str]) -> None:
    client, office = signed_in(cast.author), signed_in(cast.office)
    cloud = poll(cast.moderator, item, "cloud", options=[], shows_at_once=True)
    url = f"/termine/{item.event_id}/live/{item.pk}/umfragen/"
    for one in words:
        page = office.post(url, {"kind": "cloud", "text": one, "options": one})
        fine = accepted(clean_line, one, 300)
        if page.status_code == 303:
            assert Poll.objects.latest("pk").text == fine
            Poll.objects.latest("pk").delete()
        else:
            assert set(page.context["form"].errors) <= {"text", "options"}, short(one)
            assert 'class="error"' in page.content.decode()
        told = client.post(f"/umfragen/{cloud.pk}/abstimmen/", {f"answer-{cloud.pk}": one},
                           headers=JSON)  # fmt: skip
        if expected := accepted(clean_line, one, 30):
            assert (told.status_code, Vote.objects.get().answer) == (200, [expected]), short(one)
        else:
            assert (told.status_code, told.json()["field"]) == (400, "answer"), short(one)
        assert client.get(page_of(item)).status_code == 200
