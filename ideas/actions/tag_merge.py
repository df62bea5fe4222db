"""Merging a free tag into another one, and parting the two again.

`FormerTag.ledger` keeps what parting needs: `ideas` had the tag alone, `both` had the two of them,
`words` led to it. Merges are undone from the latest back, so that no word is taken twice.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Refused
from ideas.actions.tags import locked_tags, require_curator
from ideas.models import FormerTag, IdeaTag, Tag
from ideas.tags import ideas_with, parts_of
from live.record import Account, record
from members.models import Member


@transaction.atomic
def merge_tags(*, actor: Member, tag: Tag, into: Tag, reason: str) -> Tag:
    """Give every idea with a tag the other one instead; return the tag that stays."""
    require_curator(actor)
    if tag.pk == into.pk:
        raise Refused(_("Please choose another tag."), field="into")
    tag, into = locked_tags(tag, into)
    before = f"{_words(tag)} + {_words(into)}"
    ledger = _ledger(tag, into)
    tag.uses.filter(content_object__in=ledger["both"]).delete()
    tag.uses.update(tag=into)
    FormerTag.objects.filter(tag=tag).update(tag=into)
    FormerTag.objects.create(key=tag.key, slug=tag.slug, tag=into, name=tag.name, ledger=ledger)
    tag.delete()
    told = Account(why=reason, before=before, after=_words(into))
    record("tag.merged", streams=[], actor=actor, obj=into, account=told)
    return into


@transaction.atomic
def part_tags(*, actor: Member, former: FormerTag) -> Tag:
    """Undo a merge: ideas that had the tag have it again, unless they dropped the word since.

    Of those that had both, the ones without room for one more tag keep the other one alone.
    """
    require_curator(actor)
    into = _still_merged(former)
    former = next((one for one in parts_of(into) if one.pk == former.pk), None) or _too_late()
    before, ledger = _words(into), former.ledger
    FormerTag.objects.filter(pk=former.pk).delete()
    tag: Tag = Tag.objects.create(name=former.name, key=former.key, slug=former.slug)
    FormerTag.objects.filter(tag=into, key__in=ledger["words"]).update(tag=tag)
    into.uses.filter(content_object__in=ledger["ideas"]).update(tag=tag)
    IdeaTag.objects.bulk_create(
        IdeaTag(tag=tag, content_object_id=idea) for idea in _with_room(into, ledger["both"])
    )
    told = Account(why="", before=before, after=f"{_words(tag)} + {_words(into)}")
    record("tag.parted", streams=[], actor=actor, obj=tag, account=told)
    return tag


def _words(tag: Tag) -> str:
    return f"{tag.name} ({tag.uses.count()})"


def _ledger(tag: Tag, into: Tag) -> dict[str, Any]:
    uses = set(ideas_with(tag))
    both = uses & set(ideas_with(into))
    words = FormerTag.objects.filter(tag=tag).order_by("key").values_list("key", flat=True)
    return {"ideas": sorted(uses - both), "both": sorted(both), "words": list(words)}


def _still_merged(former: FormerTag) -> Tag:
    stored = FormerTag.objects.filter(pk=former.pk).select_related("tag").first()
    if stored is None or stored.tag is None:
        _too_late()
    into: Tag = locked_tags(stored.tag)[0]
    return into


def _too_late() -> NoReturn:
    raise Conflict(_("This can no longer be undone: somebody was quicker, or has merged on."))


def _with_room(into: Tag, both: list[int]) -> list[int]:
    still = IdeaTag.objects.filter(tag=into, content_object__in=both).values("content_object")
    counted = IdeaTag.objects.filter(content_object__in=still).values("content_object")
    room = counted.annotate(count=Count("pk")).filter(count__lt=settings.TAGS_PER_IDEA).order_by()
    return list(room.values_list("content_object", flat=True))
