"""What pages are compared with: thirty rows of the same database through one plain template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from ideas.models import Idea, State

ROWS = 30


def rows(request: HttpRequest) -> HttpResponse:
    """Show the newest ideas, as the first chapter of a tutorial would."""
    out = Idea.objects.filter(state=State.PUBLISHED)  # by its index; sorting would flatter us
    ideas = out.select_related("author", "municipality", "thread").order_by("-published")
    return render(request, "rows.html", {"ideas": ideas[:ROWS]})


urlpatterns = [path("", rows)]
