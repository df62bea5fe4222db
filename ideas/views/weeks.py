"""The weekly overview of a board, for those who look after it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ideas.access import can_curate, get_topic
from ideas.weekly import OVERDUE, week_of
from members.signed_in import member_of, members_only


@members_only
@require_GET
def week(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is new on a board, and what waits there for somebody."""
    member = member_of(request)
    topic = get_topic(member, slug)
    if not can_curate(member, topic):
        raise Http404
    if slug != topic.slug:
        return redirect("week", topic.slug)
    limits = [{"stage": stage.label, "days": most.days} for stage, most in OVERDUE.items()]
    context = {"topic": topic, "week": week_of(topic), "limits": limits}
    return render(request, "ideas/weekly.html", context)
