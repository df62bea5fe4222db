"""The log: what was done (Activity), and its place in the streams that show it (Entry)."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Stream(models.Model):
    """An ordered sequence of activities with its own counter, e.g. `thread-12`."""

    name = models.CharField(primary_key=True, max_length=60)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.last}"


class Activity(models.Model):
    """One row of the log: who did which verb to what. Never any text."""

    verb = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="activities"
    )
    model = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["model", "object_id"]), models.Index(fields=["created"])]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"{self.verb} {self.model} {self.object_id}"


class Entry(models.Model):
    """The place of an activity in one stream; `n` has no gaps and no repetitions."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="entries")
    n = models.PositiveBigIntegerField()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "n"], name="one_entry_per_n")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.stream_id} {self.n}"
