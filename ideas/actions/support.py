"""Supporting an idea: once per member, and back."""

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access import require_readable
from ideaforge.errors import Forbidden, Refused
from ideas.actions.content import streams_of
from ideas.actions.write import locked
from ideas.models import Idea, Support
from live.record import record
from members.access import require_part
from members.models import Member


@transaction.atomic
def support_idea(*, member: Member, idea: Idea) -> int | None:
    """Count the member among the supporters; return n, or None where they already were."""
    idea = _open(member, idea)
    if idea.author_id == member.pk:
        raise Refused(_("You cannot support your own idea; your name already stands on it."))
    _support, is_new = Support.objects.get_or_create(idea=idea, member=member)
    return _count(member, idea, "support.given") if is_new else None


@transaction.atomic
def unsupport_idea(*, member: Member, idea: Idea) -> int | None:
    """Take the member's support back; return n, or None where there was none."""
    idea = _open(member, idea)
    removed, _per_model = Support.objects.filter(idea=idea, member=member).delete()
    return _count(member, idea, "support.taken") if removed else None


def _open(member: Member, idea: Idea) -> Idea:
    stored = require_part(member)
    idea = locked(idea)
    require_readable(stored, idea.thread)
    if not idea.is_published:
        raise Forbidden(_("This idea is not published."))
    return idea


def _count(member: Member, idea: Idea, verb: str) -> int:
    count = idea.supports_elsewhere + idea.supports.count()
    Idea.objects.filter(pk=idea.pk).update(support_count=count)
    return record(verb, streams=streams_of(idea), actor=member, obj=idea)[idea.thread.stream]
