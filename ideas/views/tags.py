"""Free tags: all of them with their uses, and what curators do with one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideas import actions
from ideas.forms import FaceOfTagForm, IntoTagForm, MergeTagsForm, RenameTagForm
from ideas.models import FormerTag, Tag
from ideas.queries import tags_in_use
from ideas.tags import overlap_of, parts_of, split_by_room, tags_with_uses
from ideas.views.gates import curators_only, office_only, refused_at
from members.signed_in import member_of

PER_PAGE = 60


@require_GET
@curators_only
def tags(request: HttpRequest) -> HttpResponse:
    """Show the free tags, the most used first."""
    query = request.GET.get("suche", "").replace("\x00", "").strip().lstrip("#")[:60]
    page = Paginator(tags_with_uses(query), PER_PAGE).get_page(request.GET.get("seite"))
    context = {"page": page, "words": query, "query": f"suche={query}" if query else ""}
    return render(request, "ideas/tags.html", context)


@require_GET
@curators_only
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what can be done with one tag."""
    return _tag(request, get_object_or_404(tags_with_uses(), pk=pk))


def _tag(
    request: HttpRequest,
    found: Tag,
    *,
    rename: RenameTagForm | None = None,
    into: IntoTagForm | None = None,
) -> HttpResponse:
    wrong = rename or into
    context = {
        "tag": found,
        "rename": rename or RenameTagForm(initial={"name": found.name, "before": found.name}),
        "into": into or IntoTagForm(tag=found),
        "others": tags_in_use(),
        "parts": parts_of(found),
        "is_office": member_of(request).is_office,
    }
    return render(request, "ideas/tag.html", context, status=400 if wrong else 200)


@require_POST
@curators_only
def rename_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a tag another name."""
    found = get_object_or_404(tags_with_uses(), pk=pk)
    form = RenameTagForm(request.POST)
    if not form.is_valid():
        return _tag(request, found, rename=form)
    try:
        actions.rename_tag(actor=member_of(request), tag=found, **form.cleaned_data)
    except Refused as refused:
        refused_at(form, refused)
        return _tag(request, found, rename=form)
    return answer(request, {"id": f"tag-{pk}"}, to=reverse("tag", args=[pk]))


@require_http_methods(["GET", "POST"])
@curators_only
def merge_tags(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what merging would do, then do it."""
    found = get_object_or_404(tags_with_uses(), pk=pk)
    words = request.POST or request.GET
    if "into" not in words:
        return redirect("tag", pk)  # there it is chosen
    chosen = IntoTagForm(words, tag=found)
    if not chosen.is_valid():
        return _tag(request, found, into=chosen)
    into = chosen.cleaned_data["into"]
    form = MergeTagsForm(request.POST or None, tag=found, initial={"into": into.name})
    if request.method != "POST" or not form.is_valid():
        context = {"tag": found, "into": into, "form": form, "overlap": overlap_of(found, into)}
        status = 400 if request.method == "POST" else 200
        return render(request, "ideas/tags_merge.html", context, status=status)
    actions.merge_tags(actor=member_of(request), tag=found, **form.cleaned_data)
    return answer(request, {"id": f"tag-{into.pk}"}, to=reverse("tag", args=[into.pk]))


@require_POST
@curators_only
def part_tags(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo that another tag was merged into this one."""
    key = request.POST.get("part", "").replace("\x00", "")
    former = get_object_or_404(FormerTag, tag=pk, key=key)
    parted = actions.part_tags(actor=member_of(request), former=former)
    return answer(request, {"id": f"tag-{parted.pk}"}, to=reverse("tag", args=[parted.pk]))


@require_http_methods(["GET", "POST"])
@office_only
def make_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what making a tag a topic would do, then do it."""
    found = get_object_or_404(tags_with_uses(), pk=pk)
    form = FaceOfTagForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        data = {name: words for name, words in form.cleaned_data.items() if name != "before"}
        try:
            topic = actions.make_topic(actor=member_of(request), tag=found, **data)
        except Refused as refused:
            refused_at(form, refused)
        else:
            return answer(request, {"id": topic.stream}, to=topic.get_absolute_url())
    put, left = split_by_room(found)
    context = {"tag": found, "form": form, "put": len(put), "left": len(left)}
    status = 400 if request.method == "POST" else 200
    return render(request, "ideas/tags_topic.html", context, status=status)
