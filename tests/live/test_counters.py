"""Counters change often; who was away gets the last number of each, not all that came between."""

import json
from collections.abc import Iterator, Sequence

import pytest
from django.conf import settings

from live import registry
from live.frames import SCANNED, replay
from live.models import Activity, Entry, Stream
from live.record import heads
from live.registry import Fragment, shows

pytestmark = pytest.mark.django_db
STREAM = "sum-1"


@pytest.fixture(autouse=True)
def sums() -> Iterator[None]:
    """A kind of stream with a counter and something that is none."""

    @shows("sum", "sum", counts=True)
    @shows("sum", "word")
    def shown(_stream: int, ids: Sequence[int]) -> dict[int, Fragment]:
        return {pk: Fragment(f"thing-{pk}", f"<p>{pk}</p>") for pk in ids}

    yield
    for family in ("sum", "word"):
        del registry._renderers["sum", family]
    registry._counters.discard(("sum", "sum"))


def enter(*deeds: tuple[str, int]) -> None:
    """Put deeds into the stream as the log holds them: verb and object."""
    start = heads([STREAM])[STREAM]
    Stream.objects.update_or_create(name=STREAM, defaults={"last": start + len(deeds)})
    rows = [Activity(verb=verb, model="x", object_id=pk) for verb, pk in deeds]
    made = Activity.objects.bulk_create(rows)
    Entry.objects.bulk_create(
        Entry(stream_id=STREAM, n=start + place, activity=one)
        for place, one in enumerate(made, start=1)
    )


def given(after: int = 0, *, whole: bool = False) -> list[tuple[int, int | None, str]]:
    """Return the frames of a replay: number, since, element."""
    frames = replay(STREAM, after, ["de"], whole=whole)["de"].frames
    assert frames is not None
    found = [json.loads(frame.text) for frame in frames]
    assert [frame.n for frame in frames] == [one["n"] for one in found]
    return [(one["n"], one.get("since"), one["id"]) for one in found]


def test_the_last_of_a_counter_stands_for_those_before_it() -> None:
    enter(("sum.counted", 7), ("word.said", 1), ("sum.counted", 7), ("sum.counted", 8))
    enter(("sum.counted", 7), ("word.said", 1))
    assert given() == [
        (2, 1, "thing-1"), (4, 3, "thing-8"), (5, None, "thing-7"), (6, None, "thing-1"),
    ]  # fmt: skip
    assert given(after=2) == [(4, 3, "thing-8"), (5, None, "thing-7"), (6, None, "thing-1")]
    assert given(after=5) == [(6, None, "thing-1")]


def test_every_number_up_to_the_head_is_accounted_for() -> None:
    enter(*[("sum.counted", 7), ("sum.counted", 8), ("word.said", 3)] * 20)
    covered = [n for n, since, _element in given() for n in range(since or n, n + 1)]
    assert covered == list(range(1, 61))


def test_the_hub_which_hands_on_every_number_gets_them_all() -> None:
    enter(*[("sum.counted", 7)] * 3)
    assert [n for n, _since, _element in given(whole=True)] == [1, 2, 3]
    assert given() == [(3, 1, "thing-7")]


def test_thousands_of_numbers_are_no_reason_to_begin_anew() -> None:
    enter(*[("sum.counted", 7)] * (SCANNED - 1), ("word.said", 1))
    assert len(given()) == 2
    assert replay(STREAM, 0, ["de"], whole=True)["de"].frames is None
    enter(("sum.counted", 7))
    assert replay(STREAM, 0, ["de"])["de"].frames is None, "too much to look through"
    enter(*[("word.said", 1)] * (settings.REPLAY_LENGTH + 1))
    assert replay(STREAM, SCANNED, ["de"])["de"].frames is None, "too many to show"
