"""Pages on which curators change a board: its face, its rights, and putting it away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideaforge.answers import answer
from ideaforge.diff import word_diff
from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.fields import show_refusal
from ideas import actions
from ideas.access import can_curate, can_set_readers, get_topic
from ideas.actions.face import face_in_words
from ideas.forms import FaceForm, ReadersForm, ReasonForm, RightsForm, initial_face
from ideas.models import Topic
from members.signed_in import member_of, members_only


def curated_topic(request: HttpRequest, slug: str) -> Topic:
    """Return a board for those to whom it is entrusted; 404 or Forbidden for everybody else."""
    member = member_of(request)
    topic = get_topic(member, slug)
    if not can_curate(member, topic):
        raise Forbidden
    return topic


def to_board(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Answer a deed on a board."""
    return answer(request, {"id": f"{topic.stream}-head"}, to=topic.get_absolute_url())


@members_only
@require_http_methods(["GET", "POST"])
def edit_board(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a board says and looks like."""
    topic = curated_topic(request, slug)
    form = FaceForm(request.POST or None, initial=initial_face(topic))
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "ideas/face.html", {"topic": topic, "form": form}, status=status)
    data = form.cleaned_data
    version = data["version"] or 0
    try:
        actions.edit_board(
            actor=member_of(request), topic=topic, face=form.face(), version=version,
            reason=data["reason"],
        )  # fmt: skip
    except Conflict as conflict:
        return _conflict(request, form, slug, str(conflict.message))
    return to_board(request, topic)


def _conflict(request: HttpRequest, form: FaceForm, slug: str, message: str) -> HttpResponse:
    topic = get_topic(member_of(request), slug)
    form.renew_version(topic.version)
    # The same words for both sides: how the choices of the form read on a board.
    typed = Topic(**form.face().__dict__)
    mine = face_in_words(typed)
    theirs = [
        {"label": form[name].label, "stored": words, "diff": word_diff(words, mine[name])}
        for name, words in face_in_words(topic).items() if mine[name] != words
    ]  # fmt: skip
    context = {"topic": topic, "form": form, "theirs": theirs, "message": message}
    return render(request, "ideas/face_conflict.html", context, status=409)


@members_only
@require_GET
def board_rights(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who reads a board and whose ideas it takes, to be changed."""
    return _rights(request, curated_topic(request, slug))


@members_only
@require_POST
def set_readers(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who reads a board."""
    member, topic = member_of(request), curated_topic(request, slug)
    form = ReadersForm(request.POST, member=member, topic=topic)
    if not form.is_valid():
        return _rights(request, topic, readers=form)
    actions.change_visibility(actor=member, topic=topic, **form.cleaned_data)
    return to_board(request, topic)


@members_only
@require_POST
def set_posting(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whose ideas a board takes."""
    member, topic = member_of(request), curated_topic(request, slug)
    form = RightsForm(request.POST, member=member, topic=topic)
    if not form.is_valid():
        return _rights(request, topic, rights=form)
    version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
    try:
        actions.set_posting(
            actor=member, topic=topic, rights=form.rights(), version=version, reason=reason
        )
    except Refused as refused:
        if refused.field not in form.fields:
            raise
        show_refusal(form, refused)
        return _rights(request, topic, rights=form)
    return to_board(request, topic)


def _rights(
    request: HttpRequest,
    topic: Topic,
    *,
    readers: ReadersForm | None = None,
    rights: RightsForm | None = None,
) -> HttpResponse:
    member = member_of(request)
    context = {
        "topic": topic,
        "readers": readers or ReadersForm(member=member, topic=topic),
        "rights": rights or RightsForm(member=member, topic=topic),
        "may_set_readers": can_set_readers(member, topic, topic.visibility),
    }
    status = 400 if readers or rights else 200
    return render(request, "ideas/rights.html", context, status=status)


@members_only
@require_http_methods(["GET", "POST"])
def archive_board(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask why, then put a board away or open it again."""
    topic = curated_topic(request, slug)
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "ideas/archive.html", {"topic": topic, "form": form}, status=status)
    reopens = request.POST.get("deed") == "reopen"
    act = actions.reopen_board if reopens else actions.archive_board
    act(actor=member_of(request), topic=topic, reason=form.cleaned_data["reason"])
    return to_board(request, topic)
