"""The addresses of events, for the tests that open every view of the platform."""

from datetime import timedelta

from events.actions import Slot, add_slot
from tests.cast import Cast
from tests.events.plans import announced

READ_ONLY = {"events", "event_archive", "event", "event_by_number"}
WRITE_ONLY = {"announce_event"}
OF_THE_OFFICE = {"new_event"}
OF_ORGANISERS = {"edit_event", "cancel_event", "add_slot", "edit_slot", "delete_slot"}
BOTH = {"new_event", *OF_ORGANISERS}
FOR_MEMBERS = {"new_event", *OF_ORGANISERS}


def addresses_of_events(cast: Cast) -> dict[str, str]:
    """Return an address for each name, with an event that everybody reads and a slot."""
    event = announced(cast.office, audience="public", organisers=[cast.moderator])
    ends = event.starts + timedelta(hours=1)
    item = add_slot(actor=cast.office, event=event, slot=Slot("Auftakt", event.starts, ends))
    on, slot = f"/termine/{event.pk}", f"/termine/{event.pk}/programm/{item.pk}"
    return {
        "events": "/termine/", "event_archive": "/termine/archiv/", "new_event": "/termine/neu/",
        "event": event.get_absolute_url(), "event_by_number": f"{on}/",
        "edit_event": f"{on}/bearbeiten/", "announce_event": f"{on}/ankuendigen/",
        "cancel_event": f"{on}/absagen/", "add_slot": f"{on}/programm/",
        "edit_slot": f"{slot}/", "delete_slot": f"{slot}/loeschen/",
    }  # fmt: skip
