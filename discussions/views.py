"""Pages and answers of discussions: translate HTTP into actions and back."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discussions import actions
from discussions.access import can_edit, get_comment, get_thread, may_moderate
from discussions.forms import CommentForm, EditForm, ReactionForm
from discussions.live import thread_page
from discussions.models import Comment, Thread
from discussions.queries import reactions_of, text_changes
from ideaforge.answers import answer, wants_json
from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.fields import first_error
from ideaforge.text import render as render_text
from live.frames import body_of, fragment_now
from live.reading import reading_together
from members.signed_in import member_of, members_only


def comments(request: HttpRequest, thread_pk: int) -> HttpResponse:
    """Show an earlier stretch of a thread, or take a new comment."""
    return _post(request, thread_pk) if request.method == "POST" else _earlier(request, thread_pk)


@require_GET
def _earlier(request: HttpRequest, thread_pk: int) -> HttpResponse:
    member = member_of(request)
    thread = get_thread(member, thread_pk)
    before = request.GET.get("vor", "")
    page = thread_page(member, thread, before=before if before.isdecimal() else "")
    template = "_earlier" if request.headers.get("HX-Request") else "earlier"
    return render(request, f"discussions/{template}.html", {"thread": page})


@members_only
def _post(request: HttpRequest, thread_pk: int) -> HttpResponse:
    member = member_of(request)
    thread = get_thread(member, thread_pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _say_what_is_wrong(request, form, thread)
    words = form.cleaned_data
    with reading_together():  # the answer shows what the broadcast has read
        posted = actions.post_comment(
            author=member, thread=thread, text=words["text"], key=words["key"],
            parent=form.parent_in(thread),
        )  # fmt: skip
        body = _body(posted.comment, "comment.posted", posted.n)
    if posted.is_held:
        body["held"] = _("Thank you. The moderators look at your contribution before others do.")
    status = 201 if posted.is_new else 200
    return answer(request, body, to=posted.comment.get_absolute_url(), status=status)


def _body(comment: Comment, verb: str, n: int) -> dict[str, Any]:
    return {"n": n, **body_of(fragment_now(f"thread-{comment.thread_id}", verb, comment.pk))}


def _say_what_is_wrong(request: HttpRequest, form: CommentForm, thread: Thread) -> HttpResponse:
    if wants_json(request):
        raise Refused(first_error(form).messages[0], field=next(iter(form.errors)))
    context = {"form": form, "thread": thread, "key": request.POST.get("key") or uuid4()}
    return render(request, "discussions/answer.html", context, status=400)


@require_GET
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead a permanent link to the comment in its page; hidden ones are shown on their own."""
    member = member_of(request)
    found = get_comment(member, pk)
    owner = _owner_url(found.thread)
    if not found.is_visible or owner is None:
        moderates = may_moderate(member, found.thread)
        context = {"comment": found, "moderates": moderates, "owner_url": owner}
        return render(request, "discussions/comment.html", context)
    return redirect(f"{owner}?ab={found.place}#{found.element}")


def _owner_url(thread: Thread) -> str | None:
    for relation in thread._meta.related_objects:
        if relation.one_to_one and (owner := getattr(thread, relation.name, None)) is not None:
            return str(owner.get_absolute_url())
    return None


@members_only
@require_GET
def answer_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the form for an answer, for browsers without scripts."""
    found = get_comment(member_of(request), pk)
    context = {"comment": found, "thread": found.thread, "form": CommentForm(), "key": uuid4()}
    return render(request, "discussions/answer.html", context)


@members_only
@require_http_methods(["GET", "POST"])
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own words."""
    member = member_of(request)
    found = get_comment(member, pk)
    if not can_edit(member, found):
        raise Forbidden
    before = {"text": found.text, "before": found.text}
    form = EditForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            edited = actions.edit_comment(author=member, comment=found, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("text", str(conflict.message))
        else:
            return answer(request, {"id": edited.element}, to=edited.get_absolute_url())
    status = 400 if form.errors else 200
    return render(request, "discussions/edit.html", {"comment": found, "form": form}, status=status)


@members_only
@require_http_methods(["GET", "POST"])
def delete_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take one's own words away."""
    member = member_of(request)
    found = get_comment(member, pk)
    if not can_edit(member, found):
        raise Forbidden
    if request.method == "POST":
        actions.delete_comment(actor=member, comment=found)
        return answer(request, {"id": found.element}, to=_owner_url(found.thread) or "/")
    return render(request, "discussions/delete.html", {"comment": found})


@require_GET
def comment_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the earlier versions of a comment."""
    found = get_comment(member_of(request), pk)
    context = {"comment": found, "changes": text_changes(found)}
    return render(request, "discussions/history.html", context)


@members_only
@require_POST
def quote_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own words off the record, or allow to quote them again."""
    member = member_of(request)
    found = get_comment(member, pk)
    off = request.POST.get("quote") == "no"
    actions.mark_off_record(author=member, comment=found, on=off)
    fragment = fragment_now(found.thread.stream, "comment.marked", pk)
    return answer(request, body_of(fragment), to=found.get_absolute_url())


@members_only
@require_POST
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a reaction or take it back."""
    member = member_of(request)
    found = get_comment(member, pk)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        raise Refused(_("There is no such reaction."), field="kind")
    n = actions.react(actor=member, comment=found, kind=form.cleaned_data["kind"])
    mine = reactions_of(member, [found]).get(str(pk), [])
    body = _body(found, "comment.reacted", n) | {"mine": mine}
    return answer(request, body, to=found.get_absolute_url())


@members_only
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Render Markdown as it would be stored."""
    form = EditForm(request.POST)
    if not form.is_valid():
        return HttpResponse(first_error(form).messages[0], status=400, content_type="text/plain")
    return HttpResponse(render_text(form.cleaned_data["text"]))
