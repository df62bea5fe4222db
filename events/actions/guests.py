"""Guests at an event: let in by a code at the door, shown out by the organisers or at its end."""

from collections.abc import Sequence
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.models import Admission
from events.actions.event import organised
from events.actions.registering import sign_off
from events.models import ALIVE, Event, GuestPass, Phase, Registration, State
from ideaforge.errors import Conflict, Forbidden, Refused
from live.broadcast import recheck
from live.clock import every_minute
from live.record import record
from members.actions import make_guest
from members.models import Member, Role

STANDING = 120  # characters beside the name
BATCH = 200  # passes that end in one transaction


@transaction.atomic
def welcome_guests(*, actor: Member, event: Event, renew: bool = False) -> Event:
    """Open the door for guests with a code; with `renew` codes that are known open it no more."""
    event = organised(actor, event)
    if event.guest_code is None or renew:
        event.guest_code = uuid4()
        _store_door(event, actor)
    return event


@transaction.atomic
def close_door(*, actor: Member, event: Event) -> Event:
    """Let no further guests in; those who are inside stay."""
    event = organised(actor, event)
    if event.guest_code is not None:
        event.guest_code = None
        _store_door(event, actor)
    return event


@transaction.atomic
def enter_as_guest(*, event: Event, code: object, name: str, standing: str = "") -> Member:
    """Let somebody take part in an event by their name, until it ends.

    Raises Forbidden for a code that is not, or no longer, that of the event; Refused where the
    event is not on yet, over, or has guests enough.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    _require_open_door(event, code)
    guest = _make(name, standing)
    _let_in(event, guest)
    return guest


@transaction.atomic
def admit_guest(*, event: Event, name: str, email: str, standing: str = "") -> Member:
    """Let somebody who has shown that the mail is theirs register as a guest; twice is once.

    Raises Refused for the mail of a member, and where guests do not register; Forbidden for
    somebody whom the organisers have shown out.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if not event.guests_register or event.phase in (Phase.OVER, Phase.CANCELLED, Phase.DRAFT):
        raise Refused(_("Guests cannot register for this event, or no longer."))
    known = Member.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if known is not None and known.role != Role.GUEST:
        raise Refused(_("This mail belongs to a member. Please sign in."))
    guest = known or _make(name, standing, email=email.lower())
    own = event.passes.filter(guest=guest).first()
    if own is not None and own.ended is not None:
        raise Forbidden
    if own is None:
        _require_room(event)
        Member.objects.filter(pk=guest.pk).update(is_active=True)  # shown out elsewhere, perhaps
        _let_in(event, guest)
    return guest


def _make(name: str, standing: str, **mail: str) -> Member:
    words = ", ".join(word for word in (_("Guest"), standing) if word)
    return make_guest(name=name, office=words[:STANDING], **mail)


def _let_in(event: Event, guest: Member) -> None:
    guest_pass = GuestPass.objects.create(event=event, guest=guest)
    threads = event.items.values_list("thread", flat=True)
    Admission.objects.bulk_create(
        [Admission(thread_id=thread, member=guest, as_guest=True) for thread in threads],
        ignore_conflicts=True,
    )
    record("guest.came", streams=[], actor=guest, obj=guest_pass)


@transaction.atomic
def show_out(*, actor: Member, guest_pass: GuestPass) -> None:
    """Take a guest's access away, and their place; what they have said stays."""
    event = organised(actor, guest_pass.event)
    stored = event.passes.select_for_update(of=("self",)).get(pk=guest_pass.pk)
    if stored.ended is not None:
        raise Conflict(_("This guest has left already."))
    own = event.registrations.filter(member=stored.guest_id, standing__in=ALIVE).first()
    if own is not None and event.state == State.ANNOUNCED and event.ends > timezone.now():
        sign_off(actor=actor, registration=own)
    _end([stored], actor)


@every_minute
def end_passes() -> None:
    """Take the access of guests away whose event is over or was called off."""
    comes = Registration.objects.filter(event=OuterRef("event"), member=OuterRef("guest"))
    # Who was registered for what was called off still gets the letter that says so.
    off = Q(event__state=State.CANCELLED) & ~Q(Exists(comes))
    done = Q(event__ends__lte=timezone.now()) | off
    while GuestPass.objects.filter(done, ended=None).exists():
        with transaction.atomic():
            rows = GuestPass.objects.select_for_update(of=("self",)).filter(done, ended=None)
            _end(list(rows.order_by("pk")[:BATCH]), None)
    _forget_mails()


def _forget_mails() -> None:
    """Forget the mail of guests; by it those who were shown out have stayed out until now."""
    ahead = GuestPass.objects.filter(event__ends__gt=timezone.now()).values("guest")
    gone = Member.objects.filter(
        role=Role.GUEST, email__isnull=False, guest_passes__ended__isnull=False
    )
    numbers = list(gone.exclude(pk__in=ahead).values_list("pk", flat=True).distinct())
    if numbers:
        EmailAddress.objects.filter(user__in=numbers).delete()
        Member.objects.filter(pk__in=numbers).update(is_active=False, email=None)


def _end(passes: Sequence[GuestPass], actor: Member | None) -> None:
    numbers = [one.pk for one in passes]
    guests = [one.guest_id for one in passes]
    GuestPass.objects.filter(pk__in=numbers).update(ended=timezone.now())
    events = [one.event_id for one in passes]
    inside = Q(thread__agendaitem__event__in=events)
    Admission.objects.filter(inside, member__in=guests, as_guest=True).delete()
    # What they have said stays under their name.
    elsewhere = GuestPass.objects.filter(ended=None).values("guest")
    leaving = Member.objects.filter(pk__in=guests).exclude(pk__in=elsewhere)
    leaving.update(is_active=False)
    for one in passes:
        record("guest.left", streams=[], actor=actor, obj=one)
    transaction.on_commit(lambda: recheck(members=guests))


def _store_door(event: Event, actor: Member) -> None:
    event.version += 1
    event.save(update_fields=["guest_code", "version"])
    record("guest.door", streams=[], actor=actor, obj=event)


def _require_open_door(event: Event, code: object) -> None:
    if event.guest_code is None or str(event.guest_code) != str(code):
        raise Forbidden(_("This code opens no door any more. Please ask for the one of today."))
    now = timezone.now()
    if event.state != State.ANNOUNCED or event.ends <= now:
        raise Refused(_("This event is over, or was called off."))
    if now < event.starts - settings.GUESTS_BEFORE:
        raise Refused(_("Guests can come in from an hour before the event on."))
    _require_room(event)


def _require_room(event: Event) -> None:
    if event.passes.filter(ended=None).count() >= settings.GUESTS_PER_EVENT:
        raise Refused(_("The event has as many guests as it has room for."))
