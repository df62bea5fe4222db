"""Pinning ideas to a board, and putting the pinned ones in order."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideaforge.errors import Refused
from ideas.actions.curating import account, placed
from ideas.models import Idea, IdeaTopic, Topic
from live.record import record
from members.models import Member

PINS = 6  # of one board; more would push everything else off a phone


@transaction.atomic
def pin_idea(*, actor: Member, topic: Topic, idea: Idea, move: str = "", reason: str = "") -> None:
    """Pin an idea to its board as the last one, or move a pinned one `up` or `down`."""
    placement = placed(actor, topic, idea)
    before = _order(topic)
    after = _moved(before, placement.pk, {"up": -1, "down": 1}.get(move, 0))
    if after == before:
        return
    if placement.pin is None and topic.placements.filter(pin__isnull=False).count() >= PINS:
        raise Refused(_("A board has room for %(count)d pinned ideas.") % {"count": PINS})
    for rank, pk in enumerate(after, start=1):
        _store(pk, rank)
    told = account(topic, reason, _rank(before, placement.pk), _rank(after, placement.pk))
    record("pin.set", streams=[topic.stream], actor=actor, obj=idea, account=told)


@transaction.atomic
def unpin_idea(*, actor: Member, topic: Topic, idea: Idea, reason: str = "") -> None:
    """Let an idea stand among the others again."""
    placement = placed(actor, topic, idea)
    if placement.pin is None:
        return
    told = account(topic, reason, _rank(_order(topic), placement.pk))
    _store(placement.pk, None)
    record("pin.taken", streams=[topic.stream], actor=actor, obj=idea, account=told)


def _order(topic: Topic) -> list[int]:
    # A featured idea stands elsewhere; moving one past it would change nothing that is seen.
    pinned = topic.placements.filter(pin__isnull=False, is_featured=False)
    return list(pinned.order_by("pin", "pk").values_list("pk", flat=True))


def _moved(order: list[int], pk: int, by: int) -> list[int]:
    if pk not in order:
        return [*order, pk]
    place = order.index(pk)
    others = [one for one in order if one != pk]
    others.insert(max(place + by, 0), pk)
    return others


def _rank(order: list[int], pk: int) -> str:
    return _("place %(rank)d") % {"rank": order.index(pk) + 1} if pk in order else ""


def _store(placement: int, pin: int | None) -> None:
    IdeaTopic.objects.filter(pk=placement).update(pin=pin)
