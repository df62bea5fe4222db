"""Registrations: who comes, who waits, and every step on the way."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from members.models import Member


class FieldKind(models.TextChoices):
    """How a question of the organisers is answered."""

    TEXT = "text", _("one line")
    YES = "yes", _("yes or no")
    ONE = "one", _("one of several")
    SOME = "some", _("any of several")


class RegistrationField(models.Model):
    """What the organisers want to know of everybody who registers."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="fields")
    label = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("answer"), max_length=4, choices=FieldKind.choices, default="text")
    options = models.JSONField(_("options"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=~models.Q(label=""), name="a_field_asks_something"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "yes"]) | ~models.Q(options=[]),
                name="a_choice_has_options",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """Under which the answers are stored."""
        return str(self.pk)

    @property
    def name(self) -> str:
        """What it is called in forms."""
        return f"field-{self.pk}"


class Standing(models.TextChoices):
    """Where a registration stands. The first two hold a seat."""

    REGISTERED = "registered", _("registered")
    OFFERED = "offered", _("a place is offered")
    WAITING = "waiting", _("waiting for a place")
    DECLINED = "declined", _("place declined")
    EXPIRED = "expired", _("offer run out")
    CANCELLED = "cancelled", _("signed off")


SEATED = (Standing.REGISTERED, Standing.OFFERED)
ALIVE = (*SEATED, Standing.WAITING)


class Registration(models.Model):
    """A member at an event. `number` is the place in the queue of those who wait, once given."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="registrations")
    standing = models.CharField(max_length=10, choices=Standing.choices)
    number = models.PositiveIntegerField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # number of the field -> answer
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # what the QR code says
    arrived = models.DateTimeField(null=True, blank=True)
    left = models.DateTimeField(null=True, blank=True)
    checked_in_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="one_registration_per_member"),
            models.UniqueConstraint(
                fields=["event", "number"],
                condition=models.Q(standing="waiting"),
                name="one_place_in_the_queue",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing="waiting") | models.Q(number__isnull=False),
                name="who_waits_has_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(standing="offered", offered_until__isnull=False)
                | (~models.Q(standing="offered") & models.Q(offered_until=None)),
                name="an_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(arrived=None) | models.Q(standing="registered"),
                name="who_arrived_is_registered",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "standing", "number"]),
            models.Index(
                fields=["offered_until"],
                condition=models.Q(standing="offered"),
                name="offers_that_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.event_id}: {self.standing}"

    @property
    def is_seated(self) -> bool:
        """Whether a place is taken or held."""
        return self.standing in SEATED

    @property
    def is_in_hall(self) -> bool:
        """Whether the person is there now, as far as the check-in knows."""
        return self.arrived is not None and self.left is None


class Cause(models.TextChoices):
    """Why a registration has changed its standing."""

    OWN = "own", _("by the member")
    FULL = "full", _("no place was free")
    FREE = "free", _("a place became free, and this was the first in the queue")
    TIME = "time", _("the deadline of the offer had passed")
    ORGANISER = "organiser", _("by the organisers")
    EVENT = "event", _("the event was cancelled")


class RegistrationStep(models.Model):
    """One change of a registration: from where to where, when, why, and by whom."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, choices=Standing.choices, blank=True)
    after = models.CharField(max_length=10, choices=Standing.choices)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    number = models.PositiveIntegerField(null=True, blank=True)  # in the queue, then
    until = models.DateTimeField(null=True, blank=True)  # of an offer
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.before or '–'} to {self.after}"


class SentLetter(models.Model):
    """A letter that goes out once in the life of a registration, e.g. a reminder."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40)
    sent = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind"], name="one_letter_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.registration_id}"


class CalendarKey(models.Model):
    """The secret in the address of a member's private calendar; a new one ends the old one."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="calendar_key")
    key = models.UUIDField(default=uuid4, unique=True)

    def __str__(self) -> str:
        return f"calendar of {self.member_id}"
