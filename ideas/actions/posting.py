"""Who may put ideas on a board, and whether the first ones of new members are looked at first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from discussions.models import Thread
from ideaforge.errors import Refused
from ideas.actions.curating import account, curated, require_version
from ideas.models import IdeaTopic, Posting, Topic
from live.record import record
from members.models import Member


@dataclass(frozen=True)
class Rights:
    """Whose ideas a board takes; `invited` counts where the board is for invited members."""

    posting: str = Posting.MEMBERS
    invited: Sequence[Member] = ()
    holds_newcomers: bool = False


def rights_of(topic: Topic) -> Rights:
    """Return the rights on a board as they are stored."""
    return Rights(topic.posting, list(topic.invited.filter(is_active=True)), topic.holds_newcomers)


@transaction.atomic
def set_posting(
    *, actor: Member, topic: Topic, rights: Rights, version: int, reason: str = ""
) -> None:
    """Say whose ideas a board takes; what stands on it stays.

    `version` is the one that the actor had in front of them, see `edit_board`.
    """
    topic = curated(actor, topic)
    require_version(topic, version)
    if rights.posting == Posting.INVITED and not rights.invited:
        raise Refused(_("Please name at least one member."), field="invited")
    before, after = _words(rights_of(topic)), _words(rights)
    if before == after:
        return
    topic.posting, topic.holds_newcomers = rights.posting, rights.holds_newcomers
    topic.version += 1
    topic.save(update_fields=["posting", "holds_newcomers", "version"])
    topic.invited.set(rights.invited)
    _tell_threads(topic)
    told = account(topic, reason, before, after)
    record("board.posting", streams=[topic.stream], actor=actor, obj=topic, account=told)


def _tell_threads(topic: Topic) -> None:
    careful = IdeaTopic.objects.filter(
        content_object__thread=OuterRef("pk"), tag__holds_newcomers=True
    )
    threads = Thread.objects.filter(idea__placements__tag=topic)
    threads.update(holds_newcomers=Exists(careful))


def _words(rights: Rights) -> str:
    words = [str(Posting(rights.posting).label)]
    words += sorted(f"{member.name} ({member.handle})" for member in rights.invited)
    if rights.holds_newcomers:
        words.append(_("first contributions of new members are looked at first"))
    return " · ".join(words)
