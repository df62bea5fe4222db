"""The pages of the podium: what is done there, with scripts and without."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from events.actions import (
    mark_answered,
    support_question,
)
from events.models import AgendaItem, Poll, Question, Vote
from members.models import Member
from tests.cast import JSON, Cast, say, signed_in
from tests.events.podia import (
    again,
    ask,
    choose,
    console_of,
    on_air,
    options_of,
    over,
    page_of,
    poll,
)
from tests.test_query_counts import MOST, queries_of

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def test_asking_supporting_and_withdrawing_without_scripts(cast: Cast, item: AgendaItem) -> None:
    author, mate, page = signed_in(cast.author), signed_in(cast.mate), page_of(item)
    url = f"/termine/{item.event_id}/live/{item.pk}/fragen/stellen/"
    answer = author.post(url, {"text": CANARY, "key": str(uuid4())})
    assert (answer.status_code, answer["Location"]) == (303, f"{page}#podium-{item.pk}-own")
    question = Question.objects.get()
    came = {"Referer": f"http://testserver{page}?x=1"}
    support = f"/fragen/{question.pk}/unterstuetzen/"
    answer = mate.post(support, {"on": "1"}, headers=came)
    assert answer["Location"] == f"{page}?x=1#question-{question.pk}"
    pressed = 'value="0" aria-pressed="true"'
    pages = [one.get(page).content.decode() for one in (author, mate)]
    assert [pressed in one for one in pages] == [False, True]
    mate.post(support, {"on": "0"})
    assert again(question).support_count == 0
    author.post(f"/fragen/{question.pk}/zuruecknehmen/")
    assert not Question.objects.exists()


def test_what_was_typed_wrongly_comes_back(cast: Cast, item: AgendaItem) -> None:
    client, url = signed_in(cast.author), f"/termine/{item.event_id}/live/{item.pk}/fragen/stellen/"
    for text, key in (("x" * 501, str(uuid4())), ("Mühsam", "kein Schlüssel")):
        answer = client.post(url, {"text": text, "key": key})
        assert answer.status_code == 400
        assert text in answer.content.decode()
    assert client.post(url, {"text": " ", "key": str(uuid4())}, headers=JSON).json()["field"]
    over(item)
    answer = client.post(url, {"text": "Mühsam getippt", "key": str(uuid4())})
    assert (answer.status_code, "Mühsam getippt" in answer.content.decode()) == (403, True)
    assert not Question.objects.exists()


@pytest.mark.parametrize("kind", ["single", "multiple", "scale", "cloud", "ranking"])
def test_voting_and_changing_a_vote_by_a_plain_form(
    cast: Cast, item: AgendaItem, kind: str
) -> None:
    asked, client = poll(cast.moderator, item, kind), signed_in(cast.author)
    name, numbers = f"answer-{asked.pk}", options_of(asked) or [0, 0, 0]
    every: dict[str, dict[str, Any]] = {
        "single": {name: numbers[1]}, "multiple": {name: numbers[:2]}, "scale": {name: "4"},
        "cloud": {name: ["Mut", " ", "Geld"]},
        "ranking": {f"{name}-{numbers[2]}": "1", f"{name}-{numbers[0]}": "2"},
    }  # fmt: skip
    sent = every[kind]
    stored = {"single": [numbers[1]], "multiple": numbers[:2], "scale": [4],
              "cloud": ["Mut", "Geld"], "ranking": [numbers[2], numbers[0]]}[kind]  # fmt: skip
    url = f"/umfragen/{asked.pk}/abstimmen/"
    with translation.override("en"):
        assert client.post(url, sent).status_code == 303
        assert Vote.objects.get().answer == stored
        told = client.post(url, sent, headers=JSON).json()
        shown = {"single": "Wasser", "multiple": "Wärme · Wasser", "scale": "4",
                 "cloud": "Mut · Geld", "ranking": "1. Wege · 2. Wärme"}[kind]  # fmt: skip
    assert told["mine"] == stored
    assert f"<b>{shown}</b>" in told["also"][0]["html"]
    assert f"<b>{shown}</b>" in client.get(page_of(item)).content.decode()
    assert f"<b>{shown}</b>" not in signed_in(cast.mate).get(page_of(item)).content.decode()
    assert client.post(url, {}).status_code == 400


def test_a_ranking_gives_each_place_once(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item, "ranking")
    sent = {f"answer-{asked.pk}-{number}": "1" for number in options_of(asked)}
    answer = signed_in(cast.author).post(f"/umfragen/{asked.pk}/abstimmen/", sent, headers=JSON)
    assert (answer.status_code, answer.json()["field"], Vote.objects.count()) == (400, "answer", 0)


def test_a_poll_is_written_shown_back_and_changed(cast: Cast, item: AgendaItem) -> None:
    client, url = signed_in(cast.moderator), f"/termine/{item.event_id}/live/{item.pk}/umfragen/"
    wrong = client.post(url, {"kind": "single", "text": "Wo?", "options": "Eins"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["options"])
    client.post(url, {"kind": "scale10", "text": "Wie?"})
    client.post(url, {"kind": "single", "text": "Wo?", "options": "Hier\n\n hier \nDort"})
    scale, single = Poll.objects.order_by("pk")
    assert (scale.kind, scale.steps) == ("scale", 10)
    assert [one.text for one in single.options.all()] == ["Hier", "Dort"]
    edit = f"/umfragen/{single.pk}/bearbeiten/"
    assert "Hier\nDort" in client.get(edit).content.decode()
    sent = {"kind": "cloud", "text": "Und?", "version": 1}
    assert client.post(edit, sent).status_code == 303
    assert client.post(edit, sent).status_code == 400, "somebody was quicker"


def test_the_page_says_who_i_am_to_its_scripts_only(cast: Cast, item: AgendaItem) -> None:
    question, asked = ask(cast.author, item), poll(cast.moderator, item)
    support_question(actor=cast.mate, question=question)
    choose(cast.mate, asked, 1)
    page = signed_in(cast.mate).get(page_of(item)).content.decode()
    found = re.search(r'<script id="podium-mine"[^>]*>(.*?)</script>', page)
    assert found is not None
    assert json.loads(found[1]) == {
        "supports": [question.pk], "votes": {str(asked.pk): [options_of(asked)[1]]},
    }  # fmt: skip


def more(cast: Cast, item: AgendaItem, count: int) -> None:
    for number in range(count):
        question = Question.objects.create(
            item=item, author=cast.mate, text=f"{number}?", key=uuid4()
        )
        support_question(actor=cast.author, question=question)
        other = ask(cast.office, item, f"{number} beantwortet?")
        mark_answered(actor=cast.moderator, question=other)
        for kind in ("single", "cloud"):
            asked = poll(cast.moderator, item, kind, shows_at_once=True)
            if kind == "single":
                choose(cast.author, asked, 0)


def test_more_rows_do_not_mean_more_queries(cast: Cast, item: AgendaItem, settings: Any) -> None:
    settings.QUESTION_RATE = (1_000, 60)
    say(cast.mate, item, "Dazu:")
    pages: list[tuple[Member | None, str]] = [
        (cast.author, page_of(item)), (cast.moderator, console_of(item)),
        (cast.moderator, page_of(item)), (cast.author, item.session_url),
        (cast.moderator, item.session_url),
    ]  # fmt: skip
    counts = []
    for step in (1, 2, 9):
        more(cast, item, step)
        counts.append([queries_of(who, path, warm=False) for who, path in pages])
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= MOST


def test_words_of_people_are_escaped(cast: Cast, item: AgendaItem) -> None:
    ask(cast.author, item, "<script>alert(1)</script>\nund weiter")
    for client, path in ((Client(), page_of(item)), (signed_in(cast.office), console_of(item))):
        assert "<script>alert" not in client.get(path).content.decode()
    page = signed_in(cast.mate).get(page_of(item)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>und weiter" in page
