"""Polls of a slot. When one closes, its result is stored and its votes are deleted."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.agenda import AgendaItem
from members.models import Member

OPTIONS, OPTION_LENGTH = 12, 120  # of one poll, characters of each
WORDS, WORD_LENGTH = 3, 30  # of one vote for a word cloud


class PollKind(models.TextChoices):
    """How a poll is answered."""

    SINGLE = "single", _("one of several")
    MULTIPLE = "multiple", _("any of several")
    SCALE = "scale", _("a scale")
    CLOUD = "cloud", _("a word cloud")
    RANKING = "ranking", _("a ranking")


WITH_OPTIONS = (PollKind.SINGLE, PollKind.MULTIPLE, PollKind.RANKING)


class PollState(models.TextChoices):
    """Where a poll stands; one that is closed stays closed."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Poll(models.Model):
    """One question with its answers.

    `most` limits the choices of a multiple one, `steps` are those of a scale. `result` is that of
    `events.results.result_of`, from the moment of closing. `told` is when open pages last heard how
    many have voted, see `events.actions.tally`.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="polls")
    kind = models.CharField(_("kind"), max_length=8, choices=PollKind.choices)
    text = models.CharField(_("question"), max_length=300)
    state = models.CharField(max_length=6, choices=PollState.choices, default=PollState.DRAFT)
    shows_at_once = models.BooleanField(_("show the result at once"), default=False)
    most = models.PositiveSmallIntegerField(_("most choices"), null=True, blank=True)
    steps = models.PositiveSmallIntegerField(_("steps"), default=5)
    result: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True, editable=False)
    told = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=200, blank=True)  # a path: what has come of it
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(default=timezone.now)
    opened = models.DateTimeField(null=True, blank=True, editable=False)
    closed = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="a_poll_asks_something"),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed__isnull=False, result__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed=None, result__isnull=True)),
                name="a_closed_poll_has_a_result",
            ),
            models.CheckConstraint(condition=models.Q(steps__in=[5, 10]), name="scale_of_5_or_10"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def element(self) -> str:
        """The id of the poll's element in pages."""
        return f"poll-{self.pk}"

    @property
    def sort(self) -> str:
        """The key by which pages sort, the highest first: open ones, then the newest."""
        return f"{int(self.state == PollState.OPEN)}{self.pk:012d}"

    @property
    def is_open(self) -> bool:
        """Whether one can vote now."""
        return self.state == PollState.OPEN

    @property
    def shows_result(self) -> bool:
        """Whether everybody sees the result now."""
        return self.state == PollState.CLOSED or (self.is_open and self.shows_at_once)


class PollOption(models.Model):
    """One answer to choose."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=OPTION_LENGTH)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="one_option_per_position"),
            models.CheckConstraint(condition=~models.Q(text=""), name="an_option_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """What a member has answered, while the poll is open; not a row outlives its end.

    `answer` is a list: numbers of options (of a ranking the first place first), one step of the
    scale, or up to three words.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="votes")
    answer: models.JSONField[Any, Any] = models.JSONField(default=list)
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="one_vote_per_member")
        ]
        indexes = [
            models.Index(fields=["poll"], condition=models.Q(is_told=False), name="untold_votes")
        ]

    def __str__(self) -> str:
        return f"a vote in {self.poll_id}"
