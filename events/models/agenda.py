"""The agenda of an event: slots, each with a thread of its own; one of them may be on air."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models import Discussable
from events.models.events import Event, State
from ideaforge.text import RENDERER
from ideas.models import Idea, Topic

LATE = timedelta(minutes=10)  # words on their way through bad Wi-Fi still count after the end


class Air(models.TextChoices):
    """Where a slot stands on the day."""

    PLANNED = "planned", _("planned")
    ON_AIR = "on", _("on air")
    OVER = "over", _("over")


class AgendaItem(Discussable):
    """One slot of an event; its thread decides who reads what is said there."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(editable=False, blank=True)
    renderer = models.PositiveSmallIntegerField(default=RENDERER, editable=False)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    is_break = models.BooleanField(_("a break, nothing to talk about"), default=False)
    topics: models.ManyToManyField[Topic, Any] = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="agenda_items", blank=True
    )
    ideas: models.ManyToManyField[Idea, Any] = models.ManyToManyField(
        Idea, verbose_name=_("ideas"), related_name="agenda_items", blank=True
    )
    air = models.CharField(max_length=8, choices=Air.choices, default=Air.PLANNED, editable=False)
    went_on = models.DateTimeField(null=True, blank=True, editable=False)
    went_off = models.DateTimeField(null=True, blank=True, editable=False)
    takes_questions = models.BooleanField(_("questions to the podium"), default=True)
    allows_anonymous = models.BooleanField(_("also without a name"), default=False)
    looks_first = models.BooleanField(_("moderators look first"), default=False)
    # From it and a device's cookie come the keys of unnamed askers; gone when the slot has closed.
    salt = models.CharField(max_length=64, blank=True, editable=False)
    told = models.DateTimeField(null=True, blank=True, editable=False)  # supports, to open pages
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ("starts", "room", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="a_slot_takes_time"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="a_slot_has_a_title"),
            models.UniqueConstraint(
                fields=["event"], condition=models.Q(air="on"), name="one_slot_on_air"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def element(self) -> str:
        """The id of the slot's element in pages."""
        return f"slot-{self.pk}"

    @property
    def is_heard(self) -> bool:
        """Whether the podium can be asked now: from going on air until shortly after the end."""
        if self.event.state != State.ANNOUNCED or self.thread.is_closed:
            return False
        late = self.went_off is not None and timezone.now() < self.went_off + LATE
        return self.air == Air.ON_AIR or (self.air == Air.OVER and late)

    @property
    def podium(self) -> str:
        """The id of the podium's part in pages; its lists begin their ids with it."""
        return f"podium-{self.pk}"

    @property
    def is_on_air(self) -> bool:
        """Whether it is what everybody talks about now."""
        return self.air == Air.ON_AIR

    def get_absolute_url(self) -> str:
        """Return its own page once it was on air or somebody has written, else its line."""
        if self.air != Air.PLANNED or self.thread.numbers_given:
            return self.session_url
        return f"{self.event.get_absolute_url()}#{self.element}"

    @property
    def session_url(self) -> str:
        """The address of its own page, with its discussion."""
        return reverse("session_slot", args=[self.event_id, self.event.slug, self.pk])
