"""Topics with their boards, and free tags: both are tags of django-taggit."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from ideaforge.slugs import german_slug
from live.streams import stream_name
from members.models import Member


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


class Posting(models.TextChoices):
    """Who may put an idea on a board."""

    MEMBERS = "members", _("all members who may read it")
    INVITED = "invited", _("invited members")


class Cover(models.TextChoices):
    """The drawn covers of a board; pictures of one's own would weigh on a bad line."""

    NONE = "", _("none")
    WAVES = "waves", _("waves")
    HARBOUR = "harbour", _("harbour")
    ROOFS = "roofs", _("roofs")
    FIELDS = "fields", _("fields")
    NET = "net", _("net")
    BOATS = "boats", _("boats")


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
    wanted_until = models.DateField(_("asked for until"), null=True, blank=True)
    cover = models.CharField(_("cover"), max_length=10, choices=Cover.choices, blank=True)
    posting = models.CharField(
        _("open for ideas of"), max_length=10, choices=Posting.choices, default=Posting.MEMBERS
    )
    invited: models.ManyToManyField[Member, Any] = models.ManyToManyField(
        Member, verbose_name=_("invited members"), related_name="invited_to", blank=True
    )
    holds_newcomers = models.BooleanField(
        _("first contributions of new members are looked at first"), default=False
    )
    archived = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    archived_because = models.CharField(max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def stream(self) -> str:
        """The name of the board's stream."""
        return stream_name("topic", self.pk)

    @property
    def wanted_now(self) -> str:
        """What the board asks for today; empty when the time is over."""
        over = self.wanted_until is not None and self.wanted_until < timezone.localdate()
        return "" if over else self.wanted

    def get_absolute_url(self) -> str:
        """Return the address of the board."""
        return reverse("board", args=[self.slug])


class Section(models.Model):
    """A part of a board under a heading, filled by hand or by the stages of pilots."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    stages = models.JSONField(_("stages"), default=list, blank=True)  # empty: filled by hand

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["topic", "name"], name="section_name_once_per_board"),
            models.CheckConstraint(condition=~models.Q(name=""), name="section_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class RemovedSection(models.Model):
    """A section that was taken away, with the places that had it by hand: so it can come back."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="removed_sections")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    stages = models.JSONField(default=list)
    placements = models.JSONField(default=list)  # their numbers
    removed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-removed", "-pk")

    def __str__(self) -> str:
        return self.name


class FormerTopic(models.Model):
    """An address that a board had before it was renamed or merged; it leads to where it is now."""

    slug = models.SlugField(max_length=100, primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return self.slug


class FormerTag(models.Model):
    """A key and slug that a tag had before; whoever uses it again means the tag of today.

    Of a tag that became a topic, `topic` says which, and `tag` is empty. Of a tag that was merged,
    `name` says how it was written, and `ledger` holds what undoing needs: `ideas` that had it,
    `both` that had the other one, too, and `words` that led to it.
    """

    key = models.CharField(max_length=100, primary_key=True)
    slug = models.SlugField(max_length=100, db_index=True)
    tag = models.ForeignKey("Tag", null=True, on_delete=models.CASCADE, related_name="former")
    topic = models.ForeignKey(
        Topic, null=True, on_delete=models.CASCADE, related_name="former_tags"
    )
    name = models.CharField(max_length=100, blank=True)
    ledger = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tag__isnull=False) ^ models.Q(topic__isnull=False),
                name="former_tag_leads_to_one",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Tag(GermanTag):
    """A free tag; `key` makes `Müll`, `müll` and `MÜLL` one tag on every database."""

    key = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
