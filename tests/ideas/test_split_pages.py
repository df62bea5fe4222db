"""The page on which contributions are chosen to become an idea."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from tests.cast import (
    Cast,
    say,
    signed_in,
)
from tests.ideas.splitting import WHY, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_the_page_offers_every_branch_and_keeps_what_was_typed(cast: Cast, idea: Idea) -> None:
    first, _second, third = talk(cast, idea)
    client, url = signed_in(cast.moderator), f"/ideen/{idea.pk}/ausgliedern/"
    page = client.get(url, {"beitrag": third.pk})
    assert [row["branch"].answers for row in page.context["rows"]] == [2, 1, 0]
    assert [row["chosen"] for row in page.context["rows"]] == [False, False, True]
    assert idea.get_absolute_url() in page.content.decode()
    form = {"comments": [first.pk], "title": "Sandsäcke", "text": "Vorrat.",
            "topics": [cast.public.pk], "reason": WHY}  # fmt: skip
    for missing in form:
        refused = client.post(url, {name: form[name] for name in form if name != missing})
        assert refused.status_code == 400, missing
        assert list(refused.context["form"].errors) == [missing]
        kept = refused.content.decode()
        assert all(words in kept for name, words in form.items()
                   if name != missing and isinstance(words, str))  # fmt: skip
    unknown = client.post(url, form | {"comments": [first.pk, 999_999]})
    assert list(unknown.context["form"].errors) == ["comments"]
    done = client.post(url, form)
    made = Idea.objects.latest("pk")
    assert (done.status_code, done["Location"]) == (303, made.get_absolute_url())
    again = client.post(url, form)
    assert (again.status_code, Idea.objects.count()) == (400, 2)
    after = client.get(url)
    assert [row["branch"].comment.text for row in after.context["rows"]] == ["zwei", "drei"]
    undo = client.post(f"/ideen/{made.pk}/ausgliederung-aufheben/", {"reason": "Doch."})
    assert (undo.status_code, undo["Location"]) == (303, idea.get_absolute_url())
    assert client.get(f"/ideen/{made.pk}/ausgliederung-aufheben/").status_code == 404


def test_nothing_to_split_says_so(cast: Cast, idea: Idea) -> None:
    page = signed_in(cast.moderator).get(f"/ideen/{idea.pk}/ausgliedern/").content.decode()
    assert 'class="empty"' in page


def test_a_long_discussion_costs_as_many_queries_as_a_short_one(cast: Cast, idea: Idea) -> None:
    counts = []
    client = signed_in(cast.moderator)
    for more in (2, 30):
        for number in range(more):
            say(cast.office, idea, "Antwort", parent=say(cast.mate, idea, f"{more} {number}"))
        client.get(f"/ideen/{idea.pk}/ausgliedern/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/ideen/{idea.pk}/ausgliedern/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
