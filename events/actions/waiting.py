"""The waiting list: free places are offered in the order of the queue, and offers run out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import require_comer
from events.actions.steps import lock_next, locked_event, locked_registration, step
from events.models import Cause, Event, Registration, Standing, State
from ideaforge.errors import Conflict, Refused
from live.clock import every_minute
from members.models import Member
from members.telling import tell

SHARE = 6  # of the time that is left, one part is given for the answer
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=3)


def offer_ends(now: datetime, starts: datetime, ends: datetime) -> datetime:
    """Return until when an offer made now can be accepted.

    A sixth of the time until the event begins, at most three days and at least an hour, but never
    beyond its beginning: nobody is kept waiting for an answer that would come too late, and the
    last free place still finds somebody. While the event runs it is an hour, or its end.
    """
    if now >= starts:
        return min(now + SHORTEST, ends)
    span = min(max((starts - now) / SHARE, SHORTEST), LONGEST)
    return min(now + span, starts)


def fill_places(event: Event) -> None:
    """Offer each free place to who waits longest. The caller holds the lock of the event."""
    now = timezone.now()
    if event.state != State.ANNOUNCED or event.ends <= now or event.seats_left == 0:
        return
    waiting = event.registrations.select_for_update(no_key=True, of=("self",))
    waiting = waiting.filter(standing=Standing.WAITING).select_related("member").order_by("number")
    until = offer_ends(now, event.starts, event.ends)
    for registration in waiting[: event.seats_left]:
        registration.event = event
        step(registration, Standing.OFFERED, Cause.FREE, until=until)
        tell(members=[registration.member], kind="registration.offered", obj=registration)


@transaction.atomic
def accept_place(*, member: Member, event: Event) -> Registration:
    """Take the place that is offered; who has it already keeps it."""
    registration = _offered(member, event)
    if registration.standing == Standing.REGISTERED:
        return registration
    _require_offer(registration)
    step(registration, Standing.REGISTERED, Cause.OWN, actor=member)
    tell(members=[member], kind="registration.confirmed", obj=registration)
    return registration


@transaction.atomic
def decline_place(*, member: Member, event: Event) -> Registration:
    """Give the place that is offered to the next in the queue."""
    registration = _offered(member, event)
    if registration.standing == Standing.DECLINED:
        return registration
    _require_offer(registration)
    step(registration, Standing.DECLINED, Cause.OWN, actor=member)
    fill_places(registration.event)
    return registration


@every_minute
def expire_offers() -> None:
    """End the offers whose time has passed, and offer their places to the next."""
    due = Registration.objects.filter(standing=Standing.OFFERED, offered_until__lte=timezone.now())
    for pk in sorted(set(due.values_list("event", flat=True))):
        _renew_offers(pk)


@transaction.atomic
def _renew_offers(pk: int) -> None:
    event = Event.objects.select_for_update(no_key=True).get(pk=pk)
    expire_due(event)
    fill_places(event)


def expire_due(event: Event) -> None:
    """End the offers of a locked event whose time has passed; their places are free then."""
    due = event.registrations.select_for_update(no_key=True, of=("self",)).filter(
        standing=Standing.OFFERED, offered_until__lte=timezone.now()
    )
    for registration in due.select_related("member").order_by("pk"):
        registration.event = event
        step(registration, Standing.EXPIRED, Cause.TIME)
        tell(members=[registration.member], kind="registration.expired", obj=registration)


def shorten_offers(event: Event) -> None:
    """Let offers end with the beginning of a locked event that was put forward."""
    end = offer_ends(timezone.now(), event.starts, event.ends)
    rows = event.registrations.select_for_update(no_key=True).filter(standing=Standing.OFFERED)
    late = list(rows.filter(offered_until__gt=max(event.starts, end)).order_by("pk"))
    Registration.objects.filter(pk__in=[one.pk for one in late]).update(offered_until=end)


def end_queue(event: Event, *, actor: Member) -> None:
    """End what is offered and waited for, as part of calling the event off."""
    rows = event.registrations.select_for_update(no_key=True, of=("self",))
    open_ones = rows.filter(standing__in=[Standing.OFFERED, Standing.WAITING])
    for registration in open_ones.order_by("pk"):
        registration.event = event
        step(registration, Standing.CANCELLED, Cause.EVENT, actor=actor)


def _offered(member: Member, event: Event) -> Registration:
    event = locked_event(event)
    registration = locked_registration(event, member=member)
    lock_next(event)
    require_comer(member, event)
    if registration is None:
        raise Refused(_("No place is offered to you here."))
    return registration


def _require_offer(registration: Registration) -> None:
    until = registration.offered_until
    if until is not None and until > timezone.now():
        return
    if until is not None or registration.standing == Standing.EXPIRED:
        raise Conflict(_("The offer has run out. You can queue again."))
    raise Conflict(_("No place is offered to you any more."))
