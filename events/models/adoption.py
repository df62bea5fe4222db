"""What was said in a session and is to become an idea: who is asked, and what came of it."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models import Comment
from events.models.agenda import AgendaItem
from events.models.podium import Question
from events.models.polls import Poll
from ideas.models import Idea, Topic
from members.models import Member


class Reply(models.TextChoices):
    """What the owner has said to it."""

    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


def _taken_up_once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[name],
        condition=models.Q(reply__in=["asked", "accepted"]),
        name=f"a_{name}_is_taken_up_once",
    )


class Adoption(models.Model):
    """An idea in the making: words of a session, and the member who is asked to own them.

    They come from a contribution, a question, or the result of a poll: one of the three is set.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="adoptions")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    poll = models.ForeignKey(
        Poll, null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="adoptions")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    topics: models.ManyToManyField[Topic, Any] = models.ManyToManyField(Topic, related_name="+")
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.ASKED)
    answer = models.CharField(max_length=500, blank=True)
    idea = models.OneToOneField(
        Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="adoption"
    )
    created = models.DateTimeField(default=timezone.now)
    replied = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            _taken_up_once("comment"),
            _taken_up_once("question"),
            _taken_up_once("poll"),
            models.CheckConstraint(
                condition=models.Q(comment__isnull=False, question=None, poll=None)
                | models.Q(comment=None, question__isnull=False, poll=None)
                | models.Q(comment=None, question=None, poll__isnull=False),
                name="an_adoption_has_one_source",
            ),
            models.CheckConstraint(
                condition=models.Q(reply="accepted", idea__isnull=False)
                | (~models.Q(reply="accepted") & models.Q(idea=None)),
                name="who_accepts_has_an_idea",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.reply})"
