"""Posting by HTTP: JSON as the protocol says, pages for browsers without scripts."""

from uuid import uuid4

import pytest

from discussions.actions import close_thread
from discussions.models import Comment
from ideas.models import Idea
from tests.cast import JSON, Cast, make_idea, post_url, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_json_answers_201_then_200_with_the_same_body_then_409(cast: Cast, idea: Idea) -> None:
    client, form = signed_in(cast.mate), {"text": "Gut.", "key": str(uuid4())}
    first = client.post(post_url(idea), form, headers=JSON)
    again = client.post(post_url(idea), form, headers=JSON)
    other = client.post(post_url(idea), form | {"text": "Anders."}, headers=JSON)
    comment = Comment.objects.get()
    assert [one.status_code for one in (first, again, other)] == [201, 200, 409]
    assert first.json() == again.json()
    assert (first.json()["id"], first.json()["n"]) == (f"comment-{comment.pk}", 2)
    assert f'<li id="comment-{comment.pk}"' in first.json()["html"]
    assert [part["id"] for part in first.json()["also"]] == [f"{idea.thread.stream}-count"]
    assert set(other.json()) == {"error", "field"}


def test_a_form_answers_303_and_leads_to_the_comment(cast: Cast, idea: Idea) -> None:
    client = signed_in(cast.mate)
    answer = client.post(post_url(idea), {"text": "Gut.", "key": str(uuid4())})
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, comment.get_absolute_url())
    landing = client.get(answer["Location"])["Location"]
    assert landing == f"{idea.get_absolute_url()}?ab={comment.place}#comment-{comment.pk}"


@pytest.mark.parametrize("field", ["text", "key", "parent"])
def test_json_names_the_field_that_is_wrong(cast: Cast, idea: Idea, field: str) -> None:
    form = {"text": "Gut.", "key": str(uuid4()), "parent": ""}
    wrong = {"text": "\u200b", "key": "123", "parent": "99999999999999999999999"}[field]
    answer = signed_in(cast.mate).post(post_url(idea), form | {field: wrong}, headers=JSON)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert Comment.objects.count() == 0


def test_a_page_gives_the_words_back_with_a_message_at_the_field(cast: Cast, idea: Idea) -> None:
    words = "Zu lang. " * 1_200
    answer = signed_in(cast.mate).post(post_url(idea), {"text": words, "key": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words.strip() in page
    assert 'id="words-error"' in page


def test_exactly_as_long_as_allowed_goes_in(cast: Cast, idea: Idea) -> None:
    client = signed_in(cast.mate)
    for length, status in ((10_000, 201), (10_001, 400)):
        form = {"text": "ü" * length, "key": str(uuid4())}
        assert client.post(post_url(idea), form, headers=JSON).status_code == status


def test_a_closed_thread_gives_the_reason_and_the_words_back(cast: Cast, idea: Idea) -> None:
    close_thread(actor=None, thread=idea.thread, because="Der Rat hat entschieden.")
    form = {"text": "Zu spät gekommen", "key": str(uuid4())}
    answer = signed_in(cast.mate).post(post_url(idea), form)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Der Rat hat entschieden." in page
    assert "Zu spät gekommen" in page
    shown = signed_in(cast.mate).get(idea.get_absolute_url()).content.decode()
    assert "Der Rat hat entschieden." in shown
    assert "data-closed" in shown  # the field is hidden, and there when it is opened again


def test_a_thread_one_may_not_see_is_404_and_the_words_come_back(cast: Cast) -> None:
    idea = make_idea(cast.moderator, cast.closed)
    form = {"text": "Ins Leere gesprochen", "key": str(uuid4())}
    answer = signed_in(cast.mate).post(post_url(idea), form)
    assert answer.status_code == 404
    assert "Ins Leere gesprochen" in answer.content.decode()
    assert signed_in(cast.mate).post(post_url(idea), form, headers=JSON).status_code == 404
    assert Comment.objects.count() == 0


def test_the_form_for_an_answer_works_without_scripts(cast: Cast, idea: Idea) -> None:
    parent, client = say(cast.author, idea, "Frage?"), signed_in(cast.mate)
    page = client.get(f"/diskussionen/kommentare/{parent.pk}/antworten/").content.decode()
    assert f'action="{post_url(idea)}"' in page
    assert f'name="parent" value="{parent.pk}"' in page
    form = {"text": "Antwort.", "key": str(uuid4()), "parent": parent.pk}
    assert client.post(post_url(idea), form).status_code == 303
    assert Comment.objects.get(text="Antwort.").parent == parent


def test_deleting_asks_first(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    client, url = signed_in(cast.mate), f"/diskussionen/kommentare/{comment.pk}/loeschen/"
    assert client.get(url).status_code == 200
    assert Comment.objects.get().is_visible
    answer = client.post(url)
    assert (answer.status_code, answer["Location"]) == (303, idea.get_absolute_url())
    assert not Comment.objects.get().is_visible


def test_the_preview_is_what_would_be_stored(cast: Cast, idea: Idea) -> None:
    words = "**fett** <script>alert(1)</script> https://bund.de"
    preview = signed_in(cast.mate).post("/vorschau/", {"text": words})
    assert preview.content.decode() == say(cast.mate, idea, words).html
    assert signed_in(cast.mate).post("/vorschau/", {"text": "\x00"}).status_code == 400
    assert signed_in(None).post("/vorschau/", {"text": words}).status_code == 403
