"""Topics with their boards, and free tags: both are tags of django-taggit."""

from typing import Any

from django.db import models
from django.urls import reverse
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
