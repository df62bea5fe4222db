"""Reads about members: lookups for mentions, the directory, drafts."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ideaforge.text import Mentioned
from members.access import members_visible_to
from members.models import Draft, Member, Municipality, Notice


def mentioned(handles: Iterable[str]) -> dict[str, Member]:
    """Return the members behind handles; unknown and suspended ones are left out."""
    wanted = set(handles)
    if not wanted:
        return {}
    found = Member.objects.filter(handle__in=wanted, is_active=True)
    return {member.handle: member for member in found}


def as_links(members: dict[str, Member]) -> dict[str, Mentioned]:
    """Return what `ideaforge.text.render` needs to link mentions."""
    return {
        handle: Mentioned(url=member.get_absolute_url(), name=member.name)
        for handle, member in members.items()
    }


def members_like(reader: Member | None, beginning: str, limit: int = 6) -> QuerySet[Member]:
    """Return members whose name or handle has a word that begins so, for suggestions."""
    begins = Q(handle__startswith=beginning.lower()) | Q(handle__contains="-" + beginning.lower())
    named = Q(name__istartswith=beginning) | Q(name__icontains=" " + beginning)
    found = members_visible_to(reader).filter(begins | named)
    return found.select_related("municipality").order_by("name")[:limit]


def directory(reader: Member | None) -> QuerySet[Member]:
    """Return the members of the network by name."""
    return members_visible_to(reader).select_related("municipality").order_by("name", "pk")


def municipalities_of_members() -> QuerySet[Municipality]:
    """Return the municipalities that members speak for, to choose from."""
    return Municipality.objects.filter(members__isnull=False).distinct()


def notices_of(member: Member) -> QuerySet[Notice]:
    """Return what the member was told, newest first."""
    return Notice.objects.filter(member=member).order_by("-created", "-pk")


def draft_for(member: Member, place: str) -> Draft | None:
    """Return what the member had typed there and not sent."""
    return Draft.objects.filter(member=member, place=place).first()


def latest_draft(member: Member, beginning: str) -> Draft | None:
    """Return the latest unsent words of places that begin so."""
    drafts = Draft.objects.filter(member=member, place__startswith=beginning)
    return drafts.order_by("-saved").first()
