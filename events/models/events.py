"""Events: what is planned, where and when, who may come, and how many."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideaforge.slugs import german_slug
from ideaforge.text import RENDERER
from ideas.models import Cover
from live.streams import stream_name
from members.models import Member, Municipality


class Kind(models.TextChoices):
    """What sort of event it is."""

    LOUNGE = "lounge", _("Lounge")
    FORUM = "forum", _("Deutschlandforum")
    ONLINE = "online", _("Online meeting")


class State(models.TextChoices):
    """What the organisers have said of an event; what follows from the clock is its phase."""

    DRAFT = "draft", _("draft")
    ANNOUNCED = "announced", _("announced")
    CANCELLED = "cancelled", _("cancelled")


class Phase(models.TextChoices):
    """Where an event stands now."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Registration open")
    FULL = "full", _("Fully booked")
    CLOSED = "closed", _("Registration closed")
    RUNNING = "running", _("Running")
    OVER = "over", _("Over")
    CANCELLED = "cancelled", _("Cancelled")


class Readers(models.TextChoices):
    """Whom an event is for."""

    PUBLIC = "public", _("everybody reads it, members come")
    MEMBERS = "members", _("members")
    INVITED = "invited", _("invited members")


class Event(models.Model):
    """A Lounge, a Forum or an online meeting.

    `seats_taken` counts who is registered and whom a place is held for; it changes under the lock
    of this row only. `sequence` rises with every change that a calendar has to hear of (RFC 5545,
    3.8.7.4); `uid` names the event there for ever.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LOUNGE)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(editable=False, blank=True)
    lead = models.CharField(max_length=200, editable=False, blank=True)
    renderer = models.PositiveSmallIntegerField(default=RENDERER, editable=False)
    cover = models.CharField(_("cover"), max_length=10, choices=Cover.choices, blank=True)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Berlin")
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    directions = models.TextField(_("how to get there"), blank=True)
    host = models.ForeignKey(
        Municipality, verbose_name=_("host"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="events",
    )  # fmt: skip
    audience = models.CharField(
        _("open to"), max_length=10, choices=Readers.choices, default=Readers.MEMBERS
    )
    invited: models.ManyToManyField[Member, Any] = models.ManyToManyField(
        Member, verbose_name=_("invited members"), related_name="event_invitations", blank=True
    )
    organisers: models.ManyToManyField[Member, Any] = models.ManyToManyField(
        Member, verbose_name=_("organisers"), related_name="organised_events", blank=True
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)  # empty: no limit
    opens = models.DateTimeField(_("registration from"), null=True, blank=True)
    closes = models.DateTimeField(_("registration until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    cancelled_because = models.CharField(max_length=500, blank=True, editable=False)
    by_schedule = models.BooleanField(_("slots go on air by the clock"), default=False)
    guests_register = models.BooleanField(_("guests may register"), default=False)
    guest_code = models.UUIDField(null=True, blank=True, unique=True, editable=False)  # at the door
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    waiting_numbers = models.PositiveIntegerField(default=0, editable=False)  # given out so far
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(default=timezone.now)
    announced = models.DateTimeField(null=True, blank=True, editable=False)
    source = models.CharField(max_length=120, unique=True, null=True, editable=False)  # noqa: DJ001

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("starts", "pk")
        indexes = [models.Index(fields=["state", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="an_event_takes_time"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(capacity__gt=0),
                name="an_event_has_places",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(seats_taken__lte=models.F("capacity")),
                name="no_more_seats_than_places",
            ),
            models.CheckConstraint(
                condition=models.Q(opens=None)
                | models.Q(closes=None)
                | models.Q(closes__gt=models.F("opens")),
                name="registration_takes_time",
            ),
            models.CheckConstraint(
                condition=models.Q(guests_register=False) | models.Q(audience="public"),
                name="guests_register_where_they_read",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | ~models.Q(title=""),
                name="an_announced_event_has_a_title",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | ~models.Q(cancelled_because=""),
                name="a_cancelled_event_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the event; its number alone would do."""
        return reverse("event", args=[self.pk, self.slug])

    @property
    def session_url(self) -> str:
        """The address of the session page: what is on air now."""
        return reverse("session", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The title as it stands in addresses."""
        return german_slug(self.title)

    @property
    def stream(self) -> str:
        """The name of the event's stream."""
        return stream_name("event", self.pk)

    @property
    def hall_stream(self) -> str:
        """The name of the stream of who comes and goes; only organisers join it."""
        return stream_name("hall", self.pk)

    @property
    def console(self) -> str:
        """The name of the stream that only its organisers read."""
        return stream_name("regie", self.pk)

    @property
    def streams(self) -> list[str]:
        """The stream of everybody, and that of the organisers."""
        return [self.stream, self.console]

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which its times are said."""
        return ZoneInfo(self.zone)

    @property
    def is_out(self) -> bool:
        """Whether others than its organisers know of it."""
        return self.state != State.DRAFT

    @property
    def seats_left(self) -> int | None:
        """How many places are free; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.seats_taken

    @property
    def phase(self) -> Phase:
        """Where the event stands now."""
        now = timezone.now()
        if self.state != State.ANNOUNCED:
            return Phase(self.state)
        if self.ends <= now:
            return Phase.OVER
        if self.starts <= now:
            return Phase.RUNNING
        if self.opens is not None and now < self.opens:
            return Phase.ANNOUNCED
        if self.closes is not None and self.closes <= now:
            return Phase.CLOSED
        return Phase.FULL if self.seats_left == 0 else Phase.OPEN

    @property
    def takes_registrations(self) -> bool:
        """Whether one can register or wait for a place now; also while the event runs."""
        now = timezone.now()
        opened = self.opens is None or self.opens <= now
        end = self.ends if self.closes is None else min(self.closes, self.ends)
        return self.state == State.ANNOUNCED and opened and now < end
