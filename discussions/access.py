"""Who may read a thread, write in it, and moderate it; the owners of threads have said so."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from discussions.models import Admission, Audience, Comment, CommentState, Thread
from ideaforge.errors import Forbidden
from members.access import require_active, require_unsilenced, takes_part
from members.models import Member


def is_readable(member: Member | None, *, audience: str = "audience", thread: str = "pk") -> Q:
    """Return the condition that a member may read what belongs to a thread.

    `audience` and `thread` lead from a row to the audience of its thread and to the thread itself.
    """
    if member is not None and member.is_office:
        return Q()
    if not takes_part(member):
        return Q(**{audience: Audience.PUBLIC}) | Q(**{f"{thread}__in": _as_guest(member)})
    admitted = Admission.objects.filter(member=member).values("thread")
    open_to_members = [Audience.PUBLIC, Audience.MEMBERS]
    return Q(**{f"{audience}__in": open_to_members}) | Q(**{f"{thread}__in": admitted})


def _as_guest(member: Member | None) -> QuerySet[Admission, Any]:
    admissions = Admission.objects.filter(member=member, as_guest=True).values("thread")
    return admissions if member is not None and member.is_active else admissions.none()


def may_talk(member: Member | None, thread: Thread) -> bool:
    """Tell whether somebody may talk along: members, and guests who were let in by name."""
    return takes_part(member) or _as_guest(member).filter(thread=thread).exists()


def require_talking(member: Member, thread: Thread) -> Member:
    """Return who talks along, as stored now; enough for taking one's own words back."""
    stored = require_active(member)
    if not may_talk(stored, thread):
        raise Forbidden
    return stored


def require_voice(member: Member, thread: Thread) -> Member:
    """Return who writes in a thread, as stored now; refuse also those under a write-stop."""
    return require_unsilenced(require_talking(member, thread))


def threads_visible_to(member: Member | None) -> QuerySet[Thread]:
    """Return the threads that a member may read."""
    return Thread.objects.filter(is_readable(member))


def get_thread(member: Member | None, pk: int) -> Thread:
    """Return a thread, 404 when the member may not read it; one that was joined leads there."""
    thread = threads_visible_to(member).filter(pk=pk).first()
    if thread is not None and thread.joined_id is None:
        return thread
    # Who reads the other one need not have been able to read this one.
    there = Thread.objects.filter(pk=pk).values_list("joined", flat=True).first()
    if there is None:
        raise Http404
    return get_thread(member, there)


def may_moderate(member: Member | None, thread: Thread) -> bool:
    """Tell whether a member may hide and delete what others wrote there."""
    if member is None:
        return False
    if member.is_office:
        return True
    return Admission.objects.filter(thread=thread, member=member, moderates=True).exists()


def get_comment(member: Member | None, pk: int) -> Comment:
    """Return a comment whose words the member may read, else 404."""
    comment = (
        Comment.objects.select_related("thread", "author__municipality", "parent__author")
        .filter(is_readable(member, audience="thread__audience", thread="thread"), pk=pk)
        .first()
    )
    if comment is None or not may_read(member, comment):
        raise Http404
    return comment


def may_read(member: Member | None, comment: Comment) -> bool:
    """Tell whether the words may be read: hidden and held ones by their author and the moderators.

    Removed ones only by the moderators, who may have to undo it.
    """
    if comment.is_visible or comment.state == CommentState.DELETED:
        return comment.is_visible
    is_own = comment.state != CommentState.REMOVED and can_edit(member, comment)
    return is_own or may_moderate(member, comment.thread)


def can_edit(member: Member | None, comment: Comment) -> bool:
    """Tell whether the words are the member's own."""
    return member is not None and member.pk == comment.author_id


def require_readable(member: Member, thread: Thread) -> None:
    """Refuse somebody who may not read the thread, as it is stored now."""
    if not threads_visible_to(member).filter(pk=thread.pk).exists():
        raise Forbidden(_("You can no longer read this discussion."))


def require_open(thread: Thread) -> None:
    """Refuse where the discussion is closed, with the reason that was given."""
    if thread.is_closed:
        raise Forbidden(
            _("This discussion is closed: %(reason)s") % {"reason": thread.closed_because}
        )


def moderators_of(thread: Thread) -> QuerySet[Member]:
    """Return the members who are trusted with a thread by its owner; the office is not listed."""
    trusted = Admission.objects.filter(thread=thread, moderates=True).values("member")
    return Member.objects.filter(pk__in=trusted, is_active=True)
