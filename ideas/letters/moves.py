"""Letters about ideas that move from board to board."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Audience
from ideas.models import MoveOffer, OfferState, State, Topic
from members.models import Member, Notice, Role
from members.telling import Letter, writes

RELATED = ("idea__thread", "source", "target", "member", "decided_by")
READ_BY = {
    Audience.PUBLIC: gettext_lazy("Everybody reads it now."),
    Audience.MEMBERS: gettext_lazy("The members read it now."),
    Audience.ADMITTED: gettext_lazy("You, the moderators and the office read it now."),
}


@writes("offer")
def offers(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell the moderators of a board that an idea is offered to it."""
    return _written(notices, _offer, lambda offer: offer.target_id)


@writes("offer.answered")
def answers(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell the moderator who has offered an idea what became of it."""
    return _written(notices, _answer, lambda offer: offer.source_id)


@writes("idea.moved")
def moved(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell an author that their idea stands on another board."""
    found = _found(notices)
    return {
        notice.pk: _moved(found[notice.object_id])
        for notice in notices
        if notice.object_id in found and found[notice.object_id].idea.author_id == notice.member_id
    }


def _found(notices: Sequence[Notice]) -> dict[int, MoveOffer]:
    rows = MoveOffer.objects.select_related(*RELATED).exclude(idea__state=State.REMOVED)
    return rows.in_bulk([notice.object_id for notice in notices])


def _written(
    notices: Sequence[Notice],
    write: Callable[[MoveOffer], Letter],
    board: Callable[[MoveOffer], int],
) -> dict[int, Letter]:
    """Write to those only to whom the board is still entrusted."""
    found = _found(notices)
    members = {notice.member_id for notice in notices}
    office = set(
        Member.objects.filter(pk__in=members, role=Role.OFFICE).values_list("pk", flat=True)
    )
    trusted = set(
        Topic.moderators.through.objects.filter(member__in=members)
        .values_list("topic", "member")
    )  # fmt: skip
    return {
        notice.pk: write(offer)
        for notice in notices
        if (offer := found.get(notice.object_id)) is not None
        and (notice.member_id in office or (board(offer), notice.member_id) in trusted)
    }


def _offer(offer: MoveOffer) -> Letter:
    words = [
        _("%(name)s offers it from “%(source)s” to “%(target)s”.") % _names(offer),
        _("Reason: %(reason)s") % {"reason": offer.reason},
    ]
    if offer.state != OfferState.OPEN:
        words.append(_settled(offer))
    return Letter(
        _("“%(idea)s” is offered to your topic") % _names(offer),
        "\n".join(words),
        reverse("offers"),
        _("To the offers"),
    )


def _answer(offer: MoveOffer) -> Letter:
    subjects = {
        OfferState.ACCEPTED: _("“%(idea)s” has moved to “%(target)s”"),
        OfferState.DECLINED: _("“%(target)s” does not take “%(idea)s”"),
    }
    other = _("Your offer of “%(idea)s” is settled")
    words = [_settled(offer)]
    if offer.answer:
        words.append(_("Answer: %(answer)s") % {"answer": offer.answer})
    subject = subjects.get(OfferState(offer.state), other) % _names(offer)
    url = offer.idea.get_absolute_url() if offer.idea.is_published else reverse("offers")
    return Letter(subject, "\n".join(words), url, _("Look at it"))


def _moved(offer: MoveOffer) -> Letter:
    words = [
        _("%(by)s has moved it from “%(source)s” to “%(target)s”.") % _names(offer),
        _("Reason: %(reason)s") % {"reason": offer.reason},
        str(READ_BY[Audience(offer.idea.audience)]),
        _("Its discussion, its supporters and its address stay as they are."),
    ]
    return Letter(
        _("Your idea “%(idea)s” stands on another topic now") % _names(offer),
        "\n".join(words),
        offer.idea.get_absolute_url(),
        _("To the idea"),
    )


def _settled(offer: MoveOffer) -> str:
    sentences = {
        OfferState.ACCEPTED: _("%(by)s has accepted the offer."),
        OfferState.DECLINED: _("%(by)s has declined the offer."),
        OfferState.WITHDRAWN: _("%(by)s has taken the offer back."),
    }
    return sentences[OfferState(offer.state)] % _names(offer)


def _names(offer: MoveOffer) -> dict[str, str]:
    return {
        "idea": offer.idea.title,
        "source": offer.source.name,
        "target": offer.target.name,
        "name": offer.member.name,
        "by": offer.decided_by.name if offer.decided_by else "–",
    }
