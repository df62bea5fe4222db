"""The addresses of events, for the tests that open every view of the platform."""

from datetime import timedelta

from events.actions import Slot, add_slot, enter_as_guest, welcome_guests
from tests.cast import Cast
from tests.events.plans import announced, soon

READ_ONLY = {"events", "event_archive", "event", "event_by_number"}
WRITE_ONLY = {"announce_event", "show_out"}
OF_THE_OFFICE = {"new_event"}
OF_ORGANISERS = {"edit_event", "cancel_event", "add_slot", "edit_slot", "delete_slot",
                 "guest_door"}  # fmt: skip
BOTH = {"new_event", "enter_as_guest", *OF_ORGANISERS}
OPEN_TO_STRANGERS = {"enter_as_guest"}
FOR_MEMBERS = {"new_event", *OF_ORGANISERS}


def addresses_of_events(cast: Cast) -> dict[str, str]:
    """Return an address for each name, with an event that everybody reads and a slot."""
    starts = soon(0.01)
    event = announced(
        cast.office, starts=starts, audience="public", organisers=[cast.moderator]
    )  # fmt: skip
    ends = event.starts + timedelta(hours=1)
    item = add_slot(actor=cast.office, event=event, slot=Slot("Auftakt", event.starts, ends))
    event = welcome_guests(actor=cast.office, event=event)
    guest = enter_as_guest(event=event, code=event.guest_code, name="Anna Muster")
    on, slot = f"/termine/{event.pk}", f"/termine/{event.pk}/programm/{item.pk}"
    return {
        "events": "/termine/", "event_archive": "/termine/archiv/", "new_event": "/termine/neu/",
        "event": event.get_absolute_url(), "event_by_number": f"{on}/",
        "edit_event": f"{on}/bearbeiten/", "announce_event": f"{on}/ankuendigen/",
        "cancel_event": f"{on}/absagen/", "add_slot": f"{on}/programm/",
        "edit_slot": f"{slot}/", "delete_slot": f"{slot}/loeschen/",
        "guest_door": f"{on}/gaeste/",
        "enter_as_guest": f"{on}/gast/{event.guest_code}/",
        "show_out": f"{on}/gaeste/{guest.guest_pass.pk}/beenden/",
    }  # fmt: skip
