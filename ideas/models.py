"""Topics and their boards, ideas and pilot plans, supports, tags."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from discussions.models import Audience, Discussable
from ideaforge.slugs import german_slug
from ideaforge.text import RENDERER
from live.streams import stream_name
from members.models import Member, Municipality


class Hue(models.TextChoices):
    """The eight topic colours of equal lightness."""

    AMBER = "amber", _("amber")
    CORAL = "coral", _("coral")
    PLUM = "plum", _("plum")
    VIOLET = "violet", _("violet")
    BLUE = "blue", _("blue")
    CYAN = "cyan", _("cyan")
    GREEN = "green", _("green")
    OLIVE = "olive", _("olive")


class Visibility(models.TextChoices):
    """Who may read a board."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("members")
    CLOSED = "closed", _("its moderators and the office")


class GermanTag(TagBase):
    """A taggit tag whose slug Germans can read."""

    class Meta:
        abstract = True

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the slug of a name; `i` numbers those that would be the same."""
        slug = german_slug(tag)
        return slug if i is None else f"{slug}-{i}"


class Topic(GermanTag):
    """One topic and its board: a tag with a face."""

    description = models.TextField(_("description"), blank=True)
    wanted = models.CharField(_("asked for now"), max_length=200, blank=True)
    hue = models.CharField(_("colour"), max_length=10, choices=Hue.choices, default=Hue.BLUE)
    glyph = models.SlugField(_("glyph"), max_length=30, default="boat")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    visibility = models.CharField(
        _("readable for"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    moderators: models.ManyToManyField[Member, Any] = models.ManyToManyField(
        Member, verbose_name=_("moderators"), related_name="curated_topics", blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def stream(self) -> str:
        """The name of the board's stream."""
        return stream_name("topic", self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of the board."""
        return reverse("board", args=[self.slug])


class Tag(GermanTag):
    """A free tag; `key` makes `Müll`, `müll` and `MÜLL` one tag on every database."""

    key = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class State(models.TextChoices):
    """Whether an idea is out."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


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
    """An idea on a board; `pin` is its rank among the pinned ones, or empty."""

    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="placements")
    content_object = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="placements")
    pin = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="once_on_a_board")
        ]
        indexes = [models.Index(fields=["content_object", "tag"])]


class IdeaTag(ItemBase):
    """A free tag on an idea."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="uses")
    content_object = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tag_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once")]
        indexes = [models.Index(fields=["content_object", "tag"])]


class Stage(models.TextChoices):
    """The phases of the federal Smart City roadmap, and the two ways to stand still."""

    P1 = "P1", _("Finding ideas")
    P2 = "P2", _("Concept & prototype")
    P3 = "P3", _("Pilot phase")
    P4 = "P4", _("Continuation")
    P5 = "P5", _("Transfer")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class CostRange(models.TextChoices):
    """What a pilot may cost, in euros."""

    UNKNOWN = "unknown", _("not yet known")
    UNDER_10K = "under-10k", _("under €10,000")
    TO_50K = "10k-50k", _("€10,000 to €50,000")
    TO_200K = "50k-200k", _("€50,000 to €200,000")
    TO_1M = "200k-1m", _("€200,000 to €1 million")
    OVER_1M = "over-1m", _("over €1 million")


class PilotPlan(models.Model):
    """What turns an idea into a pilot project."""

    idea = models.OneToOneField(
        Idea, on_delete=models.CASCADE, related_name="pilot", primary_key=True
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.P1)
    # The step of the track that was reached, also while the pilot is paused or ended.
    reached = models.CharField(max_length=2, choices=Stage.choices[:5], default=Stage.P1)
    need = models.TextField(_("need"))
    goal = models.TextField(_("goal"))
    approach = models.TextField(_("approach"), blank=True)
    partners = models.TextField(_("partners wanted"), blank=True)
    time_frame = models.CharField(_("time frame"), max_length=120, blank=True)
    cost_range = models.CharField(
        _("cost range"), max_length=10, choices=CostRange.choices, default=CostRange.UNKNOWN
    )
    success = models.TextField(_("how success is measured"), blank=True)
    reuse = models.TextField(_("what others need for reuse"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pilot plan")
        verbose_name_plural = _("pilot plans")
        indexes = [models.Index(fields=["stage"])]

    def __str__(self) -> str:
        return f"{self.idea_id} at {self.stage}"


class StageChange(models.Model):
    """One step of a pilot, with its reason; the idea's history shows it."""

    plan = models.ForeignKey(PilotPlan, on_delete=models.CASCADE, related_name="steps")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=10, choices=Stage.choices)
    after = models.CharField(max_length=10, choices=Stage.choices)
    reason = models.CharField(_("reason"), max_length=500)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="a_step_goes_somewhere"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_step_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


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
