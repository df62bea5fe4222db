"""What comes in from people about events."""

from events.forms.adoption import ReplyForm, SeedForm, seed_of
from events.forms.air import LockForm, PaceForm
from events.forms.calendar import CalendarForm
from events.forms.event import CancelForm, EventForm, SlotForm, initial_of, initial_of_slot
from events.forms.guests import DoorForm, EntryForm
from events.forms.participants import DeedForm, ParticipantFilter
from events.forms.times import zone_named

__all__ = [
    "CalendarForm",
    "CancelForm",
    "DeedForm",
    "DoorForm",
    "EntryForm",
    "EventForm",
    "LockForm",
    "PaceForm",
    "ParticipantFilter",
    "ReplyForm",
    "SeedForm",
    "SlotForm",
    "initial_of",
    "initial_of_slot",
    "seed_of",
    "zone_named",
]
