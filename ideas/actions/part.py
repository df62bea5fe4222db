"""Parting two ideas that were merged: all as it was before, from the ledger of the merge.

What came meanwhile goes where it belongs: answers follow what they answer, other contributions
stay with the kept idea. Who took their support back meanwhile has taken it from the idea for which
it counted then; nobody is made a supporter again by somebody else.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import may_moderate
from discussions.actions.moving import part_threads
from ideaforge.errors import Conflict, Forbidden, Refused, require_reason
from ideas.access import looks_after
from ideas.actions.content import streams_of, tell_thread
from ideas.actions.merge import (
    account_of,
    boards_of,
    count_supports,
    lock_both,
    move_supports,
    store_state,
)
from ideas.actions.pins import PINS
from ideas.merging import is_over, title_for
from ideas.models import Idea, IdeaTopic, Merge, Section, State
from live.record import record
from members.access import require_part
from members.models import Member
from members.telling import tell


@transaction.atomic
def part_ideas(*, actor: Member, merge: Merge, reason: str) -> Merge:
    """Undo a merge; authors and supporters who were told of it are told.

    Raises Conflict where it was undone already, Refused after 30 days and out of turn.
    """
    actor = require_part(actor)
    kept, gone = lock_both(merge.kept, merge.gone)
    merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    merge.kept, merge.gone = kept, gone
    _require(actor, merge, reason)
    part_threads(kept=kept.thread, gone=gone.thread, note=merge.ledger["discussion"])
    _return_supports(merge)
    kept.tag_uses.filter(tag__in=merge.ledger["tags"]).delete()
    store_state(gone, State.PUBLISHED)
    _return_places(gone, merge.ledger["placements"])
    merge.undone, merge.undone_by, merge.undone_because = timezone.now(), actor, reason
    merge.save(update_fields=["undone", "undone_by", "undone_because"])
    for idea in (kept, gone):
        tell_thread(idea, boards_of(idea))
    _record(merge, actor)
    _tell(merge)
    return merge


def _require(actor: Member, merge: Merge, reason: str) -> None:
    if merge.undone is not None:
        raise Conflict(_("Somebody was quicker: this merge has been undone already."))
    # A merged idea has given its thread's comments away; its boards say who looks after it.
    if not (may_moderate(actor, merge.kept.thread) and looks_after(actor, merge.gone)):
        raise Forbidden(_("Only who looks after both ideas can part them."))
    if sentence := why_not_undone(merge):
        raise Refused(sentence)
    require_reason(reason)


def why_not_undone(merge: Merge) -> str:
    """Return why a merge cannot be undone now, or empty where it can."""
    if is_over(merge.created):
        return _("A merge can be undone for 30 days; these are over.")
    later = Merge.objects.filter(undone=None, pk__gt=merge.pk).select_related("gone")
    above = later.filter(gone=merge.kept).first() or later.filter(kept=merge.kept).last()
    if above is not None:
        return _("Please undo the later merge of “%(title)s” first.") % {"title": above.gone.title}
    return ""


def _return_supports(merge: Merge) -> None:
    kept, gone, ledger = merge.kept, merge.gone, merge.ledger
    move_supports(ledger["supports"], before=kept, after=gone)
    kept.supports_elsewhere -= ledger["elsewhere"]
    for idea in (kept, gone):
        count_supports(idea)


def _return_places(gone: Idea, placements: list[dict[str, Any]]) -> None:
    for before in placements:
        placement = gone.placements.filter(tag=before["tag"]).first()
        if placement is not None:
            _return_place(placement, before)


def _return_place(placement: IdeaTopic, before: dict[str, Any]) -> None:
    # As far as the place is still free: others may have been pinned or featured meanwhile.
    board = IdeaTopic.objects.filter(tag=placement.tag_id)
    if board.filter(pin__isnull=False).count() < PINS:
        placement.pin = before["pin"]
    if Section.objects.filter(pk=before["section"], topic=placement.tag_id).exists():
        placement.section_id = before["section"]
    if before["is_featured"] and not board.filter(is_featured=True).exists():
        placement.is_featured = True
        placement.featured_because = before["featured_because"]
    placement.save(update_fields=["pin", "section", "is_featured", "featured_because"])


def _record(merge: Merge, actor: Member) -> None:
    kept, gone, why = merge.kept, merge.gone, merge.undone_because
    seen = title_for(kept, readers_of=gone)
    # The first takes the counters of all streams in their order; the second needs fewer.
    record(
        "comments.parted", streams=[*streams_of(kept), *streams_of(gone)], actor=actor, obj=kept,
        account=account_of(kept, why, kept.title, gone.title, member=kept.author_id),
    )  # fmt: skip
    record(
        "idea.parted", streams=[topic.stream for topic in boards_of(gone)], actor=actor, obj=gone,
        account=account_of(gone, why, seen, gone.title, member=gone.author_id),
    )  # fmt: skip


def _tell(merge: Merge) -> None:
    people = {merge.kept.author_id, *merge.ledger["people"], *merge.ledger["told"]}
    known = Member.objects.filter(pk__in=people, is_active=True)
    tell(members=known, kind="idea.parted", obj=merge)
