"""Minutes of slots: what the organisers add, what they leave out, and who reads them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.agenda import AgendaItem
from ideaforge.text import RENDERER

MINUTES_LENGTH = 20_000  # characters of the organisers' own text


class MinutesState(models.TextChoices):
    """Whether others than the organisers read them."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class MinutesReaders(models.TextChoices):
    """Who reads published minutes."""

    PARTICIPANTS = "participants", _("participants")
    ALL = "all", _("everybody who reads the event")


class Minutes(models.Model):
    """The minutes of one slot.

    Nothing that was said stands here: they refer to it, and show what can be read of it today. The
    three lists hold the numbers of what the organisers leave out.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="minutes")
    text = models.TextField(_("text"), blank=True, max_length=MINUTES_LENGTH)
    html = models.TextField(editable=False, blank=True)
    renderer = models.PositiveSmallIntegerField(default=RENDERER, editable=False)
    no_questions = models.JSONField(default=list, blank=True)
    no_comments = models.JSONField(default=list, blank=True)
    no_polls = models.JSONField(default=list, blank=True)
    state = models.CharField(
        max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    readers = models.CharField(
        _("readers"), max_length=12, choices=MinutesReaders.choices,
        default=MinutesReaders.PARTICIPANTS,
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    published = models.DateTimeField(null=True, blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="published", published__isnull=False)
                | models.Q(state="draft", published=None),
                name="published_minutes_have_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes of {self.item_id}"

    def get_absolute_url(self) -> str:
        """Return where they stand among the minutes of the event."""
        event = self.item.event
        return f"{reverse('minutes', args=[event.pk, event.slug])}#{self.element}"

    @property
    def is_published(self) -> bool:
        """Whether others than the organisers read them."""
        return self.state == MinutesState.PUBLISHED

    @property
    def element(self) -> str:
        """The id of their section in the page of all minutes of the event."""
        return f"protokoll-{self.item_id}"
