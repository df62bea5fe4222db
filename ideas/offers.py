"""Reads of offers to move an idea: to one's boards, from them, and what became of the last ones."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ideas.access import topics_curated_by
from ideas.models import Idea, IdeaTopic, MoveOffer, OfferState, Topic
from members.models import Member

RELATED = ("idea__thread", "source", "target", "member", "decided_by")
LAST = 20


def offers_for(member: Member | None, *, settled: bool = False) -> QuerySet[MoveOffer]:
    """Return the open offers to the boards of a member, the oldest first; or all of them."""
    offers = _offers(settled).filter(target__in=topics_curated_by(member))
    return offers.order_by("created", "pk")


def offers_of(member: Member | None, *, settled: bool = False) -> QuerySet[MoveOffer]:
    """Return the open offers that the boards of a member have made; or all of them."""
    offers = _offers(settled).filter(source__in=topics_curated_by(member))
    return offers.order_by("created", "pk")


def offers_settled(member: Member | None) -> QuerySet[MoveOffer]:
    """Return the last offers from and to the boards of a member that are settled.

    Moves at once were never offered; the log of the boards has them.
    """
    boards = topics_curated_by(member)
    offers = MoveOffer.objects.exclude(state=OfferState.OPEN).exclude(
        state=OfferState.ACCEPTED, member=F("decided_by")
    )
    ours = offers.filter(Q(source__in=boards) | Q(target__in=boards))
    return ours.select_related(*RELATED).order_by("-decided", "-pk")[:LAST]


def _offers(settled: bool) -> QuerySet[MoveOffer]:
    there = IdeaTopic.objects.filter(tag=OuterRef("source"), content_object=OuterRef("idea"))
    offers: QuerySet[MoveOffer] = MoveOffer.objects.annotate(is_there=Exists(there))
    offers = offers.select_related(*RELATED)
    return offers if settled else offers.filter(state=OfferState.OPEN)


def boards_to_leave(member: Member | None, idea: Idea) -> list[Topic]:
    """Return the boards of an idea that are entrusted to a member, the leading one first."""
    here = topics_curated_by(member).filter(placements__content_object=idea)
    return list(here.order_by("placements"))
