"""Ideas that were born in a hall and then merged: minutes and archive lead to where they live."""

import pytest

from events.actions import Seed, accept_adoption, take_up
from events.archive import what_is_left, with_outcomes
from events.born import ideas_born_in
from events.letters.after import afterwards
from events.minutes import minutes_of
from events.models import AgendaItem, Question
from ideas.actions import merge_ideas, part_ideas
from ideas.merging import where_they_live
from ideas.models import Idea, Merge
from members.models import Member, Notice
from tests.cast import Cast, make_idea
from tests.events import ended
from tests.events.making import registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """A slot that is over, with its minutes."""
    item = ended.lively(cast)
    ended.published(cast.moderator, item)
    return item


def born(cast: Cast, item: AgendaItem, question: Question, title: str) -> Idea:
    owner = question.author
    assert owner is not None
    seed = Seed(title, "Text.", owner, [cast.public])
    adoption = take_up(actor=owner, item=item, question=question, seed=seed)
    return accept_adoption(owner=owner, adoption=adoption, publish=True)


def merge(cast: Cast, gone: Idea, kept: Idea) -> Merge:
    return merge_ideas(actor=cast.office, kept=kept, gone=gone, reason="Dasselbe.")


def named(member: Member | None, item: AgendaItem) -> tuple[list[str], list[str], list[str]]:
    """Return the ideas as minutes, the archive's list and the event's own page name them."""
    [minutes] = minutes_of(member, item.event, [ended.minutes_of(item)])
    [past] = with_outcomes(member, [item.event])
    shown = minutes.ideas, past.ideas, ideas_born_in(member, item.event)
    in_minutes, listed, on_page = ([one.title for one in found] for found in shown)
    return in_minutes, listed, on_page


def test_a_merged_idea_is_named_as_the_one_in_which_it_lives_on(
    cast: Cast, item: AgendaItem
) -> None:
    gone = born(cast, item, ended.question(item, "spoken"), "Wärme teilen")
    assert named(cast.mate, item) == (["Wärme teilen"],) * 3
    made = merge(cast, gone, make_idea(cast.mate, cast.public, title="Wärmenetz"))
    assert named(cast.mate, item) == (["Wärmenetz"],) * 3
    assert what_is_left(cast.mate, item.event)["has_ideas"]
    [one] = ideas_born_in(cast.mate, item.event)
    assert vars(one)["is_born"]
    part_ideas(actor=cast.office, merge=made, reason="Doch nicht.")
    assert named(cast.mate, item) == (["Wärme teilen"],) * 3


def test_two_that_were_born_there_and_merged_are_named_once(cast: Cast, item: AgendaItem) -> None:
    kept = born(cast, item, ended.question(item, "spoken"), "Wärme teilen")
    merge(cast, born(cast, item, ended.question(item, "written"), "Wärme tauschen"), kept)
    assert named(cast.mate, item) == (["Wärme teilen"],) * 3


def test_several_merges_are_followed_to_the_end(cast: Cast, item: AgendaItem) -> None:
    gone = born(cast, item, ended.question(item, "spoken"), "Wärme teilen")
    middle, last = (make_idea(cast.mate, cast.public, title=name) for name in ("Netz", "Wärmenetz"))
    merge(cast, gone, middle)
    merge(cast, Idea.objects.get(pk=middle.pk), last)
    assert named(cast.mate, item) == (["Wärmenetz"],) * 3
    assert where_they_live([gone.pk, middle.pk, last.pk]) == dict.fromkeys(
        (gone.pk, middle.pk, last.pk), last.pk
    )


def test_who_may_not_read_the_kept_one_is_led_nowhere(cast: Cast, item: AgendaItem) -> None:
    gone = born(cast, item, ended.question(item, "spoken"), "Wärme teilen")
    kept = make_idea(cast.office, cast.public, title="Wärmenetz")
    merge(cast, gone, kept)
    assert named(cast.mate, item) == (["Wärmenetz"],) * 3, "there is something to leak"
    Idea.objects.filter(pk=kept.pk).update(state="hidden")
    assert named(cast.mate, item) == ([],) * 3


def test_letters_name_the_kept_one_too_and_once(cast: Cast, item: AgendaItem) -> None:
    registered(cast.mate, item.event)
    gone = born(cast, item, ended.question(item, "spoken"), "Wärme teilen")
    kept = born(cast, item, ended.question(item, "written"), "Wärme tauschen")
    assert named_in_letter(cast.mate, item) == ["Wärme teilen", "Wärme tauschen"]
    merge(cast, gone, kept)
    assert named_in_letter(cast.mate, item) == ["Wärme tauschen"]


def named_in_letter(member: Member, item: AgendaItem) -> list[str]:
    """Return the ideas that the letter after the event names."""
    notice = Notice(pk=1, member=member, kind="event.after", object_id=item.event_id)
    lines = afterwards([notice])[1].words.splitlines()
    titles = ("Wärme teilen", "Wärme tauschen")
    return [title for title in titles for line in lines if line.startswith(f"– {title}, ")]
