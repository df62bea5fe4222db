"""Who sees an event, who organises it, and who may come."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from discussions.models import Audience, Comment
from events.models import (
    ALIVE,
    Adoption,
    AgendaItem,
    CalendarKey,
    Event,
    GuestPass,
    Minutes,
    MinutesReaders,
    MinutesState,
    Readers,
    Registration,
    RegistrationField,
    Standing,
    State,
)
from ideaforge.errors import Forbidden
from members.access import require_active, takes_part
from members.models import Member


def events_visible_to(member: Member | None) -> QuerySet[Event]:
    """Return the events that a member may read of; drafts are their organisers' alone."""
    if member is not None and member.is_office and member.is_active:
        return Event.objects.all()
    out = ~Q(state=State.DRAFT)
    if member is None or not member.is_active:
        return Event.objects.filter(out, audience=Readers.PUBLIC)
    own = Registration.objects.filter(member=member, standing__in=ALIVE)
    named = Q(pk__in=own.values("event"))
    if not takes_part(member):
        named |= Q(pk__in=GuestPass.objects.filter(guest=member, ended=None).values("event"))
        return Event.objects.filter(out, Q(audience=Readers.PUBLIC) | named)
    named |= Q(pk__in=member.event_invitations.values("pk"))
    organised = Q(pk__in=member.organised_events.values("pk"))
    open_to = Q(audience__in=[Readers.PUBLIC, Readers.MEMBERS])
    return Event.objects.filter((out & (open_to | named)) | organised)


def get_event(member: Member | None, pk: int) -> Event:
    """Return an event with its host, 404 when the member may not read of it."""
    event = events_visible_to(member).select_related("host").filter(pk=pk).first()
    if event is None:
        raise Http404
    return event


def get_event_at_door(pk: int, code: UUID) -> Event:
    """Return the event that a code opens for guests, else 404."""
    event = Event.objects.filter(pk=pk, guest_code=code, state=State.ANNOUNCED).first()
    if event is None:
        raise Http404
    return event


def events_organised_by(member: Member | None) -> QuerySet[Event]:
    """Return the events that a member organises; the office organises all."""
    if member is None or not takes_part(member):
        return Event.objects.none()
    return Event.objects.all() if member.is_office else member.organised_events.all()


def can_organise(member: Member | None, event: Event) -> bool:
    """Tell whether the event is entrusted to the member."""
    if member is None or not takes_part(member):
        return False
    return member.is_office or event.organisers.filter(pk=member.pk).exists()


def get_organised(member: Member | None, pk: int) -> Event:
    """Return an event that the member organises, else 404."""
    event = events_organised_by(member).select_related("host").filter(pk=pk).first()
    if event is None:
        raise Http404
    return event


def get_slot(event: Event, pk: int) -> AgendaItem:
    """Return a slot of the event, else 404."""
    related = event.items.select_related("thread", "event", "minutes")
    item = related.filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


def get_field(event: Event, pk: int) -> RegistrationField:
    """Return what the organisers of the event ask, else 404."""
    asked = event.fields.select_related("event").filter(pk=pk).first()
    if asked is None:
        raise Http404
    return asked


def get_registration(event: Event, pk: int) -> Registration:
    """Return a registration for the event, else 404. For its organisers."""
    found = event.registrations.select_related("event", "member").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_slot_of(comment: Comment) -> AgendaItem:
    """Return the slot in which something was said, 404 for what was said elsewhere."""
    related = AgendaItem.objects.select_related("event", "thread").prefetch_related("topics")
    item = related.filter(thread=comment.thread_id).first()
    if item is None:
        raise Http404
    return item


def get_adoption(member: Member | None, pk: int) -> Adoption:
    """Return what a member is asked to own, or has asked; 404 for others."""
    related = (
        "item__event", "item__thread", "comment__author", "question__author", "poll", "owner",
        "asked_by", "idea",
    )  # fmt: skip
    found = Adoption.objects.select_related(*related).filter(pk=pk).first()
    if found is None or member is None or member.pk not in (found.owner_id, found.asked_by_id):
        raise Http404
    return found


def get_by_key(event: Event, key: UUID) -> Registration:
    """Return the registration that a QR code names, else 404."""
    found = event.registrations.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_ticket(member: Member, event: Event) -> Registration:
    """Return the member's own registration, 404 while it holds no place for sure."""
    own = Registration.objects.select_related("member__municipality", "checked_in_by")
    found = own.filter(event=event, member=member, standing=Standing.REGISTERED).first()
    if found is None:
        raise Http404
    return found


def may_register(member: Member | None, event: Event) -> bool:
    """Tell whether one may come: members who may read of it, and guests who were let in for it."""
    if member is None or not (takes_part(member) or is_guest_at(member, event)):
        return False
    if not takes_part(member) and not event.guests_register:
        return False
    return events_visible_to(member).filter(pk=event.pk, state=State.ANNOUNCED).exists()


def is_guest_at(member: Member | None, event: Event) -> bool:
    """Tell whether the person takes part in this event as a guest."""
    if member is None or not member.is_active:
        return False
    return GuestPass.objects.filter(event=event, guest=member, ended=None).exists()


def require_comer(member: Member | None, event: Event) -> Member:
    """Return who comes to an event, as stored now: a member, or a guest of this event."""
    stored = require_active(member)
    if not (takes_part(stored) or is_guest_at(stored, event)):
        raise Forbidden
    return stored


def audience_of(event: Event) -> str:
    """Return who reads what is said at an event."""
    if event.state == State.DRAFT or event.audience == Readers.INVITED:
        return Audience.ADMITTED
    return Audience.PUBLIC if event.audience == Readers.PUBLIC else Audience.MEMBERS


def takes_part_in(member: Member | None) -> Q:
    """Return the condition that minutes belong to an event in which the member takes part.

    Whoever belongs to the network does so by reading; others by registration or as a guest.
    """
    if takes_part(member):
        return ~Q(pk__in=[])  # always, also as one side of an "or"
    if member is None or not member.is_active:
        return Q(pk__in=[])
    own = Registration.objects.filter(member=member, standing=Standing.REGISTERED)
    passes = GuestPass.objects.filter(guest=member, ended=None)
    return Q(item__event__in=own.values("event")) | Q(item__event__in=passes.values("event"))


def minutes_visible_to(member: Member | None) -> QuerySet[Minutes]:
    """Return the minutes that a member may read; drafts are the organisers' alone."""
    readable = Minutes.objects.filter(item__event__in=events_visible_to(member).values("pk"))
    organised = Q(item__event__in=events_organised_by(member).values("pk"))
    for_all = Q(readers=MinutesReaders.ALL) | takes_part_in(member)
    return readable.filter(organised | (Q(state=MinutesState.PUBLISHED) & for_all))


def minutes_in(member: Member | None, event: Event) -> QuerySet[Minutes]:
    """Return the minutes of an event that a member may read."""
    return minutes_visible_to(member).filter(item__event=event).select_related("item__event")


def get_calendar_member(key: UUID) -> Member:
    """Return whose calendar has this secret address, else 404; a suspended member has none."""
    found = CalendarKey.objects.select_related("member").filter(key=key).first()
    if found is None or not found.member.is_active:
        raise Http404
    return found.member


def calendar_key_of(member: Member) -> UUID | None:
    """Return the secret in the address of the member's own calendar, if it was made yet."""
    return CalendarKey.objects.filter(member=member).values_list("key", flat=True).first()
