"""Tables of events, their agenda, and registrations."""

from events.models.adoption import Adoption, Reply
from events.models.agenda import AgendaItem, Air
from events.models.events import Event, Kind, Phase, Readers, State
from events.models.guests import GuestPass
from events.models.registrations import (
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

__all__ = [
    "SEATED",
    "Adoption",
    "AgendaItem",
    "Air",
    "CalendarKey",
    "Cause",
    "Event",
    "FieldKind",
    "GuestPass",
    "Kind",
    "Phase",
    "Readers",
    "Registration",
    "RegistrationField",
    "RegistrationStep",
    "Reply",
    "SentLetter",
    "Standing",
    "State",
]
