"""What the hall sees on its screen, and what has stood in its spotlight."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models import Comment
from events.models.agenda import AgendaItem
from events.models.events import Event
from events.models.podium import Question
from events.models.polls import Poll, PollState


class Shows(models.TextChoices):
    """One thing at a time."""

    SLOT = "slot", _("the slot")
    COMMENT = "comment", _("a contribution")
    QUESTION = "question", _("a question")
    QUESTIONS = "questions", _("the most wanted questions")
    POLL = "poll", _("a poll")
    CODE = "code", _("the code to join")
    NOTHING = "nothing", _("nothing, it is silent")


CHOSEN = (Shows.COMMENT, Shows.QUESTION, Shows.POLL)  # each names one object of its kind
_NONE = {"comment": None, "question": None, "poll": None}


def _only(shows: str) -> models.Q:
    others = {name: None for name in _NONE if name != shows}
    return models.Q(shows=shows, **{f"{shows}__isnull": False}, **others)


class Screen(models.Model):
    """What the organisers have chosen for the hall; an event without a row shows its slot.

    `since` is when they chose it. What stands there today is `stands`: a contribution that was
    hidden or changed after it was chosen has left the screen without anybody's doing.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="screen")
    shows = models.CharField(max_length=9, choices=Shows.choices, default=Shows.SLOT)
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    poll = models.ForeignKey(
        Poll, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("comment") | _only("question") | _only("poll")
                | (~models.Q(shows__in=["comment", "question", "poll"]) & models.Q(**_NONE)),
                name="a_screen_shows_what_is_chosen",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.shows} at {self.event_id}"

    @property
    def stands(self) -> Shows:
        """What stands there today; instead of what may not be seen any more it is the slot."""
        return Shows(self.shows) if self._may_stand() else Shows.SLOT

    def _may_stand(self) -> bool:
        if self.comment is not None:
            is_changed = self.comment.edited is not None and self.comment.edited > self.since
            return self.comment.is_visible and not self.comment.off_record and not is_changed
        if self.question is not None:
            return self.question.is_open_to_all
        return self.poll is None or self.poll.state != PollState.DRAFT


class Spotlight(models.Model):
    """A contribution or a question that the whole hall has read; minutes begin with these."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="spotlights")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created", "pk")
        constraints = [
            models.UniqueConstraint(fields=["item", "comment"], name="one_spotlight_per_comment"),
            models.UniqueConstraint(fields=["item", "question"], name="one_spotlight_per_question"),
            models.CheckConstraint(
                condition=models.Q(comment__isnull=False, question=None)
                | models.Q(comment=None, question__isnull=False),
                name="a_spotlight_is_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"spotlight on {self.comment or self.question}"
