"""Threads and what stands in them: comments, reactions, mentions."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ideaforge.text import RENDERER
from live.streams import stream_name
from members.models import Member

DEPTH = 4  # deeper answers stand at this depth and say whom they answer
DIGITS = 6  # of one number in a comment's place


class Audience(models.TextChoices):
    """Who may read a thread, as its owner has said."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("members")
    ADMITTED = "admitted", _("those who are admitted")


# From the fewest readers to the most.
OPENNESS = [Audience.ADMITTED, Audience.MEMBERS, Audience.PUBLIC]


def is_more_open(audience: str, other: str) -> bool:
    """Tell whether one audience lets more people read than another."""
    return OPENNESS.index(Audience(audience)) > OPENNESS.index(Audience(other))


class Thread(models.Model):
    """The place of comments. It does not know what is discussed; its owner tells it who reads."""

    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ADMITTED)
    closed_because = models.CharField(max_length=300, blank=True)  # empty: open
    closed_until = models.DateTimeField(null=True, blank=True)  # empty: until it is reopened
    slow_minutes = models.PositiveSmallIntegerField(default=0)  # between two of one member
    holds_newcomers = models.BooleanField(default=False)  # first contributions are looked at first
    comment_count = models.PositiveIntegerField(default=0)  # of those that can be read
    numbers_given = models.PositiveIntegerField(default=0)
    last_activity = models.DateTimeField(default=timezone.now)
    # Streams of places that list what is discussed here; they hear that the count has changed.
    echoes = models.JSONField(default=list, blank=True)
    # Where a contribution is taken up as something of its own: a path to which its number is added.
    take_up = models.CharField(max_length=100, blank=True)
    # What stood here stands there now; what is still sent here goes there as well.
    joined = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined_here"
    )

    class Meta:
        indexes = [models.Index(fields=["audience", "-last_activity"])]

    def __str__(self) -> str:
        return self.stream

    @property
    def is_closed(self) -> bool:
        """Whether nobody may write now; a lock that has run out is none."""
        over = self.closed_until is not None and self.closed_until <= timezone.now()
        return bool(self.closed_because) and not over

    @property
    def stream(self) -> str:
        """The name of the thread's stream."""
        return stream_name("thread", self.pk)

    @property
    def streams(self) -> list[str]:
        """The thread's own stream, and those that show its count."""
        return [self.stream, *self.echoes]


class Admission(models.Model):
    """A person whom the owner of a thread lets in by name, or trusts with moderating it.

    `as_guest` lets somebody talk along who otherwise only reads what is public.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="admissions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="admissions")
    moderates = models.BooleanField(default=False)
    as_guest = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="one_admission_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.thread_id}"


class Discussable(models.Model):
    """What is discussed: inherits this, and thereby has one thread of its own."""

    thread = models.OneToOneField(
        Thread, on_delete=models.PROTECT, related_name="%(class)s", editable=False
    )

    class Meta:
        abstract = True


class CommentState(models.TextChoices):
    """Whether a comment can be read."""

    VISIBLE = "visible", _("visible")
    HELD = "held", _("waiting for the moderators")
    HIDDEN = "hidden", _("hidden by the moderators")
    REMOVED = "removed", _("removed by the moderators")
    DELETED = "deleted", _("deleted by its author")


class Comment(models.Model):
    """One contribution to a thread.

    `place` sorts a thread: the numbers of its ancestors and its own, each with six digits.
    `stub` says that a comment which cannot be read keeps its place, because answers hang on it.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="comments")
    key = models.UUIDField()  # made by the page, so that the same words are never stored twice
    text = models.TextField()
    html = models.TextField(editable=False)
    renderer = models.PositiveSmallIntegerField(default=RENDERER, editable=False)
    state = models.CharField(
        max_length=8, choices=CommentState.choices, default=CommentState.VISIBLE
    )
    stub = models.BooleanField(default=False)
    place = models.CharField(max_length=DEPTH * DIGITS, editable=False)
    reactions = models.JSONField(default=dict, editable=False)  # kind -> count, from Reaction
    version = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=200, blank=True)  # a path: what has come of it
    off_record = models.BooleanField(default=False)  # its author asks not to quote it elsewhere
    created = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=120, unique=True, null=True, editable=False)  # noqa: DJ001
    mentions: models.ManyToManyField[Member, Any] = models.ManyToManyField(
        Member, related_name="mentioned_in", blank=True
    )
    history = HistoricalRecords(
        excluded_fields=[
            "html",
            "renderer",
            "reactions",
            "place",
            "key",
            "source",
            "outcome",
            "off_record",
        ]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_comment_per_key"),
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_has_text"),
        ]
        indexes = [
            models.Index(fields=["thread", "place"]),
            models.Index(fields=["author", "created"]),
        ]

    def __str__(self) -> str:
        return self.element

    def get_absolute_url(self) -> str:
        """Return the permanent link."""
        return reverse("comment", args=[self.pk])

    @property
    def element(self) -> str:
        """The id of the comment's element in every page."""
        return f"comment-{self.pk}"

    @property
    def depth(self) -> int:
        """How deep it stands, from 1."""
        return len(self.place) // DIGITS

    @property
    def is_visible(self) -> bool:
        """Whether readers see the words."""
        return self.state == CommentState.VISIBLE


class ReactionKind(models.TextChoices):
    """The small fixed set of reactions."""

    AGREE = "agree", _("I agree")
    THANKS = "thanks", _("Thank you")
    INSIGHT = "insight", _("Good point")
    QUESTION = "question", _("I have a question")


class Reaction(models.Model):
    """One member's reaction of one kind to one comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reaction_set")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=ReactionKind.choices)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "member", "kind"], name="one_reaction_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.member_id} on {self.comment_id}"
