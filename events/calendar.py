"""What calendars are given: the file of an event, that of its agenda, and a member's own feed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import events_visible_to
from events.ical import Entry, absolute, published, subscribed, uid_of
from events.models import AgendaItem, Cause, Event, Registration, RegistrationStep, Standing, State
from ideaforge.text import plain
from live.models import Activity
from members.models import Member

KEPT = timedelta(days=90)  # what is over, or was called off, stays in a feed so long
IN_FEEDS = (Standing.REGISTERED, Standing.WAITING, Standing.OFFERED)
STATUS = {
    State.DRAFT: "TENTATIVE", State.ANNOUNCED: "CONFIRMED", State.CANCELLED: "CANCELLED",
}  # fmt: skip


def calendar_of(event: Event) -> bytes:
    """Return the file of an event; once it was called off, the one that takes it back."""
    return published([_entry(event, _changes([event], "event")[event.pk])], method_of(event))


def programme_of(event: Event) -> bytes:
    """Return the slots of an event in a file of their own."""
    changed = _changes([event], "event", "agenda")[event.pk]
    items = event.items.order_by("starts", "room", "pk")
    return published([_slot(event, item, changed) for item in items], method_of(event))


def method_of(event: Event) -> str:
    """Return what the file of an event wants of a calendar (RFC 5546)."""
    return "CANCEL" if event.state == State.CANCELLED else "PUBLISH"


def feed_of(member: Member) -> bytes:
    """Return what a member comes to, waits for, or wanted to come to, in the active language."""
    found = _in_feed(member)
    changes = _changes([one.event for one in found], "event")
    entries = [_own(one, changes[one.event_id]) for one in found]
    title = _("My events")
    return subscribed(entries, f"{settings.SITE_NAME}: {title}")


def _in_feed(member: Member) -> list[Registration]:
    ended = RegistrationStep.objects.filter(registration=OuterRef("pk"), cause=Cause.EVENT)
    # Calendars forget a called-off event only when they are told so for a while.
    stays = Q(standing__in=IN_FEEDS) | (Q(event__state=State.CANCELLED) & Exists(ended))
    rows = Registration.objects.filter(
        stays, member=member, event__in=events_visible_to(member).exclude(state=State.DRAFT),
        event__ends__gt=timezone.now() - KEPT,
    )  # fmt: skip
    return list(rows.select_related("event").order_by("event__starts", "pk"))


def _changes(events: Sequence[Event], *families: str) -> dict[int, datetime]:
    """Return when deeds of these families were last done to each event."""
    wanted = Q(*(("verb__startswith", f"{family}.") for family in families), _connector=Q.OR)
    keys = [event.pk for event in events]
    deeds = Activity.objects.filter(wanted, model="events.event", object_id__in=keys)
    last = dict(deeds.values_list("object_id").annotate(last=Max("created")).order_by())
    return {event.pk: last.get(event.pk, event.created) for event in events}


def _own(registration: Registration, changed: datetime) -> Entry:
    event, standing = registration.event, registration.standing
    changed = max(changed, registration.changed)
    if event.state == State.CANCELLED or standing == Standing.REGISTERED:
        return _entry(event, changed)
    hints = {
        Standing.WAITING: _("You are on the waiting list."),
        Standing.OFFERED: _("A place is offered to you. Please accept or decline it."),
    }
    return _entry(event, changed, hint=hints[Standing(standing)])


def _entry(event: Event, changed: datetime, *, hint: str = "") -> Entry:
    """Return an event; with a hint it is not certain yet."""
    status = "TENTATIVE" if hint else STATUS[State(event.state)]
    return Entry(
        uid=uid_of(event.uid),
        sequence=event.sequence,
        status=status,
        is_busy=status == "CONFIRMED",
        starts=event.starts.astimezone(event.tz),
        ends=event.ends.astimezone(event.tz),
        title=event.title,
        place=_joined(", ", event.place, event.address),
        words=_description(event, hint),
        url=absolute(event.get_absolute_url()),
        kind=event.get_kind_display(),
        created=event.created,
        changed=changed,
    )


def _slot(event: Event, item: AgendaItem, changed: datetime) -> Entry:
    status = STATUS[State(event.state)]
    return Entry(
        uid=uid_of(event.uid, item.pk),
        # A slot also moves along with its event; both numbers only rise, and so does their sum.
        sequence=event.sequence + item.version - 1,
        status=status,
        is_busy=status == "CONFIRMED" and not item.is_break,
        starts=item.starts.astimezone(event.tz),
        ends=item.ends.astimezone(event.tz),
        title=item.title,
        place=_joined(", ", item.room, event.place),
        words=_joined("\n\n", item.speaker, _paragraphs(item.html)),
        url=absolute(f"{event.get_absolute_url()}#{item.element}"),
        kind=event.get_kind_display(),
        created=item.created,
        changed=max(changed, item.created),
    )


def _description(event: Event, hint: str) -> str:
    because = way = ""
    if event.state == State.CANCELLED:
        because = _("Called off: %(reason)s") % {"reason": event.cancelled_because}
    if event.directions:
        way = _("How to get there:") + f"\n{event.directions}"
    page = absolute(event.get_absolute_url())
    return _joined("\n\n", because, hint, _paragraphs(event.html), way, page)


def _paragraphs(markup: str) -> str:
    """Return the words of rendered HTML; each block of Markdown is a line there."""
    return _joined("\n", *(plain(line) for line in markup.splitlines()))


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)
