"""Many at the door at once: everybody is let in once, and everybody else is told by whom."""

from functools import partial

import pytest

from events.actions import Passed, check_in, check_out, undo_check_in
from events.models import Event, Registration
from ideaforge.errors import Refused
from live.models import Activity, Entry, Stream
from tests.cast import Cast, at_once, make_cast, make_member, make_members
from tests.events.seats import make_lounge, seat

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, seen by every thread."""
    return make_cast()


@pytest.fixture
def event(cast: Cast) -> Event:
    """A lounge that runs now and that the author organises."""
    return make_lounge(cast.office, cast.author)


@pytest.mark.parametrize("many", [2, 20])
def test_one_lets_a_person_in_and_the_others_hear_who_it_was(
    cast: Cast, event: Event, many: int
) -> None:
    actors = [cast.office, cast.author, *(make_member(f"helfer-{n}") for n in range(many - 2))]
    event.organisers.add(*actors)
    registration = seat(event, cast.mate)
    results = at_once(partial(check_in, actor=actor, registration=registration) for actor in actors)
    passed = [one for one in results if isinstance(one, Passed)]
    assert len(passed) == many, results
    assert sum(one.is_new for one in passed) == 1
    stored = Registration.objects.select_related("checked_in_by").get()
    assert {(one.registration.arrived, one.registration.checked_in_by) for one in passed} == {
        (stored.arrived, stored.checked_in_by)
    }
    assert Activity.objects.filter(verb="hall.entered").count() == 1
    assert Entry.objects.filter(stream=event.hall_stream).count() == 1


@pytest.mark.parametrize("many", [2, 20])
def test_as_many_as_come_at_once_are_in_the_hall(cast: Cast, event: Event, many: int) -> None:
    actors = [make_member(f"helfer-{n}") for n in range(many)]  # who acts is locked as well
    event.organisers.add(*actors)
    seats = [seat(event, member) for member in make_members(many)]
    assert not Stream.objects.filter(name=event.hall_stream).exists(), "nobody has come before"
    results = at_once(
        partial(check_in, actor=actor, registration=one)
        for actor, one in zip(actors, seats, strict=True)
    )
    assert all(isinstance(one, Passed) and one.is_new for one in results), results
    assert Registration.objects.filter(arrived__isnull=False, left=None).count() == many
    numbers = Entry.objects.filter(stream=event.hall_stream).order_by("n")
    assert list(numbers.values_list("n", flat=True)) == list(range(1, many + 1))


def test_deeds_that_cross_each_other_leave_one_truth(cast: Cast, event: Event) -> None:
    registration = seat(event, cast.mate)
    deeds = [check_in, check_out, undo_check_in]
    results = at_once(
        partial(deeds[n % 3], actor=cast.author, registration=registration) for n in range(21)
    )
    # Going without having come is the one thing that is refused.
    assert all(isinstance(one, Passed) or type(one) is Refused for one in results), results
    stored = Registration.objects.get()
    verbs = list(Activity.objects.filter(verb__startswith="hall.").order_by("pk")
                 .values_list("verb", flat=True))  # fmt: skip
    last = verbs[-1] if verbs else "hall.undone"
    assert (stored.arrived is None) == (last == "hall.undone")
    assert stored.is_in_hall == (last == "hall.entered")
    assert len(verbs) == sum(isinstance(one, Passed) and one.is_new for one in results)
