"""Many organisers at once: one slot is on air at the end, and each was told the truth."""

from functools import partial

import pytest

from events.actions import put_on_air, take_off_air
from events.models import AgendaItem
from ideaforge.errors import Conflict
from live.clock import strike
from live.models import Activity
from tests.cast import Cast, at_once, make_cast
from tests.events.sessions import on_air, running, slot

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


def test_fifty_slots_put_on_air_at_once_leave_one(cast: Cast) -> None:
    event = running(cast.office, cast.mate)
    items = [slot(event, f"Punkt {n}", n / 2) for n in range(10)]
    put = partial(put_on_air, actor=cast.mate)
    results = at_once(partial(put, item=items[n % 10]) for n in range(MANY))
    assert all(isinstance(one, AgendaItem) for one in results), results
    last = Activity.objects.filter(verb="air.changed")
    [title] = on_air(event)
    current = AgendaItem.objects.get(air="on")
    assert current.title == title
    # Each answer is the slot as it was when it went on air; every change is one deed.
    began = {(one.went_on, one.pk) for one in results if isinstance(one, AgendaItem)}
    assert len(began) == last.count()
    assert (current.went_on, current.pk) in began
    assert current.went_on == max(went_on for went_on, _pk in began if went_on is not None)
    over = AgendaItem.objects.filter(air="over")
    assert all(item.went_off is not None for item in over)
    assert over.count() == 9


def test_fifty_taps_on_one_slot_are_one_deed(cast: Cast) -> None:
    event = running(cast.office, cast.mate)
    item = slot(event, "Auftakt", 0)
    results = at_once([partial(put_on_air, actor=cast.mate, item=item)] * MANY)
    assert all(isinstance(one, AgendaItem) for one in results), results
    assert Activity.objects.filter(verb="air.changed").count() == 1


def test_the_next_slot_and_the_end_of_the_last_at_once(cast: Cast) -> None:
    event = running(cast.office, cast.mate)
    first, second = slot(event, "Eins", 0), slot(event, "Zwei", 1)
    put_on_air(actor=cast.mate, item=first)
    put = partial(put_on_air, actor=cast.mate, item=second)
    end = partial(take_off_air, actor=cast.office, event=event, item=first)
    results = at_once([put, end] * 10)
    assert all(one is None or isinstance(one, AgendaItem | Conflict) for one in results), results
    assert on_air(event) == ["Zwei"]


def test_clocks_at_once_change_what_is_on_air_once(cast: Cast) -> None:
    event = running(cast.office, by_schedule=True)
    slot(event, "Jetzt", 1.5)
    at_once([strike] * 8)
    assert on_air(event) == ["Jetzt"]
    assert Activity.objects.filter(verb="air.changed").count() == 1
