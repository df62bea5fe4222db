"""A change while a worker takes up the letter of the change before: the last state reaches all."""

import threading
from functools import partial

import pytest
from django.core import mail
from django.db import transaction

from events.actions import cancel_event, edit_event
from events.models import Event
from ideaforge.errors import Conflict
from members.models import Member, Notice
from members.tasks import post_letters
from tests.cast import at_once, make_cast
from tests.events.making import registered
from tests.events.plans import announced, plan

pytestmark = pytest.mark.django_db(transaction=True)


def move(actor: Member, event: Event, place: str) -> Event:
    event = Event.objects.get(pk=event.pk)
    changed = plan(starts=event.starts, ends=event.ends, place=place)
    return edit_event(actor=actor, event=event, plan=changed, version=event.version)


def test_the_last_state_goes_out_whenever_the_worker_comes() -> None:
    cast = make_cast()
    event = announced(cast.office)
    registered(cast.mate, event)
    move(cast.office, event, "Keller")
    changed, sent = threading.Event(), threading.Event()

    def move_slowly() -> None:
        with transaction.atomic():
            move(cast.office, event, "Dach")
            changed.set()
            sent.wait(1)  # the worker is not done before this commits, and then it says the new

    def work() -> None:
        changed.wait(10)
        post_letters.func()
        sent.set()

    assert at_once([move_slowly, work]) == [None, None]
    post_letters.func()
    assert "Dach" in mail.outbox[-1].body


def test_called_off_at_once_by_many_it_is_told_once() -> None:
    cast = make_cast()
    event = announced(cast.office)
    registered(cast.mate, event)
    cancel = partial(cancel_event, actor=cast.office, event=event, reason="Sturm.")
    results = at_once([cancel] * 8)
    assert sum(type(one) is Conflict for one in results) == 7, results
    assert Notice.objects.filter(kind="event.cancelled", member=cast.mate).count() == 1
    assert Event.objects.get().sequence == 1
