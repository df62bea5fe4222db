"""Moving an idea from one board to another: at once, or as an offer to the other's moderators.

Each board keeps a log of its own, so that a move is two deeds in it: `idea.left` stands in the log
of the board that gives, `idea.placed` in that of the board that takes. What moderators settle among
each other (`offer.…`) is for moderators only. A move at once is an offer that was accepted by who
made it; so both leave the same row, and the same letter tells of them.

Who acts is locked last: whoever holds the idea may be about to tell them of it.
"""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.models import is_more_open
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.access import LISTED_ON, audience_of, can_curate, topics_visible_to
from ideas.actions.content import lock_boards, streams_of, tell_thread
from ideas.actions.write import locked
from ideas.models import Idea, IdeaTopic, MoveOffer, OfferState, Topic, Visibility
from live.record import Account, record
from members.access import require_part
from members.models import Member, Role
from members.telling import tell


@transaction.atomic
def move_idea(
    *, actor: Member, idea: Idea, source: Topic, target: Topic, reason: str,
    opens: bool = False,
) -> MoveOffer:  # fmt: skip
    """Move an idea, or offer it where the other board is not the actor's; return what came of it.

    `opens` says that the actor knows that more people may read it then.
    """
    idea = locked(idea)
    lock_boards([source.pk, target.pk])
    actor = require_part(actor)
    if not can_curate(actor, source):
        raise Forbidden
    target = _require_way(actor, idea, source, target)
    if not opens and opens_up(idea, source, target):
        raise Refused(
            _("More people may read the idea and its discussion then. Please confirm that."),
            field="opens",
        )
    offer = MoveOffer.objects.create(
        idea=idea, source=source, target=target, member=actor, reason=reason
    )
    if can_curate(actor, target):
        _settle(offer, OfferState.ACCEPTED, actor)
        _carry_out(actor, idea, offer)
    else:
        _record(offer, "offer.made", actor, reason)
        tell(members=_who_answers(target), kind="offer", obj=offer)
    return offer


@transaction.atomic
def accept_offer(*, actor: Member, offer: MoveOffer, answer: str = "") -> MoveOffer:
    """Take an idea that another board offers; it moves at once."""
    offer, idea = _open(actor, offer)
    if not can_curate(actor, offer.target):
        raise Forbidden
    _require_there(idea, offer.source)
    if offer.target.archived is not None:
        raise Refused(_("This board is in the archive and takes no new ideas."))
    _settle(offer, OfferState.ACCEPTED, actor, answer)
    _record(offer, "offer.accepted", actor, answer)
    _carry_out(actor, idea, offer)
    _tell_who_offered(offer, actor)
    return offer


@transaction.atomic
def decline_offer(*, actor: Member, offer: MoveOffer, answer: str) -> MoveOffer:
    """Leave an idea where it is, with an answer for the moderator who has offered it."""
    offer, _idea = _open(actor, offer)
    if not can_curate(actor, offer.target):
        raise Forbidden
    if not answer:
        raise Refused(_("Please answer in a sentence."), field="answer")
    _settle(offer, OfferState.DECLINED, actor, answer)
    _record(offer, "offer.declined", actor, answer)
    _tell_who_offered(offer, actor)
    return offer


@transaction.atomic
def withdraw_offer(*, actor: Member, offer: MoveOffer) -> MoveOffer:
    """Take an offer back, as somebody who looks after the board that has made it."""
    offer, _idea = _open(actor, offer)
    if not can_curate(actor, offer.source):
        raise Forbidden
    _settle(offer, OfferState.WITHDRAWN, actor)
    _record(offer, "offer.withdrawn", actor, "")
    return offer


def withdraw_offers(*, actor: Member, of: Q, because: str) -> None:
    """Take back the open offers of a board or an idea, inside the action that ends it."""
    touched = MoveOffer.objects.select_for_update(of=("self",)).filter(of, state=OfferState.OPEN)
    for offer in touched.select_related("idea", "source", "target", "member").order_by("pk"):
        _settle(offer, OfferState.WITHDRAWN, actor, because)
        _record(offer, "offer.withdrawn", actor, because)
        _tell_who_offered(offer, actor)


def opens_up(idea: Idea, source: Topic, target: Topic) -> bool:
    """Tell whether more people may read an idea when it has moved."""
    return is_more_open(audience_after(idea, source, target), idea.audience)


def audience_after(idea: Idea, source: Topic, target: Topic) -> str:
    """Return who reads an idea when it has moved from one board to another."""
    stays = Topic.objects.filter(placements__content_object=idea).exclude(pk=source.pk)
    return audience_of(idea.state, [*stays, target])


def _require_way(actor: Member, idea: Idea, source: Topic, target: Topic) -> Topic:
    _require_there(idea, source)
    found = topics_visible_to(actor).filter(pk=target.pk, archived__isnull=True).first()
    if found is None:
        raise Refused(_("This board takes no ideas."), field="target")
    if idea.placements.filter(tag=target).exists():
        raise Refused(_("The idea stands on this board already."), field="target")
    waiting = MoveOffer.objects.filter(idea=idea, source=source, state=OfferState.OPEN).first()
    if waiting is not None:
        raise Refused(
            _("This idea is already offered to “%(name)s”. Please wait, or take that offer back.")
            % {"name": waiting.target.name}
        )
    return found


def _require_there(idea: Idea, source: Topic) -> None:
    if not idea.is_published or not idea.placements.filter(tag=source).exists():
        raise Refused(_("The idea no longer stands on the board that it is to leave."))


def _open(actor: Member, offer: MoveOffer) -> tuple[MoveOffer, Idea]:
    idea = locked(offer.idea)
    lock_boards([offer.source_id, offer.target_id])
    require_part(actor)
    related = MoveOffer.objects.select_related("source", "target", "member", "decided_by")
    offer = related.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.state != OfferState.OPEN:
        raise Conflict(
            _("This offer is settled already: %(state)s by %(name)s. Nothing was changed by you.")
            % {
                "state": OfferState(offer.state).label,
                "name": offer.decided_by.name if offer.decided_by else "–",
            }
        )
    return offer, idea


def _settle(offer: MoveOffer, state: OfferState, actor: Member, answer: str = "") -> None:
    offer.state, offer.answer = state, answer
    offer.decided_by, offer.decided = actor, timezone.now()
    offer.save(update_fields=["state", "answer", "decided_by", "decided"])


def _carry_out(actor: Member, idea: Idea, offer: MoveOffer) -> None:
    source, target = offer.source, offer.target
    placement = IdeaTopic.objects.filter(tag=source, content_object=idea)
    if idea.placements.filter(tag=target).exists():
        placement.delete()  # its author was quicker
    else:  # in place: the board that leads an idea is followed by the one that takes it
        placement.update(tag=target, pin=None, section=None, is_featured=False, featured_because="")
    Idea.objects.filter(pk=idea.pk).update(version=F("version") + 1)
    boards = Topic.objects.filter(placements__content_object=idea).order_by("placements")
    tell_thread(idea, list(boards))
    left, placed = _told(offer, source, target), _told(offer, target, source)
    record("idea.left", streams=[source.stream], actor=actor, obj=idea, account=left)
    record("idea.placed", streams=streams_of(idea), actor=actor, obj=idea, account=placed)
    if idea.author_id != actor.pk:
        tell(members=[idea.author], kind="idea.moved", obj=offer)


def _told(offer: MoveOffer, place: Topic, other: Topic) -> Account:
    order = list(LISTED_ON)  # from the most open to the least
    # Who reads this board's log may not know of the other board.
    known = order.index(Visibility(other.visibility)) <= order.index(Visibility(place.visibility))
    return Account(
        why=offer.reason, before=offer.source.name, after=offer.target.name,
        place=place.stream, member=offer.idea.author_id, in_public=known,
    )  # fmt: skip


def _record(offer: MoveOffer, verb: str, actor: Member, why: str) -> None:
    gives = verb in {"offer.made", "offer.withdrawn"}
    account = Account(
        why=why, before=offer.source.name, after=offer.target.name,
        place=(offer.source if gives else offer.target).stream,
        member=offer.idea.author_id, in_public=False,
    )  # fmt: skip
    record(verb, streams=[], actor=actor, obj=offer, account=account)


def _who_answers(target: Topic) -> list[Member]:
    trusted = list(target.moderators.filter(is_active=True))
    return trusted or list(Member.objects.filter(role=Role.OFFICE, is_active=True))


def _tell_who_offered(offer: MoveOffer, actor: Member) -> None:
    if offer.member_id != actor.pk:
        tell(members=[offer.member], kind="offer.answered", obj=offer)
