"""The desk: a stream that tells open queues that something has changed, and nothing else."""

from collections.abc import Sequence

from live.registry import Fragment, audience, shows
from members.models import Member
from moderation.access import moderates

ONE = 1  # there is one desk; who looks at it asks for what they may see


@audience("desk")
def desks(member: Member | None, numbers: set[int]) -> set[int]:
    """Return the desk for everybody to whom something is entrusted."""
    return numbers & {ONE} if moderates(member) else set()


@shows("desk", "case", "decision", "appeal")
def pulse(desk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the sign that something has changed, the same whatever it was."""
    return dict.fromkeys(ids, Fragment("desk-pulse", '<span id="desk-pulse"></span>'))
