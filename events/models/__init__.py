"""Tables of events: agenda, registrations, what the podium is asked, what the hall sees."""

from events.models.adoption import Adoption, Reply
from events.models.agenda import LATE, AgendaItem, Air
from events.models.events import Event, Kind, Phase, Readers, State
from events.models.guests import GuestPass
from events.models.minutes import MINUTES_LENGTH, Minutes, MinutesReaders, MinutesState
from events.models.podium import (
    ANSWER_LENGTH,
    OPEN_TO_ALL,
    QUESTION_LENGTH,
    Question,
    QuestionState,
    QuestionSupport,
)
from events.models.polls import (
    OPTION_LENGTH,
    OPTIONS,
    WITH_OPTIONS,
    WORD_LENGTH,
    WORDS,
    Poll,
    PollKind,
    PollOption,
    PollState,
    Vote,
)
from events.models.registrations import (
    ALIVE,
    SEATED,
    CalendarKey,
    Cause,
    FieldKind,
    Registration,
    RegistrationField,
    RegistrationStep,
    SentLetter,
    Standing,
)
from events.models.screen import CHOSEN, Screen, Shows, Spotlight

__all__ = [
    "ALIVE",
    "ANSWER_LENGTH",
    "CHOSEN",
    "LATE",
    "MINUTES_LENGTH",
    "OPEN_TO_ALL",
    "OPTIONS",
    "OPTION_LENGTH",
    "QUESTION_LENGTH",
    "SEATED",
    "WITH_OPTIONS",
    "WORDS",
    "WORD_LENGTH",
    "Adoption",
    "AgendaItem",
    "Air",
    "CalendarKey",
    "Cause",
    "Event",
    "FieldKind",
    "GuestPass",
    "Kind",
    "Minutes",
    "MinutesReaders",
    "MinutesState",
    "Phase",
    "Poll",
    "PollKind",
    "PollOption",
    "PollState",
    "Question",
    "QuestionState",
    "QuestionSupport",
    "Readers",
    "Registration",
    "RegistrationField",
    "RegistrationStep",
    "Reply",
    "Screen",
    "SentLetter",
    "Shows",
    "Spotlight",
    "Standing",
    "State",
    "Vote",
]
