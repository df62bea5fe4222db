"""Choosing the other idea, comparing the two, and what the kept one's page says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions import (
    support_idea,
)
from ideas.models import Idea, Merge
from tests.cast import (
    Cast,
    make_idea,
    make_member,
    say,
    signed_in,
)
from tests.ideas.merging import WHY, merge, rights

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_the_other_one_is_found_by_number_address_and_title(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    client, url = signed_in(cast.moderator), f"/ideen/{kept.pk}/zusammenfuehren/"
    start = client.get(url).content.decode()
    assert f"?mit={gone.pk}" in start, "suggested, because it is like it"
    address = f"https://ideen.example.org{gone.get_absolute_url()}"
    for words in (str(gone.pk), f"#{gone.pk}", address, "höherer deich", "Höherer"):
        page = client.get(url, {"mit": words})
        assert page.context["gone"] == gone or page.context["kept"] == gone, words
    unknown = ("999999", "9" * 18, "Gibt es nicht", "\x00", "", str(kept.pk), "x" * 400)
    for words in unknown:
        page = client.get(url, {"mit": words})
        assert page.status_code == 200
        assert 'class="error"' in page.content.decode(), words
    make_idea(cast.author, cast.public, title="Höherer Damm")
    several = client.get(url, {"mit": "Höherer"})
    assert [idea.title for idea in several.context["found"]] == ["Höherer Damm", "Höherer Deich"]


def test_only_ideas_that_the_moderator_looks_after_can_be_chosen(cast: Cast) -> None:
    one = rights(cast)["one"]
    mine = make_idea(cast.author, cast.public, title="Anderswo auch")
    page = signed_in(one).get(f"/ideen/{mine.pk}/zusammenfuehren/", {"mit": "Anderswo"})
    assert 'class="error"' in page.content.decode()
    assert list(page.context["found"]) == []


def test_side_by_side_with_what_will_happen_and_switched(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    for member, ideas in ((cast.office, pair), (cast.moderator, [gone])):
        for idea in ideas:
            support_idea(member=member, idea=idea)
    client, url = signed_in(cast.moderator), f"/ideen/{kept.pk}/zusammenfuehren/"
    page = client.get(url, {"mit": gone.pk, "behalten": kept.pk})
    seen = page.context["outlook"]
    assert (seen.both, seen.supports_after, seen.told) == (1, 2, 2)
    assert [tag.name for tag in seen.tags] == ["flut"]
    for words in ("Deich erhöhen", "Höherer Deich", "Author", "Mate", "Klimaschutz"):
        assert words in page.content.decode()
    switched = client.get(url, {"mit": gone.pk, "behalten": gone.pk})
    assert (switched.context["kept"], switched.context["gone"]) == (gone, kept)
    form = {"mit": gone.pk, "behalten": gone.pk}
    refused = client.post(url, form | {"reason": " "})
    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == ["reason"]
    assert not Merge.objects.exists()
    done = client.post(url, form | {"reason": WHY})
    assert (done.status_code, done["Location"]) == (303, gone.get_absolute_url())
    assert Merge.objects.get().gone == kept
    late = client.post(f"/ideen/{gone.pk}/zusammenfuehren/", {"mit": kept.pk, "reason": WHY})
    assert late.status_code == 400
    assert WHY not in signed_in(cast.mate).get("/ideen/").content.decode()


def test_comparing_long_ideas_costs_as_many_queries_as_short_ones(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    client, counts = signed_in(cast.moderator), []
    path = f"/ideen/{pair[0].pk}/zusammenfuehren/?mit={pair[1].pk}"
    for more in (1, 12):
        for number in range(more):
            member = make_member(f"wer-{more}-{number}")
            for idea in pair:
                support_idea(member=member, idea=idea)
                say(member, idea)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_kept_ones_page_says_what_happened_and_costs_the_same_with_ten(
    cast: Cast, pair: tuple[Idea, Idea]
) -> None:
    kept, gone = pair
    merge(cast, kept, gone)
    client, counts = signed_in(cast.moderator), []
    page = client.get(kept.get_absolute_url()).content.decode()
    assert WHY in page
    assert "aufheben" in page
    assert f'data-former="{gone.thread.stream}"' in page
    assert "aufheben/" not in signed_in(cast.mate).get(kept.get_absolute_url()).content.decode()
    for more in (0, 9):
        for number in range(more):
            author = make_member(f"author-{number}")
            merge(cast, kept, make_idea(author, cast.public, title=f"{number}"))
        client.get(kept.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(kept.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]
