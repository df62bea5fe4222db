"""Who may see members and act as one."""

from django.db.models import QuerySet
from django.http import Http404

from ideaforge.errors import Forbidden
from members.models import Member, Municipality, Role


def members_visible_to(member: Member | None) -> QuerySet[Member]:
    """Return the members whose names the reader may look up; guests see no directory."""
    known = Member.objects.filter(is_active=True).exclude(role=Role.GUEST)
    return known if takes_part(member) else known.none()


def get_member(member: Member | None, pk: int) -> Member:
    """Return a member whom the reader may look up, else 404."""
    found = members_visible_to(member).select_related("municipality").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_municipality(ags: str) -> Municipality:
    """Return a municipality; these are public."""
    found = Municipality.objects.filter(pk=ags).first()
    if found is None:
        raise Http404
    return found


def takes_part(member: Member | None) -> bool:
    """Tell whether the person belongs to the network; a guest only reads."""
    return member is not None and member.is_active and member.role != Role.GUEST


def require_part(member: Member | None) -> Member:
    """Return the member who acts, as stored now; refuse guests and suspended members."""
    stored = Member.objects.select_for_update().filter(pk=member.pk).first() if member else None
    if stored is None or not takes_part(stored):
        raise Forbidden
    return stored
