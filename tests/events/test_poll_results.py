"""What the votes come to: counts, means, points, words; shown as a chart with a table beside it."""

import re

import pytest

from events.actions import close_poll, vote
from events.live.polls import result_html
from events.models import AgendaItem, Poll
from events.results import outcome_of, result_of
from live.frames import fragment_now
from tests.cast import Cast, make_members
from tests.events.podia import choose, on_air, options_of, poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot on air."""
    return on_air(cast)


def bars_of(asked: Poll) -> list[tuple[str, int]]:
    result = result_of(asked, list(asked.votes.values_list("answer", flat=True)))
    return [(bar.label, bar.number) for bar in outcome_of(asked, result).bars]


def test_choices_are_counted_in_the_order_of_the_poll(cast: Cast, item: AgendaItem) -> None:
    single, multiple = poll(cast.moderator, item), poll(cast.moderator, item, "multiple")
    for who, place in ((cast.author, 2), (cast.mate, 2), (cast.office, 0)):
        choose(who, single, place)
        choose(who, multiple, 0, place) if place else choose(who, multiple, 0)
    assert bars_of(single) == [("Wärme", 1), ("Wasser", 0), ("Wege", 2)]
    assert bars_of(multiple) == [("Wärme", 3), ("Wasser", 0), ("Wege", 2)]


def test_a_scale_has_a_mean_and_every_step(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item, "scale", options=[])
    for who, step in ((cast.author, 5), (cast.mate, 4), (cast.office, 4)):
        vote(actor=who, poll=asked, answer=[step])
    assert bars_of(asked) == [("1", 0), ("2", 0), ("3", 0), ("4", 2), ("5", 1)]
    close_poll(actor=cast.moderator, poll=asked)
    found = Poll.objects.get(pk=asked.pk)
    assert found.result["mean"] == 4.33
    assert outcome_of(found, found.result).mean == "4,3"


def test_a_ranking_is_counted_by_borda(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item, "ranking")
    choose(cast.author, asked, 2, 0, 1)  # 3 2 1
    choose(cast.mate, asked, 2)  # whoever has no place has no points
    choose(cast.office, asked, 0, 1)
    assert bars_of(asked) == [("Wege", 6), ("Wärme", 5), ("Wasser", 3)]


def test_words_are_one_whatever_their_case(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item, "cloud", options=[])
    words = [["Mut", "Geld"], ["mut"], ["Mut", "Zeit"], ["Straße"], ["STRASSE"]]
    for who, answer in zip(make_members(5), words, strict=True):
        vote(actor=who, poll=asked, answer=answer)
    assert bars_of(asked) == [("Mut", 3), ("STRASSE", 2), ("Geld", 1), ("Zeit", 1)]
    outcome = outcome_of(asked, result_of(asked, words))
    assert [bar.size for bar in outcome.bars] == [5, 4, 2, 2]


def test_a_result_without_votes_is_none(cast: Cast, item: AgendaItem) -> None:
    for kind in ("single", "scale", "cloud", "ranking"):
        asked = poll(cast.moderator, item, kind, shows_at_once=True)
        assert result_of(asked, [])["votes"] == 0
        assert "<table" not in result_html(asked, [])
        close_poll(actor=cast.moderator, poll=asked)
        assert fragment_now(item.event.stream, "poll.closed", asked.pk).html


def test_it_is_hidden_until_the_poll_closes_unless_it_is_shown_at_once(
    cast: Cast, item: AgendaItem
) -> None:
    hidden, shown = (poll(cast.moderator, item, shows_at_once=at_once) for at_once in (False, True))
    for asked in (hidden, shown):
        choose(cast.author, asked, 1)
        choose(cast.mate, asked, 1)

    def table(asked: Poll, stream: str, verb: str = "votes.counted") -> bool:
        return "<table" in (fragment_now(stream, verb, asked.pk).html or "")

    event, console = item.event.stream, item.event.console
    assert [table(one, event) for one in (hidden, shown)] == [False, True]
    assert [table(one, event, "poll.opened") for one in (hidden, shown)] == [False, True]
    assert [table(one, console) for one in (hidden, shown)] == [True, True]
    assert "<b>2</b>" in (fragment_now(event, "votes.counted", hidden.pk).html or "")
    close_poll(actor=cast.moderator, poll=hidden)
    assert table(hidden, event, "poll.closed")


def test_the_chart_says_the_same_as_its_table_and_needs_no_style(
    cast: Cast, item: AgendaItem
) -> None:
    asked = poll(cast.moderator, item, shows_at_once=True)
    for who, place in ((cast.author, 2), (cast.mate, 2), (cast.office, 0)):
        choose(who, asked, place)
    html = fragment_now(item.event.stream, "votes.counted", asked.pk).html or ""
    assert re.findall(r'bar-fill" width="(\d+)"', html) == ["33", "0", "67"]
    assert re.findall(r"<td>(\d+)</td>", html) == ["1", "0", "2"]
    assert re.findall(r"<td>(\d+) %</td>", html) == ["33", "0", "67"]
    assert "style=" not in html
    assert '<ol class="bars" aria-hidden="true">' in html


def test_words_of_people_are_escaped(cast: Cast, item: AgendaItem) -> None:
    asked = poll(cast.moderator, item, "cloud", options=[], shows_at_once=True, text="<i>?")
    vote(actor=cast.author, poll=asked, answer=["<b>Mut</b>"])
    html = fragment_now(item.event.stream, "poll.opened", asked.pk).html or ""
    assert "&lt;b&gt;Mut&lt;/b&gt;" in html
    assert "&lt;i&gt;?" in html
    assert options_of(asked) == []
