"""Guests: people who are no members and take part in one event by name."""

from django.db import models
from django.utils import timezone

from events.models.events import Event
from members.models import Member


class GuestPass(models.Model):
    """What lets a guest take part in one event; it ends with the event at the latest."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="passes")
    guest = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="guest_passes")
    created = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "guest passes"
        constraints = [
            models.UniqueConstraint(fields=["event", "guest"], name="one_pass_per_guest_and_event")
        ]
        indexes = [
            models.Index(
                fields=["event"], condition=models.Q(ended=None), name="passes_that_are_good"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guest_id} at {self.event_id}"
