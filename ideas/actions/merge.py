"""Merging two ideas that are one: the kept one takes over what the other has; nothing is lost.

`Merge.ledger` keeps what undoing needs (see part.py): `people` are the authors whose idea it was,
`streams` those of its discussion, `discussion` the places of all comments, `supports` the rows that
were moved (those of members who support both stay with the gone idea, where nobody counts them),
`elsewhere` the supports of an import, `tags` what was added, `placements` the pins, sections and
features that ended, `plan` what a pilot had planned, `told` the supporters who were told.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from discussions.access import may_moderate
from discussions.actions.moving import join_threads, lock_threads
from ideaforge.errors import Conflict, Forbidden, Refused, require_reason
from ideas.actions.content import lock_boards, streams_of, tell_thread
from ideas.actions.move import withdraw_offers
from ideas.merging import Outlook, former_streams, obstacle, outlook, title_for, together_with
from ideas.models import Idea, IdeaTag, IdeaTopic, Merge, PilotPlan, State, Support, Topic
from live.record import Account, record
from members.access import require_part
from members.models import Member
from members.telling import tell

BATCH = 300


@transaction.atomic
def merge_ideas(*, actor: Member, kept: Idea, gone: Idea, reason: str) -> Merge:
    """Let `gone` live on in `kept`; both authors and the supporters of `gone` are told.

    Raises Conflict where somebody was quicker, Refused where these two cannot be merged.
    """
    actor = require_part(actor)
    kept, gone = lock_both(kept, gone)
    _require(actor, kept, gone, reason)
    seen = outlook(kept, gone)
    streams = [*streams_of(kept), *streams_of(gone)]
    people = [gone.author_id, *(one.pk for one in together_with(gone))]
    ledger: dict[str, Any] = {"people": people}
    ledger["streams"] = [gone.thread.stream, *former_streams(gone)]
    ledger |= {"plan": _plan_of(gone), "told": [*seen.moved, *seen.doubles]}
    ledger["discussion"] = join_threads(kept=kept.thread, gone=gone.thread)
    ledger |= _take_supports(kept, gone, seen) | _take_tags(kept, seen) | _end_places(gone)
    because = _("The idea was merged with another one.")
    withdraw_offers(actor=actor, of=Q(idea=gone), because=because)
    store_state(gone, State.MERGED)
    merge = Merge.objects.create(kept=kept, gone=gone, member=actor, reason=reason, ledger=ledger)
    tell_thread(kept, boards_of(kept))
    _record(merge, streams)
    _tell(merge)
    return merge


def lock_both(kept: Idea, gone: Idea) -> tuple[Idea, Idea]:
    """Return two ideas with their threads as they are stored now, all locked.

    Ideas first, then boards, then threads, each in the order of their numbers: so do all who need
    more than one of them, and nobody waits in a circle.
    """
    numbers = [kept.pk, gone.pk]
    rows = Idea.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers)
    found = {idea.pk: idea for idea in rows.select_related("author", "pilot").order_by("pk")}
    lock_boards(IdeaTopic.objects.filter(content_object__in=numbers).values_list("tag", flat=True))
    threads = lock_threads(*(idea.thread_id for idea in found.values()))
    for idea in found.values():
        idea.thread = threads[idea.thread_id]
    return found[kept.pk], found[gone.pk]


def _require(actor: Member, kept: Idea, gone: Idea, reason: str) -> None:
    if State.MERGED in (kept.state, gone.state):
        raise Conflict(_("Somebody was quicker: one of these ideas has been merged already."))
    if not (may_moderate(actor, kept.thread) and may_moderate(actor, gone.thread)):
        raise Forbidden(_("Only who looks after both ideas can merge them."))
    if sentence := obstacle(kept, gone):
        raise Refused(sentence)
    require_reason(reason)


def boards_of(idea: Idea) -> list[Topic]:
    """Return the boards of an idea, the main one first."""
    return list(Topic.objects.filter(placements__content_object=idea).order_by("placements"))


def _plan_of(gone: Idea) -> dict[str, Any] | None:
    plan = PilotPlan.objects.filter(idea=gone).first()
    return model_to_dict(plan, exclude=["idea"]) if plan else None


def _take_supports(kept: Idea, gone: Idea, seen: Outlook) -> dict[str, Any]:
    rows = Support.objects.filter(idea=gone, member__in=seen.moved)
    moved = list(rows.order_by("pk").values_list("pk", flat=True))
    move_supports(moved, before=gone, after=kept)
    kept.supports_elsewhere += seen.elsewhere
    count_supports(kept)
    return {"supports": moved, "elsewhere": seen.elsewhere}


def move_supports(numbers: list[int], *, before: Idea, after: Idea) -> None:
    """Let supports of one idea count for another; those that were taken back stay so.

    The rows are moved, never made anew: so no row of a member is waited for.
    """
    for start in range(0, len(numbers), BATCH):
        batch = Support.objects.filter(pk__in=numbers[start : start + BATCH], idea=before)
        batch.update(idea=after)


def count_supports(idea: Idea) -> None:
    """Store how many support an idea, with those of an import."""
    idea.support_count = idea.supports_elsewhere + idea.supports.count()
    Idea.objects.filter(pk=idea.pk).update(
        supports_elsewhere=idea.supports_elsewhere, support_count=idea.support_count
    )


def _take_tags(kept: Idea, seen: Outlook) -> dict[str, Any]:
    IdeaTag.objects.bulk_create(IdeaTag(tag=tag, content_object=kept) for tag in seen.tags)
    return {"tags": [tag.pk for tag in seen.tags]}


NOT_PLACED = {"pin": None, "section": None, "is_featured": False, "featured_because": ""}


def _end_places(gone: Idea) -> dict[str, Any]:
    chosen = Q(pin__isnull=False) | Q(section__isnull=False) | Q(is_featured=True)
    placements = gone.placements.filter(chosen)
    before = list(placements.values("tag", *NOT_PLACED))
    placements.update(**NOT_PLACED)
    return {"placements": before}


def store_state(idea: Idea, state: str) -> None:
    """Store the state of a locked idea."""
    idea.state = state
    idea.version += 1
    idea.save(update_fields=["state", "version"])


def _record(merge: Merge, streams: Iterable[str]) -> None:
    kept, gone = merge.kept, merge.gone
    why, seen = merge.reason, title_for(kept, readers_of=gone)
    # The first takes the counters of all streams in their order; the others need fewer.
    record(
        "comments.joined", streams=streams, actor=merge.member, obj=kept,
        account=account_of(kept, why, gone.title, kept.title, member=kept.author_id),
    )  # fmt: skip
    boards = [topic.stream for topic in boards_of(gone)]
    record(
        "idea.merged", streams=boards, actor=merge.member, obj=gone,
        account=account_of(gone, why, gone.title, seen, member=gone.author_id),
    )  # fmt: skip


def account_of(idea: Idea, why: str, before: str, after: str, *, member: int) -> Account:
    """Return the account of a deed that is shown on the idea's main board."""
    boards = boards_of(idea)
    place = boards[0].stream if boards else ""
    return Account(why=why, before=before, after=after, place=place, member=member)


def _tell(merge: Merge) -> None:
    people = [merge.kept.author_id, *merge.ledger["people"]]
    known = Member.objects.filter(is_active=True)
    tell(members=known.filter(pk__in=people), kind="idea.merged.author", obj=merge)
    supporters = known.filter(pk__in=merge.ledger["told"]).exclude(pk__in=people)
    tell(members=supporters, kind="idea.merged.supporter", obj=merge)
