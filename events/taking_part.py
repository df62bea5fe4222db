"""What an event's page says to one reader about taking part: where they stand, what they can do."""

from dataclasses import dataclass, field, replace

from django.utils import timezone

from events.access import may_register
from events.answers import answer_words
from events.history import Told, own_steps
from events.models import (
    ALIVE,
    Event,
    Registration,
    RegistrationField,
    Standing,
    State,
)
from events.queries import places_in_queues, registration_of
from members.access import takes_part
from members.models import Member


@dataclass(frozen=True)
class TakingPart:
    """`situation` names what is shown: a standing that is alive, or why there is none.

    `place` is the member's place in the queue, from 1.
    """

    situation: str
    registration: Registration | None = None
    place: int = 0
    questions: list[RegistrationField] = field(default_factory=list)
    steps: list[Told] = field(default_factory=list)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What the member has answered, in the order of the questions."""
        given = self.registration.answers if self.registration else {}
        asked = [one for one in self.questions if one.key in given]
        return [(one.label, answer_words(one, given)) for one in asked]


def taking_part(member: Member | None, event: Event) -> TakingPart:
    """Return where the reader stands with an event."""
    registration = registration_of(member, event)
    situation = _situation(member, event, registration)
    part = TakingPart(situation, registration)
    if registration is not None:
        part.steps.extend(own_steps(registration, event))
    if situation in (*ALIVE, "open", "full"):
        part.questions.extend(event.fields.all())
    if situation == Standing.WAITING and registration is not None:
        place = places_in_queues([registration.pk]).get(registration.pk, 0)
        return replace(part, place=place)
    return part


def _situation(member: Member | None, event: Event, registration: Registration | None) -> str:
    now = timezone.now()
    if event.state != State.ANNOUNCED:
        return event.state
    if event.ends <= now:
        return "over"
    if member is None:
        return "stranger"
    if not takes_part(member) and not may_register(member, event):
        return "guest"
    if registration is not None and registration.standing in ALIVE:
        ended = registration.offered_until is not None and registration.offered_until <= now
        if not ended:  # else the clock will say so within a minute
            return registration.standing
    return _closed(event) or _open(event)


def _closed(event: Event) -> str:
    now = timezone.now()
    if event.opens is not None and now < event.opens:
        return "soon"
    return "closed" if event.closes is not None and event.closes <= now else ""


def _open(event: Event) -> str:
    return "full" if event.seats_left == 0 else "open"
