"""Reads of free tags: by any word or slug they ever had, and with how often they are used."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from ideas.models import FormerTag, IdeaTag, IdeaTopic, Tag, Topic

KEY_LENGTH = 100  # some letters become three in lower case


def key_of(words: str) -> str:
    """Return what makes two spellings one tag."""
    return words.casefold()[:KEY_LENGTH]


def former_tag(key: str) -> FormerTag | None:
    """Return where a word leads that was once a tag of its own."""
    return former_tags([key]).first()


def former_tags(keys: Iterable[str]) -> QuerySet[FormerTag]:
    """Return where words lead that were once tags of their own."""
    return FormerTag.objects.filter(key__in=list(keys)).select_related("tag", "topic")


def tag_known_as(words: str) -> Tag | None:
    """Return the tag of today behind a name or slug of today or of before."""
    names = Q(key=key_of(words)) | Q(slug=words)
    found: Tag | None = Tag.objects.filter(names).first()
    if found is not None:
        return found
    former = FormerTag.objects.filter(names, tag__isnull=False).select_related("tag").first()
    return former.tag if former else None


def topic_known_as(words: str) -> Topic | None:
    """Return the topic that a tag has become, by the tag's name or slug."""
    names = Q(key=key_of(words)) | Q(slug=words)
    if Tag.objects.filter(names).exists():
        return None
    former = FormerTag.objects.filter(names, topic__isnull=False).select_related("topic").first()
    return former.topic if former else None


def tags_with_uses(query: str = "") -> QuerySet[Tag]:
    """Return tags whose name holds the words, the most used first, with `use_count`."""
    tags = Tag.objects.filter(key__contains=key_of(query)) if query else Tag.objects.all()
    counted: QuerySet[Tag] = tags.annotate(use_count=Count("uses"))
    return counted.order_by("-use_count", "key")  # type: ignore[misc] # annotated


@dataclass(frozen=True)
class Overlap:
    """What merging two tags would do: ideas that change their tag, and those that have both."""

    moved: int
    both: int
    total: int


def overlap_of(tag: Tag, into: Tag) -> Overlap:
    """Count what merging a tag into another one would do."""
    uses = IdeaTag.objects.filter(tag=tag)
    both = uses.filter(content_object__in=ideas_with(into)).count()
    moved = uses.count() - both
    return Overlap(moved, both, moved + IdeaTag.objects.filter(tag=into).count())


def parts_of(tag: Tag) -> list[FormerTag]:
    """Return the tags that were merged into this one and can be parted, by name.

    What another one had taken in before it was merged itself comes back with that one.
    """
    merged = FormerTag.objects.filter(tag=tag).exclude(name="").order_by("key")
    within = {word for former in merged for word in former.ledger["words"]}
    return [former for former in merged if former.key not in within]


def ideas_with(tag: Tag) -> QuerySet[IdeaTag, int]:
    """Return the numbers of the ideas that have a tag."""
    return IdeaTag.objects.filter(tag=tag).values_list("content_object", flat=True)


def split_by_room(tag: Tag) -> tuple[list[int], list[int]]:
    """Return the ideas with a tag: those with room for another topic, and those without."""
    full = set(
        IdeaTopic.objects.filter(content_object__in=ideas_with(tag))
        .values("content_object")
        .annotate(count=Count("pk"))
        .filter(count__gte=settings.TOPICS_PER_IDEA)
        .order_by()
        .values_list("content_object", flat=True)
    )
    numbers = sorted(ideas_with(tag))
    return [n for n in numbers if n not in full], [n for n in numbers if n in full]
