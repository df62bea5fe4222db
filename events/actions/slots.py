"""Telling the threads of an event who reads and moderates them."""

from discussions.actions import admit
from events.access import audience_of
from events.models import Event, Readers, State
from members.models import Member


def tell_slots(event: Event) -> None:
    """Say anew to every slot's thread who reads it: who reads of the event, and its organisers."""
    organisers = list(event.organisers.filter(is_active=True))
    admitted: list[Member] = []
    if event.audience == Readers.INVITED and event.state != State.DRAFT:
        admitted = list(event.invited.all())
    guests = list(Member.objects.filter(guest_passes__event=event, guest_passes__ended=None))
    for item in event.items.select_related("thread"):
        admit(
            thread=item.thread, audience=audience_of(event),
            members=admitted, moderators=organisers, guests=guests,
        )  # fmt: skip
