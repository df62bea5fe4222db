"""What renderings read together is read once, whatever the number of streams and languages."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from events.actions import support_question
from live.reading import read_once, reading_together
from tests.cast import Cast
from tests.events.podia import ask, on_air


def reader() -> tuple[list[int], Callable[[int], int]]:
    asked: list[int] = []

    @read_once
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    return asked, double


def test_within_a_block_each_thing_is_read_once() -> None:
    asked, double = reader()
    with reading_together():
        assert [double(1), double(2), double(1)] == [2, 4, 2]
        with reading_together():
            double(2)
    assert asked == [1, 2]


def test_outside_and_in_the_next_block_it_is_read_anew() -> None:
    asked, double = reader()
    double(1)
    double(1)
    for _block in range(2):
        with reading_together():
            double(1)
    assert asked == [1, 1, 1, 1]


@pytest.mark.django_db
def test_numbers_are_read_once_for_all_streams_and_languages(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    item = on_air(cast)
    question = ask(cast.mate, item)
    with django_capture_on_commit_callbacks() as told:
        support_question(actor=cast.author, question=question)
    with django_capture_on_commit_callbacks() as broadcasts:
        told[-1]()
    with CaptureQueriesContext(connection) as queries:
        for broadcast in broadcasts:
            broadcast()
    reads = [one["sql"] for one in queries if 'FROM "events_question"' in one["sql"]]
    assert len(reads) == 1
