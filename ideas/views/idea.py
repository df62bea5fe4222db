"""The page of an idea, its history, and what one does on it without changing its words."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from discussions.live import thread_page
from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from ideas import access, actions, live
from ideas.forms import StageForm, SupportForm
from ideas.history import changes_of
from ideas.merging import former_streams, merges_of, origin_of
from ideas.models import Idea
from ideas.queries import supporters
from live.frames import body_of, fragment_now
from members.signed_in import member_of, members_only


@require_GET
def idea(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Show an idea and its discussion; an old or missing slug leads to the current one."""
    member = member_of(request)
    found = access.get_idea(member, pk)
    if slug != found.slug:
        target = found.get_absolute_url()
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
    # The thread first: its n must not be newer than what the page shows of the idea.
    since = request.GET.get("ab", "")
    thread = thread_page(member, found.thread, since=since if since.isdecimal() else "")
    found.refresh_from_db(fields=["support_count"])
    return render(request, "ideas/detail.html", page_of(request, found) | {"thread": thread})


def page_of(request: HttpRequest, found: Idea) -> dict[str, object]:
    """Return what the page of an idea shows beside its discussion."""
    member = member_of(request)
    plan = getattr(found, "pilot", None)
    placements = found.placements.select_related("tag").order_by("pk")
    return {
        "idea": found,
        "key": uuid4(),
        "plan": plan,
        "text_html": live.text_html(found),
        "support_html": live.support_part(found)[1],
        "stage_html": live.stage_part(found)[1],
        "topics": [placement.tag for placement in placements],
        "tags": [use.tag for use in found.tag_uses.select_related("tag").order_by("pk")],
        "merges": merges_of(found),
        "former": former_streams(found),
        "origin": origin_of(member, found),
        "sees_origin": access.may_see_origin(member, found),
        "supported": found.is_supported,  # type: ignore[attr-defined] # annotated
        "supporters": supporters(found),
        "may_edit": access.can_edit(member, found),
        "may_plan": access.can_plan(member, found),
        "may_set_stage": plan is not None and access.can_set_stage(member, found),
        "is_author": access.is_author(member, found),
        "stage_form": StageForm(initial={"before": plan.stage}) if plan else None,
    }


@members_only
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Give support, or take it back."""
    member = member_of(request)
    found = access.get_idea(member, pk)
    form = SupportForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field="on")
    gives = form.cleaned_data["on"] == "1"
    act = actions.support_idea if gives else actions.unsupport_idea
    n = act(member=member, idea=found)
    fragment = fragment_now(found.thread.stream, "support.given", found.pk)
    body = {"n": n, "supported": gives, **body_of(fragment)}
    return answer(request, body, to=found.get_absolute_url())


@members_only
@require_POST
def set_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a pilot along its track."""
    member = member_of(request)
    found = access.get_idea(member, pk)
    form = StageForm(request.POST)
    if not form.is_valid():
        context = page_of(request, found) | {"thread": thread_page(member, found.thread)}
        context["stage_form"] = form
        return render(request, "ideas/detail.html", context, status=400)
    actions.set_stage(actor=member, idea=found, **form.cleaned_data)
    return answer(request, {"id": f"idea-{pk}-stage"}, to=found.get_absolute_url())


@require_GET
def idea_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was changed, by whom, and why."""
    found = access.get_idea(member_of(request), pk)
    context = {"idea": found, "changes": changes_of(found)}
    return render(request, "ideas/history.html", context)
