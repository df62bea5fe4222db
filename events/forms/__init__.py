"""What comes in from people about events."""

from events.forms.adoption import ReplyForm, SeedForm, seed_of
from events.forms.air import LockForm, PaceForm
from events.forms.calendar import CalendarForm
from events.forms.event import CancelForm, EventForm, SlotForm, initial_of, initial_of_slot
from events.forms.guests import DoorForm, EntryForm
from events.forms.participants import DeedForm, ParticipantFilter
from events.forms.podium import AnswerForm, QuestionForm, RulesForm, initial_rules
from events.forms.polls import PollForm, answer_in, initial_poll
from events.forms.times import zone_named

__all__ = [
    "AnswerForm",
    "CalendarForm",
    "CancelForm",
    "DeedForm",
    "DoorForm",
    "EntryForm",
    "EventForm",
    "LockForm",
    "PaceForm",
    "ParticipantFilter",
    "PollForm",
    "QuestionForm",
    "ReplyForm",
    "RulesForm",
    "SeedForm",
    "SlotForm",
    "answer_in",
    "initial_of",
    "initial_of_slot",
    "initial_poll",
    "initial_rules",
    "seed_of",
    "zone_named",
]
