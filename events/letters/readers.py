"""Which ideas a letter may speak of: those that its reader may read today."""

from collections.abc import Iterable

from discussions.models import Admission, Audience
from ideas.models import Idea
from members.access import takes_part
from members.models import Member

Pair = tuple[int, int]  # numbers of an idea and of a member


def readable(ideas: Iterable[Idea], numbers: Iterable[int]) -> set[Pair]:
    """Return which of these members read which ideas; two queries, however many there are."""
    known = [idea for idea in ideas if idea.is_published]
    members = Member.objects.in_bulk(set(numbers))
    rows = Admission.objects.filter(thread__in=[idea.thread_id for idea in known])
    admitted = set(rows.filter(member__in=members).values_list("thread", "member"))
    return {
        (idea.pk, member.pk)
        for idea in known for member in members.values()
        if _is_readable(idea, member) or (
            takes_part(member) and (idea.thread_id, member.pk) in admitted
        )
    }  # fmt: skip


def _is_readable(idea: Idea, member: Member) -> bool:
    if idea.audience == Audience.PUBLIC:
        return True
    return takes_part(member) and (member.is_office or idea.audience == Audience.MEMBERS)
