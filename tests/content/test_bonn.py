"""The 2,393 ideas and 2,321 comments of Bonn go in completely, and only once."""

import time
from pathlib import Path

import pytest

from discussions.models import Comment, Thread
from ideas.models import Idea, Topic
from live.models import Entry, Stream
from members.models import Member
from tests.cast import signed_in
from tests.content.conftest import import_files

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(600)  # thousands of contributions, twice
def test_all_of_it_goes_in_and_a_second_run_adds_nothing(
    board: Topic, shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "bonn_raddialog"
    rejects = tmp_path / "rejects.csv"
    began = time.monotonic()
    told = import_files(folder / "ideas.csv", folder / "comments.csv", rejects=rejects)
    print(f"imported in {time.monotonic() - began:.1f} s")
    counts = (Idea.objects.count(), Comment.objects.count())
    assert counts == (2_393, 2_321)
    assert Comment.objects.filter(parent__isnull=False).count() == 286
    assert "2393 ideas and 2321 comments read, 4714 of them new." in told
    assert not rejects.exists()
    again = import_files(folder / "ideas.csv", folder / "comments.csv", rejects=rejects)
    assert "2393 ideas and 2321 comments read, nothing new." in again
    assert (Idea.objects.count(), Comment.objects.count()) == counts
    check_what_was_stored()


def check_what_was_stored() -> None:
    assert not Member.objects.filter(is_active=True).exists()
    assert not Member.objects.exclude(password__startswith="!").exists()
    assert {idea.published.year for idea in Idea.objects.all() if idea.published} == {2017}
    assert sum(Thread.objects.values_list("comment_count", flat=True)) == 2_321
    entries = Entry.objects.count()
    assert entries == sum(Stream.objects.values_list("last", flat=True))
    loudest = Thread.objects.order_by("-comment_count").first()
    assert loudest is not None
    page = signed_in(None).get(loudest.idea.get_absolute_url())
    assert page.status_code == 200
    assert signed_in(None).get("/ideen/?suche=radweg").context["total"] > 100
