"""Questions to the podium, asked by name or really without, and who supports them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.agenda import AgendaItem
from ideaforge.text import RENDERER
from members.models import Member

QUESTION_LENGTH, ANSWER_LENGTH = 500, 5_000  # characters
DEVICE = 64  # hexadecimal digits of a device's key


class QuestionState(models.TextChoices):
    """Where a question stands."""

    WAITING = "waiting", _("waiting for the moderators")
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("hidden")
    ANSWERED = "answered", _("answered")
    LATER = "later", _("answered in writing")


OPEN_TO_ALL = (QuestionState.SHOWN, QuestionState.ANSWERED, QuestionState.LATER)


class Question(models.Model):
    """What somebody wants to know of the podium.

    `device` is the key of an unnamed asker (see `events.devices`). `is_counted` says that the slot
    was closed since: devices have other keys now, so nobody supports it any more. `is_told` says
    that open pages know the number of supports, see `events.actions.tally`.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    device = models.CharField(max_length=DEVICE, null=True, blank=True)  # noqa: DJ001
    key = models.UUIDField()  # made by the page, so that the same words are never stored twice
    text = models.CharField(max_length=QUESTION_LENGTH)
    state = models.CharField(
        max_length=8, choices=QuestionState.choices, default=QuestionState.SHOWN
    )
    is_pinned = models.BooleanField(default=False)
    support_count = models.PositiveIntegerField(default=0)
    is_counted = models.BooleanField(default=False)
    is_told = models.BooleanField(default=True)
    answer = models.TextField(blank=True, max_length=ANSWER_LENGTH)
    answer_html = models.TextField(blank=True, editable=False)
    renderer = models.PositiveSmallIntegerField(default=RENDERER, editable=False)
    outcome = models.CharField(max_length=200, blank=True)  # a path: what has come of it
    created = models.DateTimeField(default=timezone.now)
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("-is_pinned", "-support_count", "pk")
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="one_question_per_key"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(is_pinned=True), name="one_next_question"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="a_question_has_text"),
            models.CheckConstraint(
                condition=models.Q(author__isnull=False, device__isnull=True)
                | models.Q(author__isnull=True, device__isnull=False),
                name="a_question_is_named_or_not",
            ),
            models.CheckConstraint(
                condition=models.Q(is_pinned=False) | models.Q(state="shown"),
                name="what_is_next_is_shown",
            ),
        ]
        indexes = [
            models.Index(fields=["item", "state"]),
            models.Index(fields=["item", "author", "created"]),
            models.Index(fields=["item", "device", "created"]),
            models.Index(
                fields=["item"], condition=models.Q(is_told=False), name="untold_questions"
            ),
        ]

    def __str__(self) -> str:
        return self.element

    @property
    def element(self) -> str:
        """The id of the question's element in pages."""
        return f"question-{self.pk}"

    @property
    def is_open_to_all(self) -> bool:
        """Whether whoever reads the event reads it."""
        return self.state in OPEN_TO_ALL

    @property
    def sort(self) -> str:
        """The key by which pages sort, the highest first: next, most supported, oldest."""
        return f"{int(self.is_pinned)}{self.support_count:06d}{10**12 - self.pk:012d}"


class QuestionSupport(models.Model):
    """Somebody wants to know that too: a member, or a device where questions may be unnamed."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="supports")
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="question_supports"
    )
    device = models.CharField(max_length=DEVICE, null=True, blank=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "member"], name="one_question_support_per_member"
            ),
            models.UniqueConstraint(
                fields=["question", "device"], name="one_question_support_per_device"
            ),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, device__isnull=True)
                | models.Q(member__isnull=True, device__isnull=False),
                name="a_support_is_named_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"support of {self.question_id}"
