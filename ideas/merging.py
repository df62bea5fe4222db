"""Reads about ideas that are one, or could be: what stands in the way, what would happen, who."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.models import Thread, is_more_open
from ideas.access import ideas_visible_to
from ideas.models import Idea, Merge, Split, Tag, Topic, Visibility
from ideas.search import by_relevance, matching, similar
from members.models import Member

UNDO = timedelta(days=30)  # within which a merge or a split can be undone
CHANGE_OF_MIND = timedelta(days=14)  # in which supporters are asked whether they go along
SHOWN = 6  # ideas that a search for the other one offers
ADDRESS = re.compile(r"(?:^#?|/ideen/)([0-9]{1,18})(?:$|[-/])")


def obstacle(kept: Idea, gone: Idea) -> str:
    """Return why one idea cannot go into the other, or empty where it can."""
    if kept.pk == gone.pk:
        return _("An idea cannot be merged with itself.")
    if not (kept.is_published and gone.is_published):
        return _("Only published ideas can be merged. One of these two is not, or no longer.")
    if hasattr(gone, "pilot") and not hasattr(kept, "pilot"):
        return _("A pilot project does not go into an idea. Please keep the pilot project instead.")
    boards = kept.placements.values_list("tag", flat=True)
    if opens(gone, audience=kept.audience, boards=boards):
        return _(
            "“%(title)s” is open to fewer readers; what was written there would be open to more. "
            "Please keep that one instead."
        ) % {"title": gone.title}
    return ""


def opens(idea: Idea, *, audience: str, boards: Iterable[int]) -> bool:
    """Tell whether an idea's discussion gets new readers with this audience and these boards."""
    if is_more_open(audience, idea.audience):
        return True
    closed = Topic.objects.filter(placements__content_object=idea, visibility=Visibility.CLOSED)
    return not set(closed.values_list("pk", flat=True)) <= set(boards)


def title_for(idea: Idea, *, readers_of: Idea) -> str:
    """Return the title of an idea, or nothing where readers of another one may not read it."""
    return "" if is_more_open(readers_of.audience, idea.audience) else idea.title


@dataclass(frozen=True)
class Outlook:
    """What merging does, in numbers; `moved` and `doubles` are members who support the gone one."""

    moved: list[int]
    doubles: list[int]
    elsewhere: int
    supports_after: int
    comments_after: int
    tags: list[Tag] = field(default_factory=list)
    tags_left: list[Tag] = field(default_factory=list)

    @property
    def both(self) -> int:
        """How many people support both, and are counted once."""
        return len(self.doubles)

    @property
    def told(self) -> int:
        """How many supporters of the gone one are told."""
        return len(self.moved) + len(self.doubles)


def outlook(kept: Idea, gone: Idea) -> Outlook:
    """Return what merging would do now. An author's own support does not count twice either."""
    there = set(kept.supports.values_list("member", flat=True))
    here = list(gone.supports.order_by("pk").values_list("member", flat=True))
    counted = there | {kept.author_id}
    moved = [member for member in here if member not in counted]
    tags, left = _united(kept, gone)
    elsewhere = gone.supports_elsewhere
    return Outlook(
        moved=moved,
        doubles=[member for member in here if member in counted],
        elsewhere=elsewhere,
        supports_after=kept.supports_elsewhere + elsewhere + len(there) + len(moved),
        comments_after=kept.thread.comment_count + gone.thread.comment_count,
        tags=tags,
        tags_left=left,
    )


def _united(kept: Idea, gone: Idea) -> tuple[list[Tag], list[Tag]]:
    own = set(kept.tag_uses.values_list("tag", flat=True))
    uses = gone.tag_uses.exclude(tag__in=own).select_related("tag").order_by("pk")
    more = [use.tag for use in uses]
    room = max(0, settings.TAGS_PER_IDEA - len(own))
    return more[:room], more[room:]


def together_with(idea: Idea) -> list[Member]:
    """Return the authors whose ideas live on in this one, in the order of the merges."""
    people = merges_of(idea).order_by("pk").values_list("ledger__people", flat=True)
    numbers = dict.fromkeys(pk for group in people for pk in group if pk != idea.author_id)
    found = Member.objects.select_related("municipality").in_bulk(list(numbers)) if numbers else {}
    return [found[pk] for pk in numbers if pk in found]


def former_streams(idea: Idea) -> list[str]:
    """Return the streams of discussions that are part of this one now.

    A browser looks there for words that somebody has begun and not sent.
    """
    streams = merges_of(idea).values_list("ledger__streams", flat=True)
    return [stream for group in streams for stream in group]


def merges_of(idea: Idea) -> QuerySet[Merge]:
    """Return the merges that stand and have made this idea what it is, the latest first."""
    if not getattr(idea, "has_merges", True):  # its page knows, and asks no further
        return Merge.objects.none()
    standing = Merge.objects.filter(kept=idea, undone=None).defer("ledger")
    return standing.select_related("gone__author", "member").order_by("-pk")


def get_merge(pk: int) -> Merge:
    """Return a merge with both ideas, else 404; the caller checks who may look at it."""
    whole = ("kept__thread", "kept__author", "gone__thread", "gone__author", "member")
    merge = Merge.objects.select_related(*whole).filter(pk=pk).first()
    if merge is None:
        raise Http404
    return merge


def is_over(when: datetime) -> bool:
    """Tell whether what was done then can no longer be undone."""
    return when + UNDO < timezone.now()


def may_still_withdraw(merge: Merge) -> bool:
    """Tell whether supporters of the gone idea are still asked whether they go along."""
    return merge.undone is None and merge.created + CHANGE_OF_MIND > timezone.now()


def signposts_in(thread: Thread) -> set[int]:
    """Return the numbers of the contributions that say where others went; they stay."""
    return set(Split.objects.filter(signpost__thread=thread).values_list("signpost", flat=True))


def origin_of(member: Member | None, idea: Idea) -> Split | None:
    """Return from which idea this one was split off, if the member may read that."""
    split: Split | None = getattr(idea, "split_from", None)
    if split is None or not ideas_visible_to(member).filter(pk=split.source_id).exists():
        return None
    return split


def entrusted_to(member: Member) -> QuerySet[Idea]:
    """Return the published ideas that the member reads and moderates."""
    ideas = ideas_visible_to(member)
    if member.is_office:
        return ideas
    return ideas.filter(thread__admissions__member=member, thread__admissions__moderates=True)


def others_like(member: Member, idea: Idea) -> QuerySet[Idea]:
    """Suggest what an idea could be a duplicate of."""
    others = entrusted_to(member).exclude(pk=idea.pk)
    return similar(others.select_related("author", "thread", "pilot"), idea.title)


def named(member: Member, idea: Idea, words: str) -> list[Idea]:
    """Return the other ideas that a number, an address or a title can mean; one is best."""
    others = entrusted_to(member).exclude(pk=idea.pk).select_related("author", "thread", "pilot")
    if (address := ADDRESS.search(words)) is not None:
        return list(others.filter(pk=int(address[1])))
    exact = list(others.filter(title__iexact=words)[:SHOWN])
    return exact or list(by_relevance(matching(others, words), words)[:SHOWN])


def where_they_live(numbers: Iterable[int]) -> dict[int, int]:
    """Return by number which idea each one is today: itself, or the one that it was merged into.

    One query, and one more for each merge that followed upon another; how many ideas do not matter.
    """
    today = {number: number for number in numbers}
    moved = set(today)
    while moved:
        rows = Merge.objects.filter(gone__in=moved, undone=None).values_list("gone", "kept")
        merges = dict(rows)
        today = {number: merges.get(now, now) for number, now in today.items()}
        moved = set(merges.values())
    return today
