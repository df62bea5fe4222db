"""What every deed of curation begins with: the board as it is stored now, for those who may."""

from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.access import can_curate
from ideas.actions.write import locked
from ideas.models import Idea, IdeaTopic, Topic
from live.record import Account
from members.access import require_part
from members.models import Member

ACCOUNT = 500  # characters of what a deed has changed


def curated(actor: Member, topic: Topic) -> Topic:
    """Return the board, locked; refuse whoever it is not entrusted to."""
    require_part(actor)
    stored: Topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if not can_curate(actor, stored):
        raise Forbidden
    return stored


def placed(actor: Member, topic: Topic, idea: Idea) -> IdeaTopic:
    """Return where a published idea stands on the board; both are locked, the idea first."""
    require_part(actor)
    idea = locked(idea)
    topic = curated(actor, topic)
    placement: IdeaTopic | None = IdeaTopic.objects.filter(tag=topic, content_object=idea).first()
    if placement is None or not idea.is_published:
        raise Refused(_("This idea does not stand on the board."))
    return placement


def require_version(topic: Topic, version: int) -> None:
    """Refuse to change what is no longer as the person had it in front of them."""
    if topic.version != version:
        raise Conflict(_("Somebody has changed this topic while you were writing."))


def account(topic: Topic, why: str, before: str = "", after: str = "") -> Account:
    """Return the account of a deed on a board, as long as the log has room for it."""
    return Account(why=why, before=short(before), after=short(after), place=topic.stream)


def short(words: str) -> str:
    """Return words that fit into an account."""
    return words if len(words) <= ACCOUNT else words[: ACCOUNT - 2] + " …"
