"""Changing what stands in a thread: edit, delete, hide, show again."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.access import (
    can_edit,
    may_moderate,
    require_open,
    require_readable,
    require_talking,
    require_voice,
)
from discussions.actions.moving import require_unmoved
from discussions.models import Comment, CommentState, Thread
from ideaforge.errors import Conflict, Forbidden
from ideaforge.text import RENDERER, handles_in, render
from live.record import record
from members.access import require_part
from members.models import Member
from members.queries import as_links, mentioned


def edit_comment(*, author: Member, comment: Comment, text: str, before: str) -> Comment:
    """Replace one's own words; `before` is the text that the author had in front of them.

    Raises Conflict where the words were changed meanwhile, e.g. in another tab.
    """
    found = mentioned(handles_in(text))
    html = render(text, as_links(found))
    with transaction.atomic():
        comment = _locked(require_voice(author, comment.thread), comment)
        if not can_edit(author, comment) or not comment.is_visible:
            raise Forbidden
        require_open(comment.thread)
        if comment.text == text:
            return comment
        if comment.text != before:
            raise Conflict(_("These words were changed meanwhile. Please compare them."))
        comment.text, comment.html, comment.renderer = text, html, RENDERER
        comment.edited = timezone.now()
        comment.version += 1
        comment.save(update_fields=["text", "html", "renderer", "edited", "version"])
        comment.mentions.set(found.values())
        record("comment.edited", streams=[comment.thread.stream], actor=author, obj=comment)
    return comment


@transaction.atomic
def delete_comment(*, actor: Member, comment: Comment) -> None:
    """Take one's own words away; a stub stays where answers hang on them."""
    comment = _locked(require_talking(actor, comment.thread), comment)
    if not can_edit(actor, comment):
        raise Forbidden
    if comment.state != CommentState.REMOVED:
        _leave(comment, CommentState.DELETED, actor, "comment.deleted")


@transaction.atomic
def hide_comment(*, actor: Member, comment: Comment) -> None:
    """Take a comment out of everybody's sight but the author's and the moderators'."""
    _leave(_entrusted(actor, comment), CommentState.HIDDEN, actor, "comment.hidden")


@transaction.atomic
def remove_comment(*, actor: Member, comment: Comment) -> None:
    """Take a comment out of everybody's sight, its author's too; moderators can bring it back."""
    _leave(_entrusted(actor, comment), CommentState.REMOVED, actor, "comment.removed")


@transaction.atomic
def show_comment(*, actor: Member, comment: Comment) -> None:
    """Undo holding, hiding or removing."""
    comment = _entrusted(actor, comment)
    if comment.state not in (CommentState.HELD, CommentState.HIDDEN, CommentState.REMOVED):
        return
    news = {"last_activity": timezone.now()} if comment.state == CommentState.HELD else {}
    _store_state(comment, CommentState.VISIBLE, stub=False)
    Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") + 1, **news)
    record("comment.shown", streams=comment.thread.streams, actor=actor, obj=comment)


def _entrusted(actor: Member, comment: Comment) -> Comment:
    comment = _locked(require_part(actor), comment)
    if not may_moderate(actor, comment.thread):
        raise Forbidden
    return comment


def _leave(comment: Comment, state: str, actor: Member, verb: str) -> None:
    if comment.state == state or comment.state == CommentState.DELETED:
        return
    was_visible = comment.is_visible
    _store_state(comment, state, stub=_has_answers(comment))
    if was_visible:
        Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") - 1)
    record(verb, streams=comment.thread.streams, actor=actor, obj=comment)


def _has_answers(comment: Comment) -> bool:
    answers = comment.answers.all()
    return (answers.filter(state=CommentState.VISIBLE) | answers.filter(stub=True)).exists()


def _store_state(comment: Comment, state: str, *, stub: bool) -> None:
    comment.state, comment.stub = state, stub
    comment.version += 1
    comment.save(update_fields=["state", "stub", "version"])


def _locked(actor: Member, comment: Comment) -> Comment:
    # The thread first, as in post_comment: so an answer cannot come while its parent goes.
    require_readable(actor, comment.thread)
    thread = Thread.objects.select_for_update(no_key=True).get(pk=comment.thread_id)
    comment = (
        Comment.objects.select_related("thread").select_for_update(of=("self",)).get(pk=comment.pk)
    )
    require_unmoved(comment, thread)
    return comment
