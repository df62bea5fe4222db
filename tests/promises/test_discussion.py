"""What a discussion promises: stored once, counted right, readable by those who may."""

from uuid import uuid4

import pytest
from django.test import Client

from discussions import actions
from discussions.models import Comment
from ideaforge.errors import Conflict, Forbidden, Refused, TooFast
from live.frames import fragment_now
from live.models import Activity, Entry
from tests.promises.conftest import Network

pytestmark = pytest.mark.django_db


def say(network: Network, words: str = "Ein Beitrag", parent: Comment | None = None) -> Comment:
    return actions.post_comment(
        author=network.mate, thread=network.idea.thread, text=words, key=uuid4(), parent=parent
    ).comment


def test_the_same_key_is_stored_once_and_answered_the_same(network: Network) -> None:
    key, thread = uuid4(), network.idea.thread
    first = actions.post_comment(author=network.mate, thread=thread, text="Einmal", key=key)
    again = actions.post_comment(author=network.mate, thread=thread, text="Einmal", key=key)
    assert (again.comment.pk, again.n, again.is_new) == (first.comment.pk, first.n, False)
    assert Comment.objects.count() == 1


def test_the_same_key_with_another_text_is_refused(network: Network) -> None:
    key, thread = uuid4(), network.idea.thread
    actions.post_comment(author=network.mate, thread=thread, text="Einmal", key=key)
    with pytest.raises(Conflict):
        actions.post_comment(author=network.mate, thread=thread, text="Anders", key=key)


def test_a_deed_is_one_row_of_the_log_and_its_numbers_have_no_gap(network: Network) -> None:
    before = Activity.objects.count()
    for number in range(3):
        say(network, f"Beitrag {number}")
    assert Activity.objects.count() == before + 3
    stream = network.idea.thread.stream
    numbers = list(Entry.objects.filter(stream=stream).order_by("n").values_list("n", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_fourth_comment_within_ten_seconds_waits(network: Network) -> None:
    for number in range(3):
        say(network, f"Beitrag {number}")
    with pytest.raises(TooFast):
        say(network, "Zu schnell")


def test_answers_below_the_fourth_level_stay_at_the_fourth(
    network: Network, settings: pytest.FixtureRequest
) -> None:
    settings.COMMENT_RATES = []  # type: ignore[attr-defined]
    parent = None
    depths = []
    for _level in range(6):
        parent = say(network, "tiefer", parent)
        depths.append(parent.depth)
    assert depths == [1, 2, 3, 4, 4, 4]


def test_a_closed_discussion_and_a_foreign_parent_are_refused(network: Network) -> None:
    stranger = actions.post_comment(
        author=network.mate, thread=network.inside.thread, text="Anderswo", key=uuid4()
    ).comment
    with pytest.raises(Refused):
        say(network, "Antwort", stranger)
    actions.close_thread(thread=network.idea.thread, because="Die Sitzung ist vorbei.")
    with pytest.raises(Forbidden, match="Sitzung"):
        say(network)


def test_deleting_leaves_a_stub_only_where_answers_hang(network: Network) -> None:
    alone, answered = say(network, "Allein"), say(network, "Mit Antwort")
    actions.post_comment(
        author=network.author, thread=network.idea.thread, text="Ja", key=uuid4(), parent=answered
    )
    for comment in (alone, answered):
        actions.delete_comment(actor=network.mate, comment=comment)
    stream = network.idea.thread.stream
    assert fragment_now(stream, "comment.deleted", alone.pk).html is None
    stub = fragment_now(stream, "comment.deleted", answered.pk).html
    assert stub is not None
    assert "Mit Antwort" not in stub


def test_hidden_words_are_in_no_frame_and_on_no_page(network: Network) -> None:
    comment = say(network, "Kanarienvogel")
    url = network.idea.get_absolute_url()
    reader = Client()
    reader.force_login(network.author)
    assert "Kanarienvogel" in reader.get(url).content.decode()
    actions.hide_comment(actor=network.moderator, comment=comment)
    for who in (network.author, network.guest, None):
        client = Client()
        if who is not None:
            client.force_login(who)
        assert "Kanarienvogel" not in client.get(url).content.decode()
        missed = client.get(f"/live/nachholen/?stream={network.idea.thread.stream}&after=0")
        assert "Kanarienvogel" not in missed.content.decode()
    assert reader.get(comment.get_absolute_url()).status_code == 404


def test_only_the_boards_moderator_and_the_office_may_hide(network: Network) -> None:
    comment = say(network)
    for who in (network.author, network.guest):
        with pytest.raises(Forbidden):
            actions.hide_comment(actor=who, comment=comment)
    actions.hide_comment(actor=network.office, comment=comment)
    comment.refresh_from_db()
    assert not comment.is_visible


def test_posting_without_a_session_shows_the_text_back(network: Network) -> None:
    url = f"/diskussionen/{network.idea.thread_id}/kommentare/"
    answer = Client().post(url, {"text": "Nicht verlieren", "key": str(uuid4())})
    assert answer.status_code == 403
    assert "Nicht verlieren" in answer.content.decode()


def test_posting_by_json_answers_as_the_protocol_says(network: Network) -> None:
    client = Client()
    client.force_login(network.mate)
    url, key = f"/diskussionen/{network.idea.thread_id}/kommentare/", str(uuid4())
    json = {"Accept": "application/json"}
    first = client.post(url, {"text": "Hallo", "key": key}, headers=json)
    again = client.post(url, {"text": "Hallo", "key": key}, headers=json)
    other = client.post(url, {"text": "Anders", "key": key}, headers=json)
    empty = client.post(url, {"text": "  ", "key": str(uuid4())}, headers=json)
    assert [a.status_code for a in (first, again, other, empty)] == [201, 200, 409, 400]
    assert first.json() == again.json()
    assert empty.json()["field"] == "text"


def test_a_reaction_is_given_and_taken_back(network: Network) -> None:
    comment = say(network)
    actions.react(actor=network.author, comment=comment, kind="agree")
    comment.refresh_from_db()
    assert comment.reactions == {"agree": 1}
    actions.react(actor=network.author, comment=comment, kind="agree")
    comment.refresh_from_db()
    assert comment.reactions == {}
