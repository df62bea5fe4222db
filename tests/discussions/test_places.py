"""The order of a thread: answers below what they answer, depth 4 at most, pages of 50."""

from itertools import pairwise

import pytest

from discussions.actions import delete_comment
from discussions.models import Comment
from discussions.queries import PAGE, newest
from ideas.models import Idea
from tests.cast import Cast, post_url, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def shown(idea: Idea) -> list[str]:
    return [comment.text for comment in newest(idea.thread).comments]


def test_answers_stand_below_what_they_answer_in_order_of_time(cast: Cast, idea: Idea) -> None:
    first = say(cast.mate, idea, "1")
    second = say(cast.mate, idea, "2")
    say(cast.mate, idea, "2.1", parent=second)
    answer = say(cast.mate, idea, "1.1", parent=first)
    say(cast.mate, idea, "1.2", parent=first)
    say(cast.mate, idea, "1.1.1", parent=answer)
    assert shown(idea) == ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]


def test_below_depth_four_answers_are_flattened_and_keep_whom_they_answer(
    cast: Cast, idea: Idea
) -> None:
    chain: list[Comment] = []
    for number in range(1, 8):
        parent = chain[-1] if chain else None
        chain.append(say(cast.mate, idea, str(number), parent=parent))
    assert [comment.depth for comment in chain] == [1, 2, 3, 4, 4, 4, 4]
    assert all(after.parent_id == before.pk for before, after in pairwise(chain))
    assert shown(idea) == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_place_is_never_given_twice_even_after_deleting(cast: Cast, idea: Idea) -> None:
    first = say(cast.mate, idea, "1")
    delete_comment(actor=cast.mate, comment=first)
    assert say(cast.mate, idea, "2").place == "000002"


def test_a_long_thread_shows_its_newest_and_the_rest_on_request(cast: Cast, idea: Idea) -> None:
    texts = [f"Beitrag {number:03d}" for number in range(1, PAGE + 13)]
    for text in texts:
        say(cast.mate, idea, text)
    stretch = newest(idea.thread)
    assert [comment.text for comment in stretch.comments] == texts[12:]
    assert (stretch.earlier, stretch.first_place) == (12, "000013")
    before = newest(idea.thread, before=stretch.first_place)
    assert [comment.text for comment in before.comments] == texts[:12]
    assert (before.earlier, before.first_place) == (0, "")


def test_a_permanent_link_opens_the_thread_where_the_comment_stands(cast: Cast, idea: Idea) -> None:
    comments = [say(cast.mate, idea, f"Beitrag {number:03d}") for number in range(PAGE + 5)]
    client = signed_in(None)
    answer = client.get(f"/diskussionen/kommentare/{comments[0].pk}/")
    assert answer["Location"] == f"{idea.get_absolute_url()}?ab=000001#comment-{comments[0].pk}"
    assert "Beitrag 000" not in client.get(idea.get_absolute_url()).content.decode()
    assert "Beitrag 000" in client.get(answer["Location"]).content.decode()


def test_the_earlier_page_works_as_a_page_and_as_a_fragment(cast: Cast, idea: Idea) -> None:
    for number in range(PAGE + 2):
        say(cast.mate, idea, f"Beitrag {number:03d}")
    client, url = signed_in(None), f"{post_url(idea)}?vor=000003"
    page = client.get(url).content.decode()
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in page, "<html" in fragment) == (True, False)
    for markup in (page, fragment):
        assert "Beitrag 001" in markup
        assert "Beitrag 002" not in markup


@pytest.mark.parametrize("place", ["x", "\x00", "%00", "💥", "'; --", "9" * 500])
def test_a_wrong_place_is_no_error(cast: Cast, idea: Idea, place: str) -> None:
    say(cast.mate, idea)
    client = signed_in(None)
    assert client.get(post_url(idea), {"vor": place}).status_code == 200
    assert client.get(idea.get_absolute_url(), {"ab": place}).status_code == 200
