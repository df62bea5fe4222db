"""Writes on events, one module per kind of verb."""

from events.actions.agenda import Slot, add_slot, delete_slot, edit_slot
from events.actions.event import Plan, announce_event, cancel_event, edit_event, make_event

__all__ = [
    "Plan",
    "Slot",
    "add_slot",
    "announce_event",
    "cancel_event",
    "delete_slot",
    "edit_event",
    "edit_slot",
    "make_event",
]
