"""Writes on events, one module per kind of verb."""

from events.actions.adopting import (
    Seed,
    accept_adoption,
    decline_adoption,
    take_up,
    withdraw_adoption,
)
from events.actions.agenda import Slot, add_slot, delete_slot, edit_slot
from events.actions.air import put_on_air, take_off_air
from events.actions.calendar import renew_calendar
from events.actions.checkin import Passed, check_in, check_out, undo_check_in
from events.actions.event import Plan, announce_event, cancel_event, edit_event, make_event
from events.actions.guests import (
    close_door,
    end_passes,
    enter_as_guest,
    show_out,
    welcome_guests,
)

__all__ = [
    "Passed",
    "Plan",
    "Seed",
    "Slot",
    "accept_adoption",
    "add_slot",
    "announce_event",
    "cancel_event",
    "check_in",
    "check_out",
    "close_door",
    "decline_adoption",
    "delete_slot",
    "edit_event",
    "edit_slot",
    "end_passes",
    "enter_as_guest",
    "make_event",
    "put_on_air",
    "renew_calendar",
    "show_out",
    "take_off_air",
    "take_up",
    "undo_check_in",
    "welcome_guests",
    "withdraw_adoption",
]
