"""What comes in from people about events."""

from events.forms.adoption import ReplyForm, SeedForm, seed_of
from events.forms.air import LockForm, PaceForm
from events.forms.archive import ArchiveForm
from events.forms.calendar import CalendarForm
from events.forms.event import CancelForm, EventForm, SlotForm, initial_of, initial_of_slot
from events.forms.guests import DoorForm, EntryForm, GuestForm
from events.forms.minutes import MinutesForm
from events.forms.participants import DeedForm, ParticipantFilter
from events.forms.podium import AnswerForm, QuestionForm, RulesForm, initial_rules
from events.forms.polls import PollForm, answer_in, initial_poll
from events.forms.registering import (
    DeleteForm,
    FieldForm,
    OfferForm,
    RegistrationForm,
    StepForm,
    initial_of_field,
)
from events.forms.screen import ScreenForm
from events.forms.times import zone_named

__all__ = [
    "AnswerForm",
    "ArchiveForm",
    "CalendarForm",
    "CancelForm",
    "DeedForm",
    "DeleteForm",
    "DoorForm",
    "EntryForm",
    "EventForm",
    "FieldForm",
    "GuestForm",
    "LockForm",
    "MinutesForm",
    "OfferForm",
    "PaceForm",
    "ParticipantFilter",
    "PollForm",
    "QuestionForm",
    "RegistrationForm",
    "ReplyForm",
    "RulesForm",
    "ScreenForm",
    "SeedForm",
    "SlotForm",
    "StepForm",
    "answer_in",
    "initial_of",
    "initial_of_field",
    "initial_of_slot",
    "initial_poll",
    "initial_rules",
    "seed_of",
    "zone_named",
]
