"""Ideas: what they say, where they stand, who supports them, and how they are found."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from discussions.models import Audience, Discussable
from ideaforge.slugs import german_slug
from ideaforge.text import RENDERER
from ideas.models.topics import Section, Tag, Topic
from members.models import Member, Municipality


class State(models.TextChoices):
    """Whether an idea is out."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    HELD = "held", _("waiting for the moderators")
    HIDDEN = "hidden", _("hidden by the moderators")
    REMOVED = "removed", _("removed by the moderators")
    MERGED = "merged", _("merged with another idea")


# What moderators look after: what is out, and what they themselves took out of sight or merged.
ENTRUSTED = (State.PUBLISHED, State.HELD, State.HIDDEN, State.REMOVED, State.MERGED)


class Idea(Discussable):
    """What a member posts; with a PilotPlan it is a pilot project. Its thread decides who reads."""

    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="ideas")
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ideas",
    )
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(editable=False, blank=True)
    lead = models.CharField(max_length=200, editable=False, blank=True)
    renderer = models.PositiveSmallIntegerField(default=RENDERER, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # A copy of what its thread says, so that lists and counts need not look there.
    audience = models.CharField(
        max_length=10, choices=Audience.choices, default=Audience.ADMITTED, editable=False
    )
    topics = TaggableManager(through="ideas.IdeaTopic", blank=True, verbose_name=_("topics"))
    tags = TaggableManager(through="ideas.IdeaTag", blank=True, verbose_name=_("tags"))
    support_count = models.PositiveIntegerField(default=0, editable=False)
    supports_elsewhere = models.PositiveIntegerField(default=0, editable=False)  # of an import
    # Where it was said first, in words of who brought it here, for whom these may be shown.
    origin = models.CharField(max_length=300, blank=True, editable=False)
    origin_path = models.CharField(max_length=200, blank=True, editable=False)
    origin_audience = models.CharField(
        max_length=10, choices=Audience.choices, default=Audience.ADMITTED, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(default=timezone.now)
    published = models.DateTimeField(null=True, blank=True)
    edited = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=120, unique=True, null=True, editable=False)  # noqa: DJ001
    history = HistoricalRecords(
        excluded_fields=[
            "html",
            "lead",
            "renderer",
            "support_count",
            "supports_elsewhere",
            "source",
            "thread",
            "audience",
            "origin",
            "origin_path",
            "origin_audience",
        ]
    )

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published__isnull=False),
                name="published_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | ~models.Q(title=""),
                name="published_has_a_title",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published"]),
            models.Index(fields=["state", "-support_count", "-published"]),
            models.Index(fields=["state", "audience", "-published", "thread"]),
            models.Index(fields=["author", "state"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """The title as it stands in addresses."""
        return german_slug(self.title)

    @property
    def is_published(self) -> bool:
        """Whether the idea is out."""
        return self.state == State.PUBLISHED

    def get_absolute_url(self) -> str:
        """Return the address of the idea; its number alone would do."""
        return reverse("idea", args=[self.pk, self.slug])


class IdeaTopic(ItemBase):
    """An idea on a board; `pin` is its rank among the pinned ones, or empty.

    `section` is where a curator has put it by hand; `is_featured` is true of one idea of a board,
    with a line why.
    """

    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="placements")
    content_object = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="placements")
    pin = models.PositiveSmallIntegerField(null=True, blank=True)
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="placements"
    )
    is_featured = models.BooleanField(default=False)
    featured_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="once_on_a_board"),
            models.UniqueConstraint(
                fields=["tag"],
                condition=models.Q(is_featured=True),
                name="one_featured_idea_per_board",
            ),
            models.CheckConstraint(
                condition=models.Q(is_featured=False) | ~models.Q(featured_because=""),
                name="featured_with_a_line_why",
            ),
        ]
        indexes = [models.Index(fields=["content_object", "tag"])]


class IdeaTag(ItemBase):
    """A free tag on an idea."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="uses")
    content_object = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tag_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once")]
        indexes = [models.Index(fields=["content_object", "tag"])]


class Support(models.Model):
    """One member's support for one idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="supports")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "member"], name="one_support_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for {self.idea_id}"


class SearchText(models.Model):
    """The folded words of an idea, in a table of its own, with the database's own word index."""

    idea = models.OneToOneField(
        Idea, on_delete=models.CASCADE, related_name="search", primary_key=True
    )
    title = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.idea_id}"
