"""Who may join the stream of a member: nobody but the member."""

from live.registry import audience
from members.models import Member


@audience("member")
def own_stream(member: Member | None, numbers: set[int]) -> set[int]:
    """Return the member's own number, if it was asked for."""
    return numbers & {member.pk} if member else set()
