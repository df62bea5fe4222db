"""Who may see members and act as one."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils import formats
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

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


def require_active(member: Member | None) -> Member:
    """Return the person who acts, as stored now; refuse those who are suspended."""
    # Others may still refer to the row meanwhile, e.g. tell this member of something.
    rows = Member.objects.select_for_update(no_key=True)
    stored = rows.filter(pk=member.pk).first() if member else None
    if stored is None or not stored.is_active:
        raise Forbidden
    return stored


def require_known(member: Member | None) -> Member:
    """Return the member who acts, as stored now; refuse guests and suspended members.

    Enough for taking one's own words back, and for objecting to a decision.
    """
    stored = require_active(member)
    if not takes_part(stored):
        raise Forbidden
    return stored


def require_part(member: Member | None) -> Member:
    """Return the member who acts, as stored now; refuse also those under a write-stop."""
    return require_unsilenced(require_known(member))


def require_unsilenced(stored: Member) -> Member:
    """Refuse who is under a write-stop, and say until when."""
    if is_silent(stored):
        until = formats.date_format(localtime(stored.silent_until), "SHORT_DATETIME_FORMAT")
        raise Forbidden(
            _("You may read along and write again from %(until)s. Reason: %(reason)s")
            % {"until": until, "reason": stored.silent_because}
        )
    return stored


def is_silent(member: Member | None) -> bool:
    """Tell whether the member is under a write-stop."""
    return bool(member and member.silent_until and member.silent_until > now())
