"""Writes on members: invite, change, suspend, and keeping their unsent words."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.slugs import german_slug, unused
from live.broadcast import recheck
from members.models import Draft, Member, Notice, Role

SHOWN = {"name", "office", "municipality"}  # beside every contribution
DRAFTS_PER_MEMBER = 50
SAME_MOMENT = timedelta(minutes=1)  # a page view so soon writes nothing
NEW_VISIT = timedelta(minutes=30)


def free_handle(name: str) -> str:
    """Return a handle for a name that nobody has yet."""
    base = german_slug(name, 70)
    taken = set(Member.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    return unused(base, taken)


@transaction.atomic
def invite_member(*, actor: Member | None, email: str, name: str, **fields: Any) -> Member:
    """Store a new member without a password; they set one by the reset mail.

    `actor` is None for commands that run on the server itself.
    """
    if actor is not None and not actor.is_office:
        raise Forbidden
    return Member.objects.create_user(email, name=name, handle=free_handle(name), **fields)


@transaction.atomic
def make_guest(*, name: str, office: str = "", email: str | None = None) -> Member:
    """Store somebody who has no password and is signed in by what made them."""
    guest = Member(
        name=name, handle=free_handle(name), role=Role.GUEST, office=office, email=email
    )  # fmt: skip
    guest.set_unusable_password()
    guest.save(force_insert=True)
    return guest


@transaction.atomic
def change_member(*, actor: Member, member: Member, **fields: Any) -> Member:
    """Change a member; kept fragments that show the old name are not used again."""
    if actor.pk != member.pk and not actor.is_office:
        raise Forbidden
    for name, value in fields.items():
        setattr(member, name, value)
    if not SHOWN.isdisjoint(fields):
        fields["version"] = F("version") + 1
    if fields:
        Member.objects.filter(pk=member.pk).update(**fields)
        member.refresh_from_db(fields=["version"])
    if "role" in fields:  # a guest reads less than a member
        transaction.on_commit(lambda: recheck(members=[member.pk]))
    return member


@transaction.atomic
def silence_member(*, actor: Member, member: Member, until: datetime | None, because: str) -> None:
    """Let a member only read along until then; None lets them write again."""
    if not actor.is_office or actor.pk == member.pk:
        raise Forbidden
    Member.objects.filter(pk=member.pk).update(
        silent_until=until, silent_because=because if until else ""
    )


@transaction.atomic
def suspend_member(*, actor: Member, member: Member) -> None:
    """Take a member's access away; their open pages fall silent at once."""
    if not actor.is_office or actor.pk == member.pk:
        raise Forbidden
    Member.objects.filter(pk=member.pk).update(is_active=False)
    transaction.on_commit(lambda: recheck(members=[member.pk]))


@transaction.atomic
def readmit_member(*, actor: Member, member: Member) -> None:
    """Give a suspended member access again."""
    if not actor.is_office:
        raise Forbidden
    Member.objects.filter(pk=member.pk).update(is_active=True)


@transaction.atomic
def keep_draft(*, actor: Member, place: str, fields: dict[str, str], version: int) -> Draft:
    """Keep what a member has typed so far; raise Conflict where a newer version is kept."""
    kept = Draft.objects.select_for_update().filter(member=actor, place=place).first()
    if kept is None:
        if Draft.objects.filter(member=actor).count() >= DRAFTS_PER_MEMBER:
            oldest = Draft.objects.filter(member=actor).order_by("saved").first()
            assert oldest is not None
            oldest.delete()
        return Draft.objects.create(member=actor, place=place, fields=fields, version=version)
    if version <= kept.version:
        raise Conflict("a newer draft is kept")
    kept.fields, kept.version = fields, version
    kept.save(update_fields=["fields", "version", "saved"])
    return kept


def drop_draft(*, actor: Member, place: str) -> None:
    """Forget a draft, because its words were sent or thrown away."""
    if not place:
        raise Refused("a draft needs a place")
    Draft.objects.filter(member=actor, place=place).delete()


def mark_read(*, member: Member) -> None:
    """Remember that the member has seen everything that they were told so far."""
    if Notice.objects.filter(member=member, read__isnull=True).update(read=timezone.now()):
        Member.objects.filter(pk=member.pk).update(unread=0)


def note_visit(*, member: Member) -> datetime | None:
    """Return when the member was last here, before this visit; half an hour begins a new one."""
    now = timezone.now()
    seen = member.last_seen
    if seen is not None and now - seen < SAME_MOMENT:
        return member.last_visit
    if seen is None or now - seen > NEW_VISIT:
        member.last_visit = seen
    Member.objects.filter(pk=member.pk).update(last_seen=now, last_visit=member.last_visit)
    return member.last_visit
